import { throwIfCancelled } from '../../base/errors.ts';
import { createMatrix, type Matrix, sparseMatrix } from '../../table/matrix.ts';
import { broken, unread } from '../hdf5/broken.ts';
import type { Dataset } from '../hdf5/dataset.ts';
import { typeName } from '../hdf5/datatype.ts';
import { filterName } from '../hdf5/filters.ts';
import type { Hdf5Object } from '../hdf5/hdf5-file.ts';
import { sparseByColumns } from '../hdf5/sparse-by-columns.ts';
import { type MatrixOptions, sparseByRows, startsOf } from '../hdf5/sparse-by-rows.ts';
import { numbersOf } from '../hdf5/values.ts';
import { refuseInfinite } from '../sparse-from-rows.ts';

export interface ReadMatrix {
  readonly matrix: Matrix;
  /** `csr_matrix of float32`. */
  readonly encoding: string;
  readonly compression: string;
}

/**
 * A matrix of anndata: a dataset, or a group of compressed rows or columns, in the form of any version.
 * @param nRows, nCols what obs and var say: nothing larger is allocated. @throws {FormatError} another shape. @throws {DataError} ±∞.
 * Cost O(values); of compressed rows two passes over the indices. Memory that of the result and a few MiB.
 */
export async function readMatrix(
  object: Hdf5Object,
  nRows: number,
  nCols: number,
  options: MatrixOptions,
): Promise<ReadMatrix> {
  if (object.isDataset) return readDense(object.dataset(), nRows, nCols, options);
  const encoding = (await object.text('encoding-type')) ?? (await object.text('h5sparse_format')) ?? '';
  const form = encoding.replace(/_matrix$/, '');
  if (form !== 'csr' && form !== 'csc')
    throw unread(object.where, `a matrix, csr_matrix or csc_matrix is read, got '${encoding}'`, 'choose another part');
  const shape = (await object.numbers('shape')) ?? (await object.numbers('h5sparse_shape')) ?? [];
  checkShape(object.where, shape, nRows, nCols);
  const [data, indices, indptr] = await Promise.all(
    ['data', 'indices', 'indptr'].map(async (name) => (await object.need(name)).dataset()),
  );
  const starts = await startsOf(indptr!, form === 'csr' ? nRows : nCols, indices!, data!);
  const parts = { data: data!, indices: indices!, starts };
  const sparse =
    form === 'csr'
      ? await sparseByRows(parts, nCols, object.where, options)
      : await sparseByColumns(parts, nRows, object.where, options);
  return {
    matrix: sparseMatrix(nRows, sparse),
    encoding: `${form}_matrix of ${typeName(data!.type)}`,
    compression: filterName(data!.filters),
  };
}

function checkShape(where: string, shape: readonly number[], nRows: number, nCols: number): void {
  if (shape.length === 2 && shape[0] === nRows && shape[1] === nCols) return;
  throw broken(
    where,
    `${nRows} × ${nCols} values expected, as many as obs and var say, got ${shape.join(' × ') || 'no shape'}`,
  );
}

async function readDense(dataset: Dataset, nRows: number, nCols: number, options: MatrixOptions): Promise<ReadMatrix> {
  const { shape, type, where } = dataset;
  const flat = shape.length === 1 && (nCols === 1 || nRows === 1);
  checkShape(where, flat ? [nRows, nCols].map((_, d) => (d === 0 ? nRows : shape[0]! / nRows)) : shape, nRows, nCols);
  let out: Float32Array | undefined;
  let done = 0;
  for await (const piece of dataset.pieces()) {
    if (options.signal) throwIfCancelled(options.signal, where);
    // The first piece proves that the dataset is what its header says.
    out ??= createMatrix(nRows, nCols).data;
    const values = numbersOf(type, piece.bytes, where);
    const [rows, columns] = flat
      ? [nCols === 1 ? piece.shape[0]! : 1, nCols === 1 ? 1 : piece.shape[0]!]
      : (piece.shape as [number, number]);
    const [row0, column0] = flat
      ? nCols === 1
        ? [piece.offset[0]!, 0]
        : [0, piece.offset[0]!]
      : (piece.offset as [number, number]);
    const step = flat ? 1 : piece.strides[0]!;
    for (let c = 0; c < columns; c++) {
      const to = (column0 + c) * nRows + row0;
      for (let r = 0; r < rows; r++) out[to + r] = values[r * step + c]!;
    }
    done += rows * columns;
    options.progress?.(done / dataset.count);
  }
  out ??= new Float32Array(0);
  refuseInfinite(out, where);
  return {
    matrix: { nRows, nCols, data: out },
    encoding: `array of ${typeName(type)}`,
    compression: filterName(dataset.filters),
  };
}
