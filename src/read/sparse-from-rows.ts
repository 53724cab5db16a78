import { DataError, FormatError, UnsupportedError } from '../base/errors.ts';
import type { SparseColumns } from '../table/sparse.ts';

/**
 * Turns entries that come row by row (cells × genes) into sparse columns by a counting sort: `count` all of them, then `place` them in the same
 * order. Rows rise from call to call; columns may come in any order. Cost O(entries + columns), memory 8 bytes an entry, once.
 */
export class ColumnsFromRows {
  readonly #nCols: number;
  readonly #where: string;
  readonly #next: Int32Array;
  readonly #starts: Int32Array;
  #rows = new Int32Array(0);
  #values = new Float32Array(0);
  #total = 0;

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
  }

  /**
   * Entries [from, to) of `columns` and `data`, all of one row.
   * @throws {FormatError} a column twice in one row. @throws {DataError} ±∞.
   */
  place(row: number, columns: ArrayLike<number>, data: ArrayLike<number>, from: number, to: number): void {
    const [next, rows, values] = [this.#next, this.#rows, this.#values];
    for (let k = from; k < to; k++) {
      const j = columns[k]!;
      const at = next[j]!++;
      values[at] = data[k]!;
      if (at > this.#starts[j]! && rows[at - 1] === row) {
        throw new FormatError({
          where: this.#where,
          problem: `one value for row ${row + 1} and column ${j + 1} expected, got two`,
          hint: 'add them up where the file is made',
        });
      }
      rows[at] = row;
    }
  }

  /** @throws {DataError} ±∞, or a number beyond what the table holds. */
  finish(): SparseColumns {
    refuseInfinite(this.#values, this.#where);
    return { starts: this.#starts, rows: this.#rows, values: this.#values, base: new Float32Array(this.#nCols) };
  }
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
