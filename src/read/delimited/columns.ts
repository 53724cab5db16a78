import { DataError } from '../../base/errors.ts';
import { isMissing } from './missing-words.ts';
import { parseNumber } from './parse-number.ts';
import type { TableColumn } from './table.ts';
import { WordTable } from './word-table.ts';

/** What a column has turned out to be so far. */
export const UNKNOWN = 0;
export const NUMBER = 1;
/** Kept as written: a cell is the index of its word. */
export const WORDS = 2;

/** Fields of this table are float32 from this many columns on. */
export const WIDE_COLUMNS = 1000;
/** The largest finite float32; what rounds beyond it would become infinite. */
const MAX_FLOAT32 = 3.4028235677973362e38;
const INFINITE = /^[+-]?inf(inity)?$/i;

export interface ColumnOptions {
  /** Columns that are text whatever they look like. Names that the table lacks are ignored. */
  readonly text?: readonly string[];
  /** Columns to keep as written and yet take for numbers when all fields are: ages, times, in a wide table. */
  readonly exact?: readonly string[];
}

/** The columns while the table is being read: their types, their words, their missing fields. */
export class Columns {
  readonly names: readonly string[];
  /** UNKNOWN, NUMBER or WORDS, [nCols]. */
  readonly types: Uint8Array;
  readonly wide: boolean;
  readonly #file: string;
  readonly #text: ReadonlySet<string>;
  readonly #missing: Uint32Array;
  readonly #words: (WordTable | undefined)[];

  /** @throws {DataError} two columns of one name; a column other than the first without a name. */
  constructor(names: readonly string[], options: ColumnOptions, file: string, headerLine: number) {
    checkNames(names, `${file}:${headerLine}`);
    this.names = names;
    this.wide = names.length >= WIDE_COLUMNS;
    this.types = new Uint8Array(names.length);
    this.#file = file;
    this.#text = new Set(options.text);
    this.#missing = new Uint32Array(names.length);
    this.#words = new Array(names.length);
    const exact = new Set([...(options.text ?? []), ...(options.exact ?? [])]);
    names.forEach((name, j) => {
      // The first column is nearly always the id: numeric ids must not lose digits or leading zeros.
      if (j === 0 || exact.has(name)) this.#keepWords(j);
    });
  }

  /** The number to store for the field bytes[from … to) of column j. @throws {DataError} text or infinity among numbers. */
  cell(bytes: Uint8Array, from: number, to: number, j: number, line: number): number {
    if (this.types[j] === WORDS) return this.#word(bytes, from, to, j);
    const value = parseNumber(bytes, from, to);
    if (!Number.isNaN(value)) {
      if (Math.abs(value) >= (this.wide ? MAX_FLOAT32 : Number.POSITIVE_INFINITY)) {
        throw this.#refuse(bytes, from, to, j, line, `a number within ${this.wide ? 'float32' : 'float64'} range`);
      }
      this.types[j] = NUMBER;
      return value;
    }
    if (isMissing(bytes, from, to)) {
      this.#missing[j]!++;
      return Number.NaN;
    }
    if (INFINITE.test(decode(bytes, from, to))) throw this.#refuse(bytes, from, to, j, line, 'a finite number');
    if (this.types[j] === NUMBER) throw this.#refuse(bytes, from, to, j, line, 'a number');
    this.#keepWords(j);
    return this.#word(bytes, from, to, j);
  }

  finish(): TableColumn[] {
    return this.names.map((name, j) => {
      const words = this.#words[j]?.words() ?? null;
      const text = words !== null && (this.#text.has(name) || !words.every(isNumber));
      return { name, type: text ? 'text' : 'number', words, missing: this.#missing[j]! };
    });
  }

  #keepWords(j: number): void {
    this.types[j] = WORDS;
    this.#words[j] = new WordTable();
  }

  #word(bytes: Uint8Array, from: number, to: number, j: number): number {
    const words = this.#words[j]!;
    const known = words.find(bytes, from, to);
    if (known >= 0) return known;
    if (isMissing(bytes, from, to)) {
      this.#missing[j]!++;
      return Number.NaN;
    }
    return words.add(bytes, from, to);
  }

  #refuse(bytes: Uint8Array, from: number, to: number, j: number, line: number, rule: string): DataError {
    const got = decode(bytes, from, Math.min(to, from + 60));
    return new DataError({
      where: `${this.#file}:${line}:${j + 1}`,
      problem: `${rule} expected in column '${this.names[j]}', got '${got}'`,
      hint: 'correct it, leave it empty or write NA when it is missing, or read the column as text',
    });
  }
}

function decode(bytes: Uint8Array, from: number, to: number): string {
  return new TextDecoder().decode(bytes.subarray(from, to));
}

function isNumber(word: string): boolean {
  const bytes = new TextEncoder().encode(word);
  return Number.isFinite(parseNumber(bytes, 0, bytes.length));
}

function checkNames(names: readonly string[], where: string): void {
  const seen = new Map<string, number>();
  names.forEach((name, j) => {
    const before = seen.get(name);
    if (before !== undefined) {
      throw new DataError({
        where: `${where}:${j + 1}`,
        problem: `column names must differ, got '${name}' as columns ${before + 1} and ${j + 1}`,
        hint: 'rename or remove one of them',
      });
    }
    if (name === '' && j > 0) {
      throw new DataError({
        where: `${where}:${j + 1}`,
        problem: `only the first column may be without a name, got an empty name for column ${j + 1} of ${names.length}`,
        hint: j === names.length - 1 ? 'is there a delimiter at the end of the header line?' : 'name the column',
      });
    }
    seen.set(name, j);
  });
}
