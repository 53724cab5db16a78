import { randomKey } from '../../src/base/random.ts';
import { createMatrix, isSparse, type Matrix, type SparseMatrix, sparseMatrix } from '../../src/table/matrix.ts';
import { compress } from '../../src/table/sparse.ts';

/** A table of which about a share `density` of the values is not 0; whole numbers of 1/8 below 4, either sign where `signed`. */
export function sparseTable(n: number, p: number, density = 0.15, signed = false): Matrix {
  const draws = randomKey(21).at(n, p, Number(signed)).stream();
  const X = createMatrix(n, p);
  for (let at = 0; at < n * p; at++) {
    if (draws.uniform() < density) X.data[at] = (1 + draws.below(31)) / (signed && draws.uniform() < 0.5 ? -8 : 8);
  }
  return X;
}

/** The same values in sparse form, each column with its first value as base: what is kept is not what is not 0. */
export function withBases({ nRows, nCols, data }: Matrix): SparseMatrix {
  const firsts = Float32Array.from({ length: nCols }, (_, j) => data[j * nRows]!);
  const less = compress(
    data.map((value, at) => value - firsts[Math.floor(at / nRows)]!),
    nRows,
    nCols,
  );
  for (let j = 0; j < nCols; j++)
    for (let e = less.starts[j]!; e < less.starts[j + 1]!; e++) less.values[e] = data[j * nRows + less.rows[e]!]!;
  return sparseMatrix(nRows, { ...less, base: firsts });
}

/** The same values in sparse form, whatever their share. */
export function toSparse(X: Matrix): SparseMatrix {
  return isSparse(X) ? X : sparseMatrix(X.nRows, compress(X.data, X.nRows, X.nCols));
}

/** A sparse table whose dense form must not be asked for. */
export function sealed(X: Matrix): SparseMatrix {
  return Object.defineProperty({ ...toSparseParts(X) }, 'data', {
    get(): Float32Array {
      throw new Error('the dense form of a sparse table was read');
    },
  }) as SparseMatrix;
}

const toSparseParts = (X: Matrix) => ({ nRows: X.nRows, nCols: X.nCols, sparse: toSparse(X).sparse });
