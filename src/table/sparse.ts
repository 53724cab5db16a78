/**
 * Columns in which most rows share one value, the base: only the other rows are kept. A step that treats every value of a feature alike
 * (log2, standardize, min-max) changes entries and bases and keeps the table sparse, which a base of 0 alone would not allow.
 */
export interface SparseColumns {
  /** Where the entries of each column begin, [nCols + 1]; the last is their number. */
  readonly starts: Int32Array;
  /** Row of each entry, rising within a column. */
  readonly rows: Int32Array;
  /** Value of each entry; NaN is missing. */
  readonly values: Float32Array;
  /** Value of all other rows of a column, [nCols]: 0 as read or counted. Never missing. */
  readonly base: Float32Array;
}

/** A dense table with only the entries that are not 0 (missing ones are kept). @param data [nRows·nCols], column-major. Cost O(n·p). */
export function compress(data: Float32Array, nRows: number, nCols: number): SparseColumns {
  const starts = new Int32Array(nCols + 1);
  const count = countNonZero(data);
  const rows = new Int32Array(count);
  const values = new Float32Array(count);
  let k = 0;
  for (let j = 0; j < nCols; j++) {
    for (let i = 0, at = j * nRows; i < nRows; i++, at++) {
      const value = data[at]!;
      if (value === 0) continue;
      rows[k] = i;
      values[k] = value;
      k++;
    }
    starts[j + 1] = k;
  }
  return { starts, rows, values, base: new Float32Array(nCols) };
}

export function countNonZero(data: Float32Array): number {
  let count = 0;
  for (let at = 0; at < data.length; at++) if (data[at] !== 0) count++;
  return count;
}

/** The column that an entry belongs to. Cost O(log p). */
export function columnOfEntry(starts: Int32Array, entry: number): number {
  let low = 0;
  let high = starts.length - 1;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (starts[middle]! <= entry) low = middle;
    else high = middle;
  }
  return low;
}

/** Column j in full, as a new array. */
export function expandColumn(columns: SparseColumns, j: number, nRows: number): Float32Array {
  return fillColumn(new Float32Array(nRows), columns, j);
}

/** The table in full, [nRows·nCols] column-major. */
export function expand(columns: SparseColumns, nRows: number): Float32Array {
  const nCols = columns.base.length;
  const data = new Float32Array(nRows * nCols);
  for (let j = 0; j < nCols; j++) fillColumn(data.subarray(j * nRows, (j + 1) * nRows), columns, j);
  return data;
}

function fillColumn(out: Float32Array, { starts, rows, values, base }: SparseColumns, j: number): Float32Array {
  if (base[j] !== 0) out.fill(base[j]!);
  for (let k = starts[j]!; k < starts[j + 1]!; k++) out[rows[k]!] = values[k]!;
  return out;
}

/**
 * Some rows of some columns, in the orders given; a row may come twice. Absent: all of them. Always a copy.
 * @param nRows of the table. Cost O(nRows + rows + entries of the columns), sorting them where the rows do not rise.
 */
export function takeEntries(
  { starts, rows, values, base }: SparseColumns,
  nRows: number,
  wantedRows: ArrayLike<number> | null,
  wantedColumns: ArrayLike<number> | null,
): SparseColumns {
  const nCols = wantedColumns?.length ?? base.length;
  const columnAt = (c: number) => (wantedColumns ? wantedColumns[c]! : c);
  const { first, places, rising } = placesOf(wantedRows, nRows);
  const newStarts = new Int32Array(nCols + 1);
  for (let c = 0; c < nCols; c++) {
    const j = columnAt(c);
    let count = 0;
    for (let k = starts[j]!; k < starts[j + 1]!; k++) count += first[rows[k]! + 1]! - first[rows[k]!]!;
    newStarts[c + 1] = newStarts[c]! + count;
  }
  const newRows = new Int32Array(newStarts[nCols]!);
  const newValues = new Float32Array(newStarts[nCols]!);
  for (let c = 0, to = 0; c < nCols; c++) {
    const j = columnAt(c);
    for (let k = starts[j]!; k < starts[j + 1]!; k++) {
      const i = rows[k]!;
      for (let q = first[i]!; q < first[i + 1]!; q++, to++) {
        newRows[to] = places[q]!;
        newValues[to] = values[k]!;
      }
    }
    if (!rising) sortEntries(newRows, newValues, newStarts[c]!, to);
  }
  return {
    starts: newStarts,
    rows: newRows,
    values: newValues,
    base: Float32Array.from({ length: nCols }, (_, c) => base[columnAt(c)]!),
  };
}

