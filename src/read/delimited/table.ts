import { NotFoundError } from '../../base/errors.ts';
import { nearest } from '../../base/nearest.ts';
import type { CellStore } from './cell-store.ts';
import type { Delimiter } from './dialect.ts';

/** What is known of one column of a delimited table. */
export interface TableColumn {
  readonly name: string;
  readonly type: 'number' | 'text';
  /** The distinct fields in order of appearance, when they were kept as written; a cell then holds the index of its word. */
  readonly words: readonly string[] | null;
  /** Fields that are missing words. */
  readonly missing: number;
}

/**
 * A delimited table as it was read, before anyone decides what is an id, a label, a feature.
 * Every cell is one number, float64 in tables narrower than 1000 columns and float32 in wider ones:
 * the value itself, or in a text column the index of its word. Missing is NaN.
 */
export class DelimitedTable {
  readonly name: string;
  readonly delimiter: Delimiter;
  readonly compressed: boolean;
  readonly nRows: number;
  readonly columns: readonly TableColumn[];
  readonly cells: CellStore;
  readonly #lines: readonly number[];

  constructor(parts: {
    name: string;
    delimiter: Delimiter;
    compressed: boolean;
    columns: readonly TableColumn[];
    cells: CellStore;
    lines: readonly number[];
  }) {
    this.name = parts.name;
    this.delimiter = parts.delimiter;
    this.compressed = parts.compressed;
    this.columns = parts.columns;
    this.cells = parts.cells;
    this.#lines = parts.lines;
    this.nRows = parts.lines.length;
  }

  /** The 1-based line of the file on which row i begins. */
  lineOf(i: number): number {
    return this.#lines[i]!;
  }

  /** The index of a column. @throws {NotFoundError} naming the nearest. */
  columnIndex(name: string): number {
    const j = this.columns.findIndex((column) => column.name === name);
    if (j >= 0) return j;
    const names = this.columns.map((column) => column.name);
    const near = nearest(name, names);
    const shown = names.slice(0, 12).join(', ') + (names.length > 12 ? `, … (${names.length} in all)` : '');
    throw new NotFoundError({
      where: this.name,
      problem: `no column '${name}'`,
      hint: near ? `did you mean '${near}'?` : `the columns are: ${shown}`,
    });
  }

  /** Column j as numbers, [nRows]; missing is NaN. For a text column these are indices of its words. */
  numbers(j: number): Float64Array {
    const out = new Float64Array(this.nRows);
    this.cells.columnMajor([j], this.nRows, out);
    const { type, words } = this.columns[j]!;
    if (type === 'text' || !words) return out;
    const values = Float64Array.from(words, Number);
    return out.map((code) => (Number.isNaN(code) ? code : values[code]!));
  }

  /** Column j as text, [nRows]; missing is null. Fields that were kept as written come back so, others in shortest form. */
  texts(j: number): (string | null)[] {
    return Array.from({ length: this.nRows }, (_, i) => this.textAt(i, j));
  }

  /** The cell in row i, column j as text; missing is null. */
  textAt(i: number, j: number): string | null {
    const value = this.cells.at(i, j);
    if (Number.isNaN(value)) return null;
    const { words } = this.columns[j]!;
    if (words) return words[value]!;
    return this.cells.chunks[0] instanceof Float32Array ? shortestFloat32(value) : String(value);
  }
}

/** The shortest decimal that reads back as the same float32: 0.1, not 0.10000000149011612. */
export function shortestFloat32(value: number): string {
  for (let digits = 6; digits < 9; digits++) {
    const short = Number(value.toPrecision(digits));
    if (Math.fround(short) === value) return String(short);
  }
  return String(value);
}
