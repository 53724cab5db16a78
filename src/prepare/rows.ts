import type { Matrix } from '../table/matrix.ts';

/** Rows copied out together: their values in one feature are 64 contiguous bytes. */
const TILE = 16;

/**
 * Hands out each row of a column-major matrix as one contiguous run, a tile of rows at a time. With `write`, what the callback leaves in
 * the row goes back into the matrix. Cost O(n·p), memory 16 rows.
 */
export function eachRow(
  { data, nRows, nCols }: Matrix,
  visit: (row: Float32Array, i: number) => void,
  { write = false }: { readonly write?: boolean } = {},
): void {
  const tile = Array.from({ length: Math.min(TILE, nRows) }, () => new Float32Array(nCols));
  for (let from = 0; from < nRows; from += TILE) {
    const rows = Math.min(TILE, nRows - from);
    for (let j = 0, at = from; j < nCols; j++, at += nRows) for (let t = 0; t < rows; t++) tile[t]![j] = data[at + t]!;
    for (let t = 0; t < rows; t++) visit(tile[t]!, from + t);
    if (!write) continue;
    for (let j = 0, at = from; j < nCols; j++, at += nRows) for (let t = 0; t < rows; t++) data[at + t] = tile[t]![j]!;
  }
}