/** Changes every value of each column alike, in place. */
export function mapColumns({ starts, values, base }: SparseColumns, change: (x: number, j: number) => number): void {
  for (let j = 0; j < base.length; j++) {
    base[j] = change(base[j]!, j);
    for (let k = starts[j]!; k < starts[j + 1]!; k++) values[k] = change(values[k]!, j);
  }
}

/** Where each row goes: to places[first[i] … first[i + 1]]. */
function placesOf(wanted: ArrayLike<number> | null, nRows: number) {
  const first = new Int32Array(nRows + 1);
  const count = wanted?.length ?? nRows;
  const rowAt = (m: number) => (wanted ? wanted[m]! : m);
  let rising = true;
  for (let m = 0; m < count; m++) {
    first[rowAt(m) + 1]!++;
    if (m > 0 && rowAt(m) < rowAt(m - 1)) rising = false;
  }
  for (let i = 0; i < nRows; i++) first[i + 1]! += first[i]!;
  const next = first.slice(0, nRows);
  const places = new Int32Array(count);
  for (let m = 0; m < count; m++) places[next[rowAt(m)]!++] = m;
  return { first, places, rising };
}

function sortEntries(rows: Int32Array, values: Float32Array, from: number, to: number): void {
  const order = Array.from({ length: to - from }, (_, k) => from + k).sort((a, b) => rows[a]! - rows[b]!);
  rows.set(
    order.map((k) => rows[k]!),
    from,
  );
  values.set(
    order.map((k) => values[k]!),
    from,
  );
}

/** Rows as columns, of the entries less the base of their column: every other value is 0. Cost O(nRows + entries). */
export function transposeEntries({ starts, rows, values, base }: SparseColumns, nRows: number): SparseColumns {
  const begins = new Int32Array(nRows + 1);
  for (const i of rows) begins[i + 1]!++;
  for (let i = 0; i < nRows; i++) begins[i + 1]! += begins[i]!;
  const next = begins.slice();
  const columns = new Int32Array(rows.length);
  const less = new Float32Array(rows.length);
  for (let j = 0; j < base.length; j++) {
    for (let e = starts[j]!; e < starts[j + 1]!; e++) {
      const to = next[rows[e]!]!++;
      columns[to] = j;
      less[to] = values[e]! - base[j]!;
    }
  }
  return { starts: begins, rows: columns, values: less, base: new Float32Array(nRows) };
}

/** Columns of several tables of the same rows side by side (copied). */
export function joinColumns(parts: readonly SparseColumns[]): SparseColumns {
  const nCols = parts.reduce((sum, part) => sum + part.base.length, 0);
  const count = parts.reduce((sum, part) => sum + part.values.length, 0);
  const out = {
    starts: new Int32Array(nCols + 1),
    rows: new Int32Array(count),
    values: new Float32Array(count),
    base: new Float32Array(nCols),
  };
  let j = 0;
  let at = 0;
  for (const { starts, rows, values, base } of parts) {
    out.starts.set(
      starts.subarray(1).map((start) => at + start),
      j + 1,
    );
    out.rows.set(rows, at);
    out.values.set(values, at);
    out.base.set(base, j);
    j += base.length;
    at += values.length;
  }
  return out;
}
