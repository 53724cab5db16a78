import { DataError, FormatError, UnsupportedError } from '../base/errors.ts';
import type { SparseColumns } from '../table/sparse.ts';

/** Entries that are sorted at once: what they are sorted into stays in the processor's cache, and columns are written in runs. */
const BLOCK = 1 << 19;

type Numbers =
  | Int32Array
  | Float64Array
  | Float32Array
  | Int8Array
  | Uint8Array
  | Int16Array
  | Uint16Array
  | Uint32Array;

/**
 * Turns entries that come row by row (cells × genes) into sparse columns by a counting sort: `count` all of them, then `place` them in the same
 * order. Rows rise from call to call; columns may come in any order. Cost O(entries + columns), memory 8 bytes an entry, once, and 10 MiB.
 */
export class ColumnsFromRows {
  readonly #nCols: number;
  readonly #where: string;
  /** Counts until `counted`, then where columns begin. */
  readonly #starts: Int32Array;
  readonly #next: Int32Array;
  #rows = new Int32Array(0);
  #values = new Float32Array(0);
  #total = 0;
  #block = blockOf(0, 0);
  #used = 0;

  /** @param nCols checked by the caller: so much is allocated. */
  constructor(nCols: number, where: string) {
    this.#nCols = nCols;
    this.#where = where;
    this.#starts = new Int32Array(nCols + 1);
    this.#next = new Int32Array(nCols);
  }

  /** @throws {FormatError} a column that the table does not have. @throws {UnsupportedError} 2³¹ entries and more. */
  count(columns: ArrayLike<number>): void {
    const [counts, nCols] = [this.#starts, this.#nCols];
    for (let k = 0; k < columns.length; k++) {
      const j = columns[k]!;
      // Not `j < 0 ||`: what is no whole number fails as well.
      if (!(j >= 0 && j < nCols)) throw outside(this.#where, j, nCols);
      counts[j + 1]!++;
    }
    this.#total += columns.length;
    if (this.#total < 2 ** 31) return;
    const problem = `fewer than 2^31 values that are not 0 are read, got ${this.#total} and more`;
    throw new UnsupportedError({ where: this.#where, problem, hint: 'take part of the cells or of the genes' });
  }

  /** All were counted: where each column begins. */
  counted(): void {
    for (let j = 0; j < this.#nCols; j++) {
      this.#next[j] = this.#starts[j]!;
      this.#starts[j + 1]! += this.#starts[j]!;
    }
    this.#rows = new Int32Array(this.#total);
    this.#values = new Float32Array(this.#total);
    this.#block = blockOf(Math.min(BLOCK, this.#total), this.#nCols);
  }

  /** Entries of one row. @throws {FormatError} a column twice in one row. */
  place(row: number, columns: Numbers, data: Numbers): void {
    const block = this.#block;
    const most = block.rows.length;
    for (let from = 0; from < columns.length; ) {
      const take = Math.min(columns.length - from, most - this.#used);
      block.columns.set(columns.subarray(from, from + take), this.#used);
      block.data.set(data.subarray(from, from + take), this.#used);
      block.rows.fill(row, this.#used, this.#used + take);
      this.#used += take;
      from += take;
      if (this.#used === most) this.#flush();
    }
  }

  /** @throws {FormatError} as `place`. @throws {DataError} ±∞, or a number beyond what the table holds. */
  finish(): SparseColumns {
    this.#flush();
    this.#block = blockOf(0, 0);
    refuseInfinite(this.#values, this.#where);
    return { starts: this.#starts, rows: this.#rows, values: this.#values, base: new Float32Array(this.#nCols) };
  }

  /** Sorts the entries of the block by column, then puts each run behind what its column has. */
  #flush(): void {
    const { columns, rows: fromRows, data, ends, sortedRows, sortedValues } = this.#block;
    const [next, starts, rows, values, nCols, used] = [
      ...([this.#next, this.#starts, this.#rows, this.#values, this.#nCols, this.#used] as const),
    ];
    ends.fill(0);
    for (let k = 0; k < used; k++) ends[columns[k]! + 1]!++;
    for (let j = 0; j < nCols; j++) ends[j + 1]! += ends[j]!;
    for (let k = 0; k < used; k++) {
      const at = ends[columns[k]!]!++;
      sortedRows[at] = fromRows[k]!;
      sortedValues[at] = data[k]!;
    }
    for (let j = 0, k = 0; j < nCols; j++) {
      const end = ends[j]!;
      let to = next[j]!;
      let before = to > starts[j]! ? rows[to - 1]! : -1;
      for (; k < end; k++, to++) {
        const row = sortedRows[k]!;
        if (row === before) throw twice(this.#where, row, j);
        rows[to] = row;
        values[to] = sortedValues[k]!;
        before = row;
      }
      next[j] = to;
    }
    this.#used = 0;
  }
}

function blockOf(entries: number, nCols: number) {
  return {
    columns: new Int32Array(entries),
    rows: new Int32Array(entries),
    data: new Float32Array(entries),
    sortedRows: new Int32Array(entries),
    sortedValues: new Float32Array(entries),
    ends: new Int32Array(nCols + 1),
  };
}

function twice(where: string, row: number, j: number): FormatError {
  return new FormatError({
    where,
    problem: `one value for row ${row + 1} and column ${j + 1} expected, got two`,
    hint: 'add them up where the file is made',
  });
}

function outside(where: string, j: number, nCols: number): FormatError {
  return new FormatError({ where, problem: `a column from 0 to ${nCols - 1} expected, got ${j}` });
}

/** @throws {DataError} a value of ±∞, as which float32 also holds those beyond 3.4e38. */
export function refuseInfinite(values: Float32Array, where: string): void {
  for (let k = 0; k < values.length; k++) {
    if (Math.abs(values[k]!) !== Number.POSITIVE_INFINITY) continue;
    throw new DataError({
      where,
      problem: 'values below 3.4e38 in size expected, got a larger or infinite one',
      hint: 'replace it, or mark it as missing',
    });
  }
}
