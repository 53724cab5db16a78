import { ShapeError } from '../../base/errors.ts';
import { chiSquareTail } from '../special/chi-square.ts';
import { midRanks } from './mid-ranks.ts';

export interface KruskalWallis {
  readonly statistic: number;
  readonly degreesOfFreedom: number;
  readonly p: number;
  /** Share of the variance of the ranks that lies between the groups, 0 … 1: H / (n − 1). */
  readonly share: number;
}

/**
 * Kruskal–Wallis test that a number has one distribution in all groups: H = 12/(n(n + 1)) · Σ R²ₖ/nₖ − 3(n + 1), divided by
 * 1 − Σ(t³ − t)/(n³ − n) for ties; χ² with one degree of freedom less than there are groups. With two groups the square of the rank-sum test.
 * @param values [n], finite. @param groups [n], codes from 0; groups without a member do not count. Neither is modified.
 * @returns p 1 and share 0 where fewer than two groups, or one value, are there. @throws {ShapeError} lengths that differ.
 * Cost O(n log n). Source: Kruskal and Wallis 1952, JASA 47, 583. Checked against R `kruskal.test`.
 */
export function kruskalWallis(values: ArrayLike<number>, groups: ArrayLike<number>): KruskalWallis {
  const n = values.length;
  if (groups.length !== n) {
    throw new ShapeError({ where: 'kruskalWallis', problem: `groups must have length ${n}, got ${groups.length}` });
  }
  const { ranks, ties } = midRanks(values);
  const sums = new Map<number, { size: number; sum: number }>();
  for (let i = 0; i < n; i++) {
    const group = sums.get(groups[i]!) ?? { size: 0, sum: 0 };
    group.size++;
    group.sum += ranks[i]! - (n + 1) / 2; // from the mean rank: no digits lost to 3(n + 1)
    sums.set(groups[i]!, group);
  }
  const spread = (n * n * n - n - ties) / 12; // of the ranks around their mean, summed
  const degreesOfFreedom = sums.size - 1;
  if (degreesOfFreedom < 1 || !(spread > 0)) return { statistic: 0, degreesOfFreedom, p: 1, share: 0 };
  let between = 0;
  for (const { size, sum } of sums.values()) between += (sum * sum) / size;
  const statistic = ((n - 1) * between) / spread;
  return {
    statistic,
    degreesOfFreedom,
    p: chiSquareTail(statistic, degreesOfFreedom),
    share: Math.min(1, between / spread),
  };
}
