import { ShapeError } from '../base/errors.ts';

/**
 * A dense table of numbers, [nRows, nCols] float32, column-major: feature j is the contiguous run data[j·nRows … (j+1)·nRows).
 * Missing is NaN; ±∞ never enters (readers refuse it). float32 holds an expression value to seven digits at half the memory.
 */
export interface Matrix {
  readonly nRows: number;
  readonly nCols: number;
  readonly data: Float32Array;
}

/** A zero matrix. */
export function createMatrix(nRows: number, nCols: number): Matrix {
  return { nRows, nCols, data: new Float32Array(nRows * nCols) };
}

/** Makes a table of which every value is still to be written: `createMatrix`, or one in memory of another kind. */
export type CreateMatrix = (nRows: number, nCols: number) => Matrix;

/** Column j as a view: writing to it writes to the matrix. */
export function columnOf(X: Matrix, j: number): Float32Array {
  return X.data.subarray(j * X.nRows, (j + 1) * X.nRows);
}

/** All columns as views. */
export function columnsOf(X: Matrix): Float32Array[] {
  return Array.from({ length: X.nCols }, (_, j) => columnOf(X, j));
}

/** A new matrix with the given rows, in that order. Cost O(rows · nCols). */
export function takeRows(X: Matrix, rows: ArrayLike<number>): Matrix {
  const n = rows.length;
  const out = createMatrix(n, X.nCols);
  for (let j = 0; j < X.nCols; j++) {
    const from = j * X.nRows;
    const to = j * n;
    for (let i = 0; i < n; i++) out.data[to + i] = X.data[from + rows[i]!]!;
  }
  return out;
}

/** A new matrix with the given columns, in that order. */
export function takeColumns(X: Matrix, columns: ArrayLike<number>): Matrix {
  const out = createMatrix(X.nRows, columns.length);
  for (let k = 0; k < columns.length; k++) out.data.set(columnOf(X, columns[k]!), k * X.nRows);
  return out;
}

/** From an array of rows: for examples and tests. @throws {ShapeError} ragged rows. */
export function matrixFromRows(rows: readonly (readonly number[])[]): Matrix {
  const nCols = rows[0]?.length ?? 0;
  const out = createMatrix(rows.length, nCols);
  rows.forEach((row, i) => {
    if (row.length !== nCols) {
      throw new ShapeError({
        where: 'matrixFromRows',
        problem: `every row must have ${nCols} values, got ${row.length} in row ${i}`,
      });
    }
    row.forEach((value, j) => {
      out.data[j * rows.length + i] = value;
    });
  });
  return out;
}

/**
 * Columns of several matrices side by side; of one, that matrix itself. @param create makes the table to copy to; default in ordinary memory.
 * @throws {ShapeError} unequal row counts.
 */
export function concatColumns(parts: readonly Matrix[], create: CreateMatrix = createMatrix): Matrix {
  if (parts.length === 1) return parts[0]!;
  const nRows = parts[0]?.nRows ?? 0;
  const nCols = parts.reduce((sum, part) => sum + part.nCols, 0);
  const out = create(nRows, nCols);
  let at = 0;
  for (const part of parts) {
    if (part.nRows !== nRows) {
      throw new ShapeError({ where: 'concatColumns', problem: `all parts must have ${nRows} rows, got ${part.nRows}` });
    }
    out.data.set(part.data, at);
    at += part.data.length;
  }
  return out;
}
