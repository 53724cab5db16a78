import { ShapeError } from '../base/errors.ts';
import { countCodes, joinCodes, type PackedGenotypes, strideOf, takeCodes, unpack, unpackColumn } from './packed.ts';
import {
  compress,
  countNonZero,
  expand,
  expandColumn,
  joinColumns,
  type SparseColumns,
  takeEntries,
} from './sparse.ts';

/**
 * A table of numbers, [nRows, nCols] float32, column-major: feature j is the contiguous run data[j·nRows … (j+1)·nRows).
 * Missing is NaN; ±∞ never enters (readers refuse it). float32 holds an expression value to seven digits at half the memory.
 */
export interface Matrix {
  readonly nRows: number;
  readonly nCols: number;
  /** Of a sparse or a packed table: made when first read, and kept from then on. Read, never written there. */
  readonly data: Float32Array;
  /** The same values where most are alike. Whoever knows this form reads it and leaves `data` alone; whoever does not loses memory, no more. */
  readonly sparse?: SparseColumns;
  /** The same values of genotypes at 2 bits; never beside `sparse`. The same holds of who knows it and who does not. */
  readonly packed?: PackedGenotypes;
}

/** A table that is known to be sparse. */
export type SparseMatrix = Matrix & { readonly sparse: SparseColumns };

/** A table with a smaller share of values that are not 0 is kept sparse. */
export const SPARSE_BELOW = 0.1;

/** A table in its sparse form. */
export function sparseMatrix(nRows: number, sparse: SparseColumns): SparseMatrix {
  return {
    nRows,
    nCols: sparse.base.length,
    sparse,
    get data() {
      const data = expand(sparse, nRows);
      Object.defineProperty(this, 'data', { value: data, enumerable: true });
      return data;
    },
  };
}

/** A table that is known to hold genotypes at 2 bits. */
export type GenotypeMatrix = Matrix & { readonly packed: PackedGenotypes };

/** A table of genotypes at 2 bits. @throws {ShapeError} codes of another number. */
export function genotypeMatrix(nRows: number, packed: PackedGenotypes): GenotypeMatrix {
  if (packed.codes.length < packed.nCols * strideOf(nRows)) {
    throw new ShapeError({
      where: 'genotypeMatrix',
      problem: `${packed.nCols} variants of ${nRows} samples must have ${packed.nCols * strideOf(nRows)} bytes, got ${packed.codes.length}`,
    });
  }
  return {
    nRows,
    nCols: packed.nCols,
    packed,
    get data() {
      const data = unpack(packed, nRows);
      Object.defineProperty(this, 'data', { value: data, enumerable: true });
      return data;
    },
  };
}

export function isPacked(X: Matrix): X is GenotypeMatrix {
  return X.packed !== undefined;
}

/** The table in its sparse form, where fewer than `below` of its values are not 0 (missing ones among these); else as it is. Cost O(n·p). */
export function sparsified(X: Matrix, below = SPARSE_BELOW): Matrix {
  if (X.sparse || X.packed) return X;
  const { nRows, nCols, data } = X;
  if (!(countNonZero(data) < below * data.length)) return X;
  return sparseMatrix(nRows, compress(data, nRows, nCols));
}

/** A dense table with the same values, the caller's own where X is sparse or packed; a dense one as it is. @param create makes it; default in ordinary memory. */
export function densified(X: Matrix, create: CreateMatrix = createMatrix): Matrix {
  return X.sparse || X.packed ? denseCopy(X, create) : X;
}

/** A dense table with the same values, the caller's own. @param create as of `densified`. */
export function denseCopy(X: Matrix, create: CreateMatrix = createMatrix): Matrix {
  const out = create(X.nRows, X.nCols);
  if (!X.sparse && !X.packed) out.data.set(X.data);
  else for (let j = 0; j < X.nCols; j++) columnOf(out, j).set(columnOf(X, j));
  return out;
}

/** Whether a value is missing. Cost O(n·p) at most; of a sparse table O(its entries). */
export function hasMissing(X: Matrix): boolean {
  const { nRows, nCols, sparse, packed } = X;
  if (!packed) return (sparse?.values ?? X.data).some(Number.isNaN);
  for (let j = 0; j < nCols; j++) if (countCodes(packed.codes, j * strideOf(nRows), nRows)[3] > 0) return true;
  return false;
}

export function isSparse(X: Matrix): X is SparseMatrix {
  return X.sparse !== undefined;
}

/** Share of the values that are kept: 1 of a dense table and of genotypes at 2 bits. */
export function density({ nRows, nCols, sparse }: Matrix): number {
  return sparse ? sparse.values.length / Math.max(1, nRows * nCols) : 1;
}

