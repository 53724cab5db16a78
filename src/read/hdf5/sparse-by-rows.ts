import { throwIfCancelled } from '../../base/errors.ts';
import type { SparseColumns } from '../../table/sparse.ts';
import { ColumnsFromRows } from '../sparse-from-rows.ts';
import { broken } from './broken.ts';
import type { Dataset } from './dataset.ts';
import { allNumbers, inStep, runsOf } from './numbers.ts';
import type { NumberArray } from './values.ts';

export interface MatrixOptions {
  readonly signal?: AbortSignal | undefined;
  readonly progress?: ((done: number) => void) | undefined;
}

/** Where rows or columns begin: rising from 0 to the number of entries. @throws {FormatError} */
export async function startsOf(
  indptr: Dataset,
  length: number,
  { count: entries, where }: Dataset,
  data: Dataset,
): Promise<NumberArray> {
  if (data.count !== entries) throw broken(where, `${data.count} indices expected, as many as values, got ${entries}`);
  if (indptr.count !== length + 1) throw broken(indptr.where, `${length + 1} starts expected, got ${indptr.count}`);
  const starts = await allNumbers(indptr);
  let before = 0;
  for (const start of starts) {
    if (!(start >= before && start <= entries)) throw broken(indptr.where, `rising starts expected, got ${start}`);
    before = start;
  }
  if (starts[0] !== 0 || before !== entries)
    throw broken(indptr.where, `starts from 0 to ${entries} expected, got ${starts[0]} to ${before}`);
  return starts;
}

export interface SparseParts {
  readonly data: Dataset;
  readonly indices: Dataset;
  /** Where each row (of csr) or column (of csc) begins. */
  readonly starts: ArrayLike<number>;
}

/** Compressed rows as sparse columns, without a full table. Two passes over the indices. @param nCols what the caller knows: so much is allocated. */
export async function sparseByRows(
  { data, indices, starts }: SparseParts,
  nCols: number,
  where: string,
  options: MatrixOptions,
): Promise<SparseColumns> {
  const { signal, progress } = options;
  const columns = new ColumnsFromRows(nCols, where);
  for await (const run of runsOf(indices)) {
    if (signal) throwIfCancelled(signal, where);
    columns.count(run);
  }
  columns.counted();
  let row = 0;
  let at = 0;
  for await (const [own, values] of inStep(runsOf(indices), runsOf(data))) {
    if (signal) throwIfCancelled(signal, where);
    for (let from = 0; from < own.length; ) {
      while (starts[row + 1]! <= at) row++;
      const to = Math.min(own.length, from + starts[row + 1]! - at);
      columns.place(row, own.subarray(from, to), values.subarray(from, to));
      at += to - from;
      from = to;
    }
    progress?.(at / indices.count);
  }
  return columns.finish();
}
