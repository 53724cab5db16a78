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

/** Mean ‖x‖² of the rows; 1 for a table of zeros, not finite when a value is not. Cost O(n·p), of a sparse table O(its entries). */
export function meanSquaredLength(X: Matrix): number {
  const { sparse, nRows } = X;
  const data = sparse?.values ?? X.data;
  // Four sums in flight: one alone waits for each addition to end.
  let a = 0;
  let b = 0;
  let c = 0;
  let d = 0;
  let at = 0;
  for (; at + 3 < data.length; at += 4) {
    a += data[at]! * data[at]!;
    b += data[at + 1]! * data[at + 1]!;
    c += data[at + 2]! * data[at + 2]!;
    d += data[at + 3]! * data[at + 3]!;
  }
  for (; at < data.length; at++) a += data[at]! * data[at]!;
  // Every base stands for the rows of its column that are not kept.
  sparse?.base.forEach((value, j) => {
    a += (nRows - (sparse.starts[j + 1]! - sparse.starts[j]!)) * value * value;
  });
  const squares = a + b + (c + d);
  return squares === 0 ? 1 : squares / nRows;
}
