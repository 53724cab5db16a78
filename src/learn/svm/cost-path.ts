import type { Matrix } from '../../table/matrix.ts';

/** The path in units of 1 / mean ‖x‖². */
const STEPS = [0.01, 0.03, 0.1, 0.3, 1, 3, 10, 30, 100];

/**
 * Values of C to try, increasing: 0.01 … 100 over the mean squared length of a row, so that the path fits tables of any number of features:
 * X scaled by s with C is the same problem as X with s²·C. Inner folds choose
 * 0.3 … 1 on PAM50 and the weak end on khan, whose classes are separable.
 */
export function costPath(X: Matrix): number[] {
  const unit = meanSquaredLength(X);
  return STEPS.map((step) => step / unit);
}

/** Mean ‖x‖² of the rows; 1 for a table of zeros. Cost O(n·p), of a sparse table O(its entries). */
export function meanSquaredLength(X: Matrix): number {
  const { sparse, nRows } = X;
  let squares = 0;
  for (const value of sparse?.values ?? X.data) squares += value * value;
  sparse?.base.forEach((value, j) => {
    squares += (nRows - (sparse.starts[j + 1]! - sparse.starts[j]!)) * value * value;
  });
  return squares > 0 ? squares / nRows : 1;
}
