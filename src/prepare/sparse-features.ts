import { type Matrix, sparseMatrix } from '../table/matrix.ts';

/** Calls `put` once for each feature of row i that is not 0. */
export type RowEntries = (i: number, put: (feature: number, value: number) => void) => void;

/** A sparse table of which each row names its entries. @param entriesOf is asked twice of each row. Cost O(entries + nCols). */
export function sparseFeatures(nRows: number, nCols: number, entriesOf: RowEntries): Matrix {
  const starts = new Int32Array(nCols + 1);
  for (let i = 0; i < nRows; i++) entriesOf(i, (j) => starts[j + 1]!++);
  for (let j = 0; j < nCols; j++) starts[j + 1]! += starts[j]!;
  const next = starts.slice();
  const rows = new Int32Array(starts[nCols]!);
  const values = new Float32Array(rows.length);
  for (let i = 0; i < nRows; i++) {
    entriesOf(i, (j, value) => {
      rows[next[j]!] = i;
      values[next[j]!++] = value;
    });
  }
  return sparseMatrix(nRows, { starts, rows, values, base: new Float32Array(nCols) });
}
