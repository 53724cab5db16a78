import { throwIfCancelled } from '../../base/errors.ts';
import type { SparseColumns } from '../../table/sparse.ts';
import { refuseInfinite } from '../sparse-from-rows.ts';
import { broken, unread } from './broken.ts';
import { runsOf } from './numbers.ts';
import type { MatrixOptions, SparseParts } from './sparse-by-rows.ts';

/** Compressed columns are our own form but for their order: rows are made to rise. @throws {FormatError} a row outside, or twice in a column. */
export async function sparseByColumns(
  { data, indices, starts }: SparseParts,
  nRows: number,
  where: string,
  { signal, progress }: MatrixOptions,
): Promise<SparseColumns> {
  if (indices.count >= 2 ** 31)
    throw unread(where, `fewer than 2^31 values are read, got ${indices.count}`, 'take part of the cells');
  let rows: Int32Array | undefined;
  let at = 0;
  for await (const run of runsOf(indices)) {
    if (signal) throwIfCancelled(signal, where);
    // The first run proves that the dataset is what its header says.
    rows ??= new Int32Array(indices.count);
    rows.set(run, at);
    at += run.length;
    progress?.(at / (2 * indices.count));
  }
  let values: Float32Array | undefined;
  at = 0;
  for await (const run of runsOf(data)) {
    if (signal) throwIfCancelled(signal, where);
    values ??= new Float32Array(data.count);
    values.set(run, at);
    at += run.length;
    progress?.(0.5 + at / (2 * data.count));
  }
  rows ??= new Int32Array(0);
  values ??= new Float32Array(0);
  const nCols = starts.length - 1;
  for (let j = 0; j < nCols; j++) sortColumn(rows, values, starts[j]!, starts[j + 1]!, nRows, where);
  refuseInfinite(values, where);
  return { starts: Int32Array.from(starts), rows, values, base: new Float32Array(nCols) };
}

function sortColumn(
  rows: Int32Array,
  values: Float32Array,
  from: number,
  to: number,
  nRows: number,
  where: string,
): void {
  let sorted = true;
  for (let k = from; k < to; k++) {
    const i = rows[k]!;
    if (i < 0 || i >= nRows) throw broken(where, `a row from 0 to ${nRows - 1} expected, got ${i}`);
    if (k > from && i <= rows[k - 1]!) sorted = false;
  }
  if (sorted) return;
  const order = Array.from({ length: to - from }, (_, k) => from + k).sort((a, b) => rows[a]! - rows[b]!);
  const [ownRows, ownValues] = [order.map((k) => rows[k]!), order.map((k) => values[k]!)];
  const twice = ownRows.find((row, k) => row === ownRows[k + 1]);
  if (twice !== undefined) throw broken(where, `one value for row ${twice} of a column expected, got two`);
  rows.set(ownRows, from);
  values.set(ownValues, from);
}
