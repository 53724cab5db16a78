import { silhouette } from '../../metric/clustering/silhouette.ts';
import { type Matrix, takeRows } from '../../table/matrix.ts';

const LARGEST = 10;
const ROWS = 3000; // whose silhouettes are looked at: more would not change the mean by much

/** The numbers of clusters to try for n rows: 2 … 10, below n; none for fewer than 3 rows. */
export function candidates(n: number, largest = LARGEST): number[] {
  return Array.from({ length: Math.max(0, Math.min(largest, n - 1) - 1) }, (_, q) => q + 2);
}

/** Rows evenly spaced over the table, at most 3,000. */
export function sampleOfRows(n: number): Int32Array {
  const count = Math.min(n, ROWS);
  return Int32Array.from({ length: count }, (_, q) => Math.floor((q * n) / count));
}

export function takeSample(X: Matrix, sample: Int32Array): Matrix {
  return sample.length === X.nRows ? X : takeRows(X, sample);
}

/** Mean silhouette of these rows; −1 where there is but one cluster. */
export function score(distances: Float64Array, labels: Int32Array): number {
  return new Set(labels).size < 2 ? -1 : silhouette(distances, labels);
}
