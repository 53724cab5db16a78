import { columnOf, createMatrix, type Matrix } from '../../table/matrix.ts';

/**
 * Each row moved to mean 0 over its features and scaled to length 1: then ‖u − v‖² = 2 − 2·r. A row whose features are all equal has no
 * correlation with any other and becomes NaN. Cost O(n·p). Sums in float64, each row on its own.
 */
export function correlationRows(X: Matrix): Matrix {
  const { nRows: n, nCols: p } = X;
  const sums = new Float64Array(n);
  const varies = new Uint8Array(n);
  for (let j = 0; j < p; j++) {
    const x = columnOf(X, j);
    for (let i = 0; i < n; i++) {
      sums[i]! += x[i]!;
      if (x[i] !== X.data[i]) varies[i] = 1;
    }
  }
  const means = sums.map((sum) => sum / p);
  const squares = new Float64Array(n);
  for (let j = 0; j < p; j++) {
    const x = columnOf(X, j);
    for (let i = 0; i < n; i++) squares[i]! += (x[i]! - means[i]!) ** 2;
  }
  const scale = squares.map((sum, i) => (varies[i] ? 1 / Math.sqrt(sum) : Number.NaN));
  const out = createMatrix(n, p);
  for (let j = 0; j < p; j++) {
    const x = columnOf(X, j);
    const to = columnOf(out, j);
    for (let i = 0; i < n; i++) to[i] = (x[i]! - means[i]!) * scale[i]!;
  }
  return out;
}
