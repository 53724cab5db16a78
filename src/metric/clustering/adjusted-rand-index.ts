import { contingency } from './contingency.ts';

/**
 * Adjusted Rand index of two partitions of the same rows: the share of pairs on which they agree, moved so that partitions at random have
 * 0 in expectation and equal ones 1. Symmetric; the names of the labels do not matter. Two partitions that are both one cluster, or both
 * all singletons, have 1.
 * @param a, b [n] integer labels; −1 (noise) counts as a cluster.
 * @param weights ≥ 0, [n]; default 1 each. A pair of rows counts by the product of theirs; a row drawn twice makes no pair with itself.
 * @throws {ShapeError} unequal lengths. Cost O(n).
 * Source: Hubert & Arabie 1985, J. Classification 2, eq. 5. Checked against scikit-learn 1.2.1 (adjusted_rand_score).
 */
export function adjustedRandIndex(a: ArrayLike<number>, b: ArrayLike<number>, weights?: ArrayLike<number>): number {
  const { n, squares, cells, rows, columns } = contingency(a, b, 'adjustedRandIndex', weights);
  const sumOfSquares = (counts: readonly number[]) => counts.reduce((sum, count) => sum + count * count, 0);
  const both = sumOfSquares(cells.map(({ count }) => count));
  const inA = sumOfSquares(rows);
  const inB = sumOfSquares(columns);
  // Ordered pairs: together in both, in a alone, in b alone, in neither.
  const together = both - squares;
  const onlyB = inB - both;
  const onlyA = inA - both;
  const neither = n * n - onlyA - onlyB - both;
  if (onlyA === 0 && onlyB === 0) return 1;
  return (
    (2 * (together * neither - onlyB * onlyA)) /
    ((together + onlyB) * (onlyB + neither) + (together + onlyA) * (onlyA + neither))
  );
}
