import { FormatError } from '../../base/errors.ts';
import type { Warning } from '../../base/warning.ts';
import { feedParser } from '../feed-parser.ts';
import type { ByteSource } from '../source.ts';
import type { ColumnOptions } from './columns.ts';
import type { DelimitedTable } from './table.ts';
import { type TableLayout, TableParser } from './table-parser.ts';

export interface ReadTableOptions extends ColumnOptions {
  readonly signal?: AbortSignal;
  /** Called with the share of the file read, when the source knows its size. */
  readonly progress?: (done: number, label: string) => void;
  readonly warn?: (warning: Warning) => void;
}

/**
 * Reads a delimited table: .tsv, .csv, .txt, plain or gzip, of any size and width.
 * The delimiter (tab, comma, semicolon) comes from the header line; quoting as in RFC 4180; UTF-8 with or without a byte order mark.
 * A column is text when its first field that is not missing is no number, else numeric. The first column, and those named in
 * `text` and `exact`, are kept as written, so they may mix. A header one field shorter than the rows (R) gets an unnamed first column.
 * Places in errors are `file:line:column` with the number of the field as column, 1-based.
 *
 * @throws {FormatError} empty file, ragged row, unclosed quote, UTF-16 or binary data, broken gzip.
 * @throws {DataError} no rows, two columns of one name, text or infinity in a numeric column.
 * @throws {CancelledError}
 * Cost: one pass; peak memory the table itself (4 bytes a cell from 1000 columns on, else 8) and 2 MiB.
 * Checked against pandas 1.5 (`read_csv`): shapes, sums and missing counts of the tables of the TCGA, CCLE and small expression sets.
 */
export async function readTable(source: ByteSource, options: ReadTableOptions = {}): Promise<DelimitedTable> {
  return readRows(source, options, new TableParser(source.name, options));
}

/** What the lines above a table come to: more of them are awaited, or the table begins with this header and goes on with the next line. */
export type Above = 'more' | { readonly header: string; readonly layout: TableLayout };

/**
 * Reads a table that stands below other lines. @param above takes these one after another, without their ends, with their 1-based numbers.
 * @throws as `readTable`; {FormatError} the file ends above the table; what `above` throws.
 */
export async function readTableBelow(
  source: ByteSource,
  options: ReadTableOptions,
  above: (line: string, number: number) => Above,
): Promise<DelimitedTable> {
  return readRows(source, options, new LowerTable(source.name, options, above));
}

interface Rows {
  push(chunk: Uint8Array): void;
  finish(compressed: boolean): DelimitedTable;
}

async function readRows(source: ByteSource, options: ReadTableOptions, parser: Rows): Promise<DelimitedTable> {
  const { compressed } = await feedParser(source, () => parser, options);
  const table = parser.finish(compressed);
  options.progress?.(1, `reading ${source.name}`);
  return table;
}

/** Of a line above a table; longer ones are no text. */
const LONGEST_ABOVE = 1 << 26;

/** Takes lines until they say that the table begins, then hands bytes on. */
class LowerTable implements Rows {
  readonly #name: string;
  readonly #options: ReadTableOptions;
  readonly #above: (line: string, number: number) => Above;
  #pieces: Uint8Array[] = [];
  #length = 0;
  #number = 0;
  #table: TableParser | undefined;

  constructor(name: string, options: ReadTableOptions, above: (line: string, number: number) => Above) {
    this.#name = name;
    this.#options = options;
    this.#above = above;
  }

  push(chunk: Uint8Array): void {
    let from = 0;
    while (!this.#table) {
      const end = chunk.indexOf(10, from);
      const piece = chunk.slice(from, end < 0 ? chunk.length : end);
      this.#pieces.push(piece);
      this.#length += piece.length;
      if (this.#length > LONGEST_ABOVE) this.#refuse('a line of more than 64 MiB');
      if (end < 0) return;
      this.#line();
      from = end + 1;
    }
    this.#table.push(chunk.subarray(from));
  }

  finish(compressed: boolean): DelimitedTable {
    if (!this.#table && this.#length > 0) this.#line();
    if (!this.#table) this.#refuse(this.#number === 0 ? 'an empty file' : `${this.#number} lines and no table below`);
    return this.#table!.finish(compressed);
  }

  #line(): void {
    const bytes = new Uint8Array(this.#length);
    let at = 0;
    for (const piece of this.#pieces) {
      bytes.set(piece, at);
      at += piece.length;
    }
    this.#pieces = [];
    this.#length = 0;
    const found = this.#above(new TextDecoder().decode(bytes).replace(/\r$/, ''), ++this.#number);
    if (found === 'more') return;
    this.#table = new TableParser(this.#name, this.#options, { firstLine: this.#number, ...found.layout });
    this.#table.push(new TextEncoder().encode(`${found.header}\n`));
  }

  #refuse(got: string): never {
    throw new FormatError({ where: this.#name, problem: `a header line and rows expected, got ${got}` });
  }
}
