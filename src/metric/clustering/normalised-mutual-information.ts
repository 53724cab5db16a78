import { log } from '../../base/elementary.ts';
import { contingency } from './contingency.ts';

/**
 * Mutual information of two partitions over the mean of their entropies: 0 when one says nothing of the other, 1 when they are equal up to
 * names. Not adjusted for chance: many small clusters score above 0 at random. Two partitions of one cluster each have 1.
 * @param a, b [n] integer labels; −1 (noise) counts as a cluster. @throws {ShapeError} unequal lengths. Cost O(n).
 * Source: Strehl & Ghosh 2002, JMLR 3; the arithmetic mean as in scikit-learn. Checked against scikit-learn 1.2.1 (normalized_mutual_info_score).
 */
export function normalisedMutualInformation(a: ArrayLike<number>, b: ArrayLike<number>): number {
  const { n, cells, rows, columns } = contingency(a, b, 'normalisedMutualInformation');
  if (rows.length <= 1 && columns.length <= 1) return 1;
  const entropy = (counts: readonly number[]) =>
    counts.reduce((sum, count) => sum - (count / n) * (log(count) - log(n)), 0);
  let information = 0;
  for (const cell of cells) {
    const { count } = cell;
    information += (count / n) * (log(count) + log(n) - log(rows[cell.a]!) - log(columns[cell.b]!));
  }
  const mean = (entropy(rows) + entropy(columns)) / 2;
  return information > 0 && mean > 0 ? information / mean : 0;
}
