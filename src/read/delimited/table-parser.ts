import { DataError, FormatError } from '../../base/errors.ts';
import { CellStore, type Cells } from './cell-store.ts';
import { type ColumnOptions, Columns, NUMBER } from './columns.ts';
import { type Delimiter, type Dialect, HEAD_BYTES, sniffDialect } from './dialect.ts';
import { POW10 } from './parse-number.ts';
import { DelimitedTable } from './table.ts';

const LF = 10;
const CR = 13;
const BLANK = 32;
const QUOTE = 34;
const MINUS = 45;
const DOT = 46;
/** No field is longer: a quote that is never closed, or a file that is no table, is found before it fills the memory. */
const LONGEST_FIELD = 1 << 20;

/** What a format that has a table in it says of that table. */
export interface TableLayout {
  /** Default: what the header says. */
  readonly delimiter?: Delimiter;
  /** Whether a field that begins with a quote ends with one; default true. Formats without quoting have quotes that mean nothing. */
  readonly quotes?: boolean;
  /** 1-based line of the file of the header as it is pushed, for places in errors; default 1. */
  readonly firstLine?: number;
}

/**
 * A byte scanner for delimited tables: RFC 4180 quoting, lines ended by LF, CRLF or CR, blank lines skipped, blanks
 * around unquoted fields dropped. Bytes come in chunks of any size; the result does not depend on how they were cut.
 * A field that a chunk's end cuts is kept and scanned again with what follows, so memory is bounded by a field, not by a row.
 * Plain decimals of up to nine digits are read in one pass, straight from bytes to the cell; all else takes the general way.
 */
export class TableParser {
  readonly #name: string;
  readonly #options: ColumnOptions;
  /** Bytes not scanned yet: #work[#start … #end), with room for one sentinel after them. */
  readonly #work = new Uint8Array(LONGEST_FIELD + HEAD_BYTES + 1);
  #start = 0;
  #end = 0;
  /** Offset in the content of #work[0]. */
  #base = 0;
  readonly #layout: TableLayout;
  #dialect: Dialect | undefined;
  /** The line being scanned, 1-based, and the line on which the row began. */
  #line: number;
  #rowLine: number;
  /** Offset of a line feed that belongs to the carriage return before it. */
  #lineFeedOfCr = -1;
  #col = 0;
  /** Fields of the header line and then of the first row, which together say what the columns are. */
  #pending: string[] = [];
  #header: readonly string[] | undefined;
  #headerLine = 1;
  #columns: Columns | undefined;
  #store = new CellStore(1, false);
  #cells: Cells = new Float64Array(0);
  #rowAt = 0;
  readonly #lines: number[] = [];

  constructor(name: string, options: ColumnOptions, layout: TableLayout = {}) {
    this.#name = name;
    this.#options = options;
    this.#layout = layout;
    this.#line = layout.firstLine ?? 1;
    this.#rowLine = this.#line;
  }