/** A zero matrix. */
export function createMatrix(nRows: number, nCols: number): Matrix {
  return { nRows, nCols, data: new Float32Array(nRows * nCols) };
}

/** Makes a table of which every value is still to be written: `createMatrix`, or one in memory of another kind. */
export type CreateMatrix = (nRows: number, nCols: number) => Matrix;

/** Column j as a view: writing to it writes to the matrix. Of a sparse or packed table a new array, to read. */
export function columnOf(X: Matrix, j: number): Float32Array {
  if (X.packed) return unpackColumn(X.packed, j, X.nRows);
  return X.sparse ? expandColumn(X.sparse, j, X.nRows) : X.data.subarray(j * X.nRows, (j + 1) * X.nRows);
}

/** All columns as views. */
export function columnsOf(X: Matrix): Float32Array[] {
  return Array.from({ length: X.nCols }, (_, j) => columnOf(X, j));
}

/** A new matrix with the given rows, in that order. Cost O(rows · nCols), of a sparse table O(its entries). */
export function takeRows(X: Matrix, rows: ArrayLike<number>): Matrix {
  if (X.sparse) return sparseMatrix(rows.length, takeEntries(X.sparse, X.nRows, rows, null));
  if (X.packed) return genotypeMatrix(rows.length, takeCodes(X.packed, X.nRows, rows, null));
  const out = createMatrix(rows.length, X.nCols);
  for (let j = 0; j < X.nCols; j++) copyRows(X, j, rows, out, j);
  return out;
}

/** A new matrix with the given columns, in that order. */
export function takeColumns(X: Matrix, columns: ArrayLike<number>): Matrix {
  if (X.sparse) return sparseMatrix(X.nRows, takeEntries(X.sparse, X.nRows, null, columns));
  if (X.packed) return genotypeMatrix(X.nRows, takeCodes(X.packed, X.nRows, null, columns));
  const out = createMatrix(X.nRows, columns.length);
  for (let k = 0; k < columns.length; k++) out.data.set(columnOf(X, columns[k]!), k * X.nRows);
  return out;
}

/**
 * Some rows of some columns, in the orders given, as a new matrix. @param create makes it, unless X is sparse; default in ordinary memory,
 * where a packed table stays packed.
 * Cost O(rows · columns), whatever the size of the table.
 */
export function takePart(
  X: Matrix,
  rows: ArrayLike<number>,
  columns: ArrayLike<number>,
  create: CreateMatrix = createMatrix,
): Matrix {
  if (X.sparse) return sparseMatrix(rows.length, takeEntries(X.sparse, X.nRows, rows, columns));
  if (X.packed && create === createMatrix) {
    return genotypeMatrix(rows.length, takeCodes(X.packed, X.nRows, rows, columns));
  }
  const out = create(rows.length, columns.length);
  for (let k = 0; k < columns.length; k++) copyRows(X, columns[k]!, rows, out, k);
  return out;
}

function copyRows(X: Matrix, j: number, rows: ArrayLike<number>, out: Matrix, to: number): void {
  const from = columnOf(X, j);
  const into = columnOf(out, to);
  for (let i = 0; i < into.length; i++) into[i] = from[rows[i]!]!;
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
 * Columns of several matrices side by side; sparse where one of them is and the whole, dense parts counted in full, has few enough values
 * to keep, packed where all are; of one, that matrix itself. @param create makes the table to copy to; default in ordinary memory.
 * @throws {ShapeError} unequal row counts.
 */
export function concatColumns(parts: readonly Matrix[], create: CreateMatrix = createMatrix): Matrix {
  if (parts.length === 1) return parts[0]!;
  const nRows = parts[0]?.nRows ?? 0;
  const nCols = parts.reduce((sum, part) => sum + part.nCols, 0);
  for (const part of parts) {
    if (part.nRows === nRows) continue;
    throw new ShapeError({ where: 'concatColumns', problem: `all parts must have ${nRows} rows, got ${part.nRows}` });
  }
  if (parts.length > 0 && parts.every(isPacked)) {
    const packed = joinCodes(
      parts.map((part) => part.packed),
      nRows,
    );
    return genotypeMatrix(nRows, packed);
  }
  const kept = parts.reduce((sum, part) => sum + density(part) * nRows * part.nCols, 0);
  if (parts.some((part) => part.sparse) && kept < SPARSE_BELOW * nRows * nCols) {
    return sparseMatrix(
      nRows,
      joinColumns(parts.map((part) => part.sparse ?? compress(densified(part).data, nRows, part.nCols))),
    );
  }
  const out = create(nRows, nCols);
  let at = 0;
  for (const part of parts) {
    out.data.set(densified(part).data, at);
    at += nRows * part.nCols;
  }
  return out;
}
