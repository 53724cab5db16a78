import type { SparseColumns } from '../table/sparse.ts';

/** Values of a sparse column on either side of its base. */
export interface SidesOfBase {
  /** Values present, those that are not kept among them. */
  readonly count: number;
  readonly below: number;
  readonly above: number;
}

/** Cost O(entries of the column). */
export function sidesOfBase({ starts, values, base }: SparseColumns, j: number, nRows: number): SidesOfBase {
  let below = 0;
  let above = 0;
  let missing = 0;
  for (let e = starts[j]!; e < starts[j + 1]!; e++) {
    if (values[e]! < base[j]!) below++;
    else if (values[e]! > base[j]!) above++;
    else if (Number.isNaN(values[e]!)) missing++;
  }
  return { count: nRows - missing, below, above };
}

/** Whether both values in the middle are the base: then it is the median, and nothing need be sorted. */
export function isBaseMedian({ count, below, above }: SidesOfBase): boolean {
  return 2 * below < count && 2 * above < count;
}