  /** The next bytes, copied. @throws {FormatError} @throws {DataError} */
  push(chunk: Uint8Array): void {
    const room = this.#work.length - 1;
    for (let at = 0; at < chunk.length; ) {
      const piece = chunk.subarray(at, at + room - this.#end);
      this.#work.set(piece, this.#end);
      this.#end += piece.length;
      at += piece.length;
      this.#advance(false);
    }
  }

  /** No more bytes. @throws {FormatError} an empty file. @throws {DataError} a header and nothing else. */
  finish(compressed: boolean): DelimitedTable {
    this.#advance(true);
    if (this.#col > 0) {
      // The file ended after a delimiter: one more field, empty.
      this.#work[this.#end] = LF;
      this.#field(this.#start, this.#end, true);
    }
    if (!this.#header) {
      throw new FormatError({ where: this.#name, problem: 'a header line and rows expected, got an empty file' });
    }
    if (!this.#columns) {
      throw new DataError({
        where: `${this.#name}:${this.#headerLine}`,
        problem: `rows expected after the header, got only a header of ${this.#header.length} columns`,
      });
    }
    const columns = this.#columns.finish();
    const { delimiter } = this.#dialect!;
    return new DelimitedTable({
      name: this.#name,
      delimiter,
      compressed,
      columns,
      cells: this.#store,
      lines: this.#lines,
    });
  }

  /** Scans what there is and moves the field that is left over to the front. */
  #advance(final: boolean): void {
    if (!this.#dialect) {
      if (this.#end < HEAD_BYTES && !final) return;
      // Exactly the first bytes, however many have come: the verdict must not depend on the chunks.
      const seen = sniffDialect(this.#work.subarray(0, Math.min(this.#end, HEAD_BYTES)), this.#name);
      this.#dialect = { ...seen, delimiter: this.#layout.delimiter ?? seen.delimiter };
      this.#start = this.#dialect.skip;
    }
    this.#work[this.#end] = LF;
    this.#start = this.#scan(this.#start, this.#end, final);
    const left = this.#end - this.#start;
    if (left > LONGEST_FIELD) throw this.#tooLong(this.#work[this.#start] === QUOTE);
    this.#work.copyWithin(0, this.#start, this.#end);
    this.#base += this.#start;
    this.#start = 0;
    this.#end = Math.max(left, 0);
  }

  /**
   * The hot loop. The sentinel at `end` stops every scan of digits, and a field that seems to end there is incomplete.
   * Returns the start of the first field that could not be finished.
   */
  #scan(start: number, end: number, final: boolean): number {
    const bytes = this.#work;
    const delimiter = this.#dialect!.delimiter.charCodeAt(0);
    let types = this.#columns?.types;
    let cells = this.#cells;
    let rowAt = this.#rowAt;
    let col = this.#col;
    let pos = start;
    while (pos < end) {
      if (types && types[col] === NUMBER) {
        let p = pos;
        let c = bytes[p]!;
        const negative = c === MINUS;
        if (negative) c = bytes[++p]!;
        const first = p;
        let mantissa = 0;
        while (c >= 48 && c <= 57) {
          mantissa = (mantissa * 10 + (c - 48)) | 0;
          c = bytes[++p]!;
        }
        let digits = p - first;
        let decimals = 0;
        if (c === DOT) {
          c = bytes[++p]!;
          const dot = p;
          while (c >= 48 && c <= 57) {
            mantissa = (mantissa * 10 + (c - 48)) | 0;
            c = bytes[++p]!;
          }
          decimals = p - dot;
          digits += decimals;
        }
        // Nine digits fit an int32; an exact integer over an exact power of ten rounds once.
        if (digits > 0 && digits <= 9 && p < end && (c === delimiter || c === LF || c === CR)) {
          const value = mantissa / POW10[decimals]!;
          cells[rowAt + col] = negative ? -value : value;
          col++;
          pos = p + 1;
          if (c !== delimiter) {
            this.#col = col;
            this.#endRow(c, pos);
            cells = this.#cells;
            rowAt = this.#rowAt;
            col = 0;
          }
          continue;
        }
      }
      this.#col = col;
      const next = this.#field(pos, end, final);
      if (next < 0) break;
      pos = next;
      types = this.#columns?.types;
      cells = this.#cells;
      rowAt = this.#rowAt;
      col = this.#col;
    }
    this.#col = col;
    return pos;
  }

  /** Scans one field of any kind from `pos` and stores it. Returns where the next begins, or −1 when it is cut by the end. */
  #field(pos: number, end: number, final: boolean): number {
    const bytes = this.#work;
    const delimiter = this.#dialect!.delimiter.charCodeAt(0);
    let c = bytes[pos]!;
    if (this.#col === 0 && pos < end && (c === LF || c === CR)) {
      this.#endLine(c, pos + 1);
      this.#rowLine = this.#line;
      return pos + 1;
    }
    if (c === QUOTE && pos < end && this.#layout.quotes !== false) return this.#quoted(pos, end, final);
    let p = pos;
    while (c !== delimiter && c !== LF && c !== CR) c = bytes[++p]!;
    if (p >= end && !final) return -1;
    let from = pos;
    let to = p;
    while (from < to && bytes[from] === BLANK) from++;
    while (from < to && bytes[to - 1] === BLANK) to--;
    this.#take(bytes, from, to);
    return this.#endField(c, p + 1);
  }

  #quoted(pos: number, end: number, final: boolean): number {
    const bytes = this.#work;
    let p = pos + 1;
    let doubled = false;
    let lines = 0;
    for (; ; p++) {
      if (p >= end) {
        if (!final) return -1;
        throw new FormatError({
          where: this.#place(),
          problem: 'a quoted field must end with a quote, but the file ends first',
          hint: 'the quote opened here is never closed, or the file is truncated',
        });
      }
      const c = bytes[p]!;
      if (c === LF || (c === CR && bytes[p + 1] !== LF)) lines++;
      if (c !== QUOTE) continue;
      if (bytes[p + 1] !== QUOTE || p + 1 >= end) break;
      doubled = true;
      p++;
    }
    // Whether the quote is doubled or the last one is known only from the byte after it.
    if (p + 1 >= end && !final) return -1;
    const after = p + 1 >= end ? LF : bytes[p + 1]!;
    if (after !== LF && after !== CR && after !== this.#dialect!.delimiter.charCodeAt(0)) {
      throw new FormatError({
        where: this.#place(),
        problem: `a closing quote must be followed by a delimiter or the line's end, got '${String.fromCharCode(after)}'`,
        hint: 'a quote inside a quoted field is written twice',
      });
    }
    if (doubled) {
      const plain = undouble(bytes.subarray(pos + 1, p));
      this.#take(plain, 0, plain.length);
    } else this.#take(bytes, pos + 1, p);
    this.#line += lines;
    return this.#endField(after, p + 2);
  }

  #take(bytes: Uint8Array, from: number, to: number): void {
    const columns = this.#columns;
    if (to - from > LONGEST_FIELD) throw this.#tooLong(false);
    if (!columns) this.#pending.push(new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes.subarray(from, to)));
    else if (this.#col < columns.names.length) {
      this.#cells[this.#rowAt + this.#col] = columns.cell(bytes, from, to, this.#col, this.#line);
    }
  }

  #endField(terminator: number, next: number): number {
    this.#col++;
    if (terminator === LF || terminator === CR) this.#endRow(terminator, next);
    return next;
  }

