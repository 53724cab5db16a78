import type { Matrix } from '../table/matrix.ts';

/**
 * start + Σ_k weights[k]·x of columns[k] for every row, [n], in float64 and in the order of the columns; absent: all of them.
 * Of a sparse table the bases are summed once for all rows. Cost O(n·columns), of a sparse table O(n + their entries).
 */
export function rowSums(
  X: Matrix,
  start: number,
  weights: ArrayLike<number>,
  columns?: ArrayLike<number>,
): Float64Array {
  const { nRows: n, sparse } = X;
  const sums = new Float64Array(n).fill(sparse ? 0 : start);
  let shared = start;
  for (let k = 0; k < weights.length; k++) {
    const weight = weights[k]!;
    const j = columns ? columns[k]! : k;
    if (sparse) {
      const { starts, rows, values } = sparse;
      const base = sparse.base[j]!;
      shared += weight * base;
      for (let e = starts[j]!; e < starts[j + 1]!; e++) sums[rows[e]!]! += weight * (values[e]! - base);
    } else {
      const x = X.data.subarray(j * n, (j + 1) * n);
      for (let i = 0; i < n; i++) sums[i]! += weight * x[i]!;
    }
  }
  if (sparse) for (let i = 0; i < n; i++) sums[i]! += shared;
  return sums;
}
