import { ShapeError } from '../../base/errors.ts';
import { fTail } from '../special/f-distribution.ts';

export interface OneWayAnova {
  readonly f: number;
  /** Of the groups, and of what is left within them. */
  readonly df: readonly [number, number];
  readonly p: number;
  /** Share of the variance that lies between the groups, 0 … 1: SS between / SS total. */
  readonly etaSquared: number;
  /** The same without the share that chance gives, which can be below 0. */
  readonly omegaSquared: number;
}

/**
 * One-way analysis of variance: F = (SS between/(k − 1)) / (SS within/(n − k)), for groups of one variance. With two groups F is the square of Student's t.
 * @param values [n], finite. @param groups [n], codes ≥ 0; groups without a member do not count. Neither is modified.
 * @returns f 0 and p 1 where all values are equal; NaN with fewer than two groups, or as many as values. @throws {ShapeError} lengths that differ.
 * Cost O(n). Source: Fisher 1925; ω² of Hays 1963. Checked against R `anova(lm)`.
 */
export function oneWayAnova(values: ArrayLike<number>, groups: ArrayLike<number>): OneWayAnova {
  const n = values.length;
  if (groups.length !== n) {
    throw new ShapeError({ where: 'oneWayAnova', problem: `groups must have length ${n}, got ${groups.length}` });
  }
  let grand = 0;
  for (let i = 0; i < n; i++) grand += values[i]! / n;
  const sums = new Map<number, { size: number; sum: number }>();
  for (let i = 0; i < n; i++) {
    const group = sums.get(groups[i]!) ?? { size: 0, sum: 0 };
    group.size++;
    group.sum += values[i]! - grand; // from the grand mean: no digits lost to a large one
    sums.set(groups[i]!, group);
  }
  const df = [sums.size - 1, n - sums.size] as const;
  if (df[0] < 1 || df[1] < 1)
    return { f: Number.NaN, df, p: Number.NaN, etaSquared: Number.NaN, omegaSquared: Number.NaN };
  let between = 0;
  for (const { size, sum } of sums.values()) between += (sum * sum) / size;
  let within = 0;
  for (let i = 0; i < n; i++) {
    const { size, sum } = sums.get(groups[i]!)!;
    within += (values[i]! - grand - sum / size) ** 2;
  }
  const total = between + within;
  if (!(total > 0)) return { f: 0, df, p: 1, etaSquared: 0, omegaSquared: 0 };
  const noise = within / df[1];
  const f = between / df[0] / noise;
  return {
    ...{ f, df, p: fTail(f, ...df) },
    etaSquared: between / total,
    omegaSquared: (between - df[0] * noise) / (total + noise),
  };
}