  /** `next` is the place of the byte after the terminator. */
  #endRow(terminator: number, next: number): void {
    if (!this.#header) {
      this.#header = this.#pending;
      this.#headerLine = this.#rowLine;
    } else {
      if (!this.#columns) this.#begin(this.#header, this.#pending);
      const width = this.#columns!.names.length;
      if (this.#col !== width) throw this.#ragged(width);
      this.#lines.push(this.#rowLine);
      this.#nextRow();
    }
    this.#pending = [];
    this.#col = 0;
    this.#endLine(terminator, next);
    this.#rowLine = this.#line;
  }

  #nextRow(): void {
    this.#rowAt += this.#store.width;
    if (this.#rowAt < this.#cells.length) return;
    this.#cells = this.#store.addChunk();
    this.#rowAt = 0;
  }

  #endLine(terminator: number, next: number): void {
    if (terminator === LF && this.#base + next - 1 === this.#lineFeedOfCr) return;
    this.#line++;
    if (terminator === CR) this.#lineFeedOfCr = this.#base + next;
  }

  /** Header and first row are complete: settles the columns and stores the row. */
  #begin(header: readonly string[], row: readonly string[]): void {
    let names = header;
    if (row.length === header.length + 1) {
      if (row[row.length - 1] === '') {
        throw new FormatError({
          where: `${this.#name}:${this.#rowLine}`,
          problem: `${header.length} fields expected (as in the header), got ${row.length}, the last one empty`,
          hint: 'remove the delimiter at the end of the lines, or name the column of row names in the header',
        });
      }
      // R writes row names without a header of their own.
      names = ['', ...header];
    } else if (row.length !== header.length) throw this.#ragged(header.length);
    this.#columns = new Columns(names, this.#options, this.#name, this.#headerLine);
    this.#store = new CellStore(names.length, this.#columns.wide);
    this.#cells = this.#store.addChunk();
    const encoder = new TextEncoder();
    row.forEach((field, j) => {
      const bytes = encoder.encode(field);
      this.#cells[j] = this.#columns!.cell(bytes, 0, bytes.length, j, this.#rowLine);
    });
  }

  #ragged(expected: number): FormatError {
    return new FormatError({
      where: `${this.#name}:${this.#rowLine}`,
      problem: `${expected} fields expected (as in the header), got ${this.#col}`,
      hint: 'the line is cut, or has a delimiter too many or too few',
    });
  }

  #tooLong(quoted: boolean): FormatError {
    return new FormatError({
      where: this.#place(),
      problem: `a field of at most ${LONGEST_FIELD} bytes expected, got a longer one`,
      hint: quoted ? 'the quote opened here is probably never closed' : 'is it a delimited table?',
    });
  }

  #place(): string {
    return `${this.#name}:${this.#line}:${this.#col + 1}`;
  }
}

function undouble(bytes: Uint8Array): Uint8Array {
  const out = new Uint8Array(bytes.length);
  let n = 0;
  for (let i = 0; i < bytes.length; i++) {
    out[n++] = bytes[i]!;
    if (bytes[i] === QUOTE) i++;
  }
  return out.subarray(0, n);
}
