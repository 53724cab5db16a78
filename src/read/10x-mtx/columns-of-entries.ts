import type { SparseColumns } from '../../table/sparse.ts';
import { ColumnsFromRows } from '../sparse-from-rows.ts';

/**
 * Entries of features and cells as cells × features. Those of one cell mostly stand together; if not, they are brought together first.
 * Cost O(entries + features + cells).
 */
export function columnsOfEntries(
  features: Int32Array,
  cells: Int32Array,
  values: Float32Array,
  count: number,
  nFeatures: number,
  nCells: number,
  where: string,
): SparseColumns {
  let [ownFeatures, ownCells, ownValues] = [
    features.subarray(0, count),
    cells.subarray(0, count),
    values.subarray(0, count),
  ];
  let rising = true;
  for (let k = 1; k < count && rising; k++) rising = ownCells[k]! >= ownCells[k - 1]!;
  if (!rising) {
    const next = new Int32Array(nCells + 1);
    for (const cell of ownCells) next[cell + 1]!++;
    for (let i = 0; i < nCells; i++) next[i + 1]! += next[i]!;
    const [sortedFeatures, sortedCells, sortedValues] = [
      new Int32Array(count),
      new Int32Array(count),
      new Float32Array(count),
    ];
    for (let k = 0; k < count; k++) {
      const at = next[ownCells[k]!]!++;
      sortedFeatures[at] = ownFeatures[k]!;
      sortedCells[at] = ownCells[k]!;
      sortedValues[at] = ownValues[k]!;
    }
    [ownFeatures, ownCells, ownValues] = [sortedFeatures, sortedCells, sortedValues];
  }
  const columns = new ColumnsFromRows(nFeatures, where);
  columns.count(ownFeatures);
  columns.counted();
  for (let from = 0; from < count; ) {
    const cell = ownCells[from]!;
    let to = from + 1;
    while (to < count && ownCells[to] === cell) to++;
    columns.place(cell, ownFeatures.subarray(from, to), ownValues.subarray(from, to));
    from = to;
  }
  return columns.finish();
}
