import { FormatError, UnsupportedError } from '../../base/errors.ts';
import type { SparseColumns } from '../../table/sparse.ts';
import { parseNumber } from '../delimited/parse-number.ts';
import { feedParser } from '../feed-parser.ts';
import type { ByteSource } from '../source.ts';
import { columnsOfEntries } from './columns-of-entries.ts';

const LF = 10;
/** The shortest line of an entry: `1 1 1` and its end. */
const ENTRY_BYTES = 5;
const LONGEST_LINE = 1 << 16;
/** Of the header, those that are read first. */
const WORDS = [
  ['coordinate', 'array'],
  ['integer', 'real', 'complex', 'pattern'],
  ['general', 'symmetric', 'skew-symmetric', 'hermitian'],
];

export interface MatrixMarket {
  /** Rows and columns of the file: features and cells. */
  readonly nRows: number;
  readonly nCols: number;
  /** Transposed: cells × features. */
  readonly columns: SparseColumns;
  readonly compressed: boolean;
}

export interface MatrixMarketOptions {
  readonly signal?: AbortSignal | undefined;
  readonly progress?: ((done: number, label: string) => void) | undefined;
}

/**
 * A MatrixMarket file of coordinates, whose rows (features) become columns, read as a stream. Entries may come in any order.
 * @param nFeatures, nCells what the companions say. Places in errors are `file:line`.
 * @throws {FormatError} header, counts or entries that do not fit, cut short. @throws {UnsupportedError} array, symmetric, complex. @throws {DataError} ±∞.
 * Cost O(bytes); memory 12 bytes an entry beside the result. Source: Boisvert et al. 1996, "The Matrix Market Exchange Formats", NISTIR 5935.
 */
export async function readMatrixMarket(
  source: ByteSource,
  nFeatures: number,
  nCells: number,
  options: MatrixMarketOptions,
): Promise<MatrixMarket> {
  const parserFor = (compressed: boolean) =>
    new EntryParser(source.name, nFeatures, nCells, compressed ? undefined : source.size);
  const { parser, compressed } = await feedParser(source, parserFor, options);
  parser.finish(compressed);
  const { features, cells, values, count } = parser;
  const columns = columnsOfEntries(features, cells, values, count, nFeatures, nCells, source.name);
  return { nRows: nFeatures, nCols: nCells, columns, compressed };
}

/** Lines of a MatrixMarket file, in pieces that may end anywhere. */
class EntryParser {
  features = new Int32Array(1 << 12);
  cells = new Int32Array(1 << 12);
  values = new Float32Array(1 << 12);
  count = 0;
  readonly #name: string;
  readonly #size: readonly [number, number];
  readonly #fileBytes: number | undefined;
  #expected = -1;
  #line = 1;
  #rest = new Uint8Array(0);

  constructor(name: string, nFeatures: number, nCells: number, fileBytes: number | undefined) {
    this.#name = name;
    this.#size = [nFeatures, nCells];
    this.#fileBytes = fileBytes;
  }

  push(chunk: Uint8Array): void {
    let bytes = chunk;
    if (this.#rest.length > 0) {
      bytes = new Uint8Array(this.#rest.length + chunk.length);
      bytes.set(this.#rest);
      bytes.set(chunk, this.#rest.length);
    }
    let from = 0;
    for (let end = bytes.indexOf(LF); end >= 0; end = bytes.indexOf(LF, from)) {
      this.#takeLine(bytes, from, end);
      from = end + 1;
      this.#line++;
    }
    if (bytes.length - from > LONGEST_LINE)
      throw this.#wrong(`lines below ${LONGEST_LINE} bytes expected, got a longer one`);
    this.#rest = bytes.slice(from);
  }

  /** @param whole the bytes are proved to be all there. */
  finish(whole: boolean): void {
    if (this.#rest.length > 0 && !whole)
      throw this.#wrong(
        'a last line that ends expected, got one that may be cut',
        'is the file cut short? Otherwise add a line end',
      );
    if (this.#rest.length > 0) this.#takeLine(this.#rest, 0, this.#rest.length);
    if (this.#expected < 0) throw this.#wrong('a line of rows, columns and entries expected, got the end of the file');
    if (this.count < this.#expected)
      throw this.#wrong(
        `${this.#expected} entries expected, as the line of sizes says, got ${this.count}`,
        'is the file cut short?',
      );
  }

  #takeLine(bytes: Uint8Array, from: number, end: number): void {
    if (this.#line === 1) {
      this.#header(String.fromCharCode(...bytes.subarray(from, Math.min(end, from + 200))));
      return;
    }
    // A comment, or an empty line.
    if (end === from || bytes[from] === 37 || (end === from + 1 && bytes[from] === 13)) return;
    if (this.#expected >= 0) this.#entry(bytes, from, end);
    else this.#sizes(bytes, from, end);
  }

  #header(text: string): void {
    const [mark, object, form, field, symmetry] = text.trim().toLowerCase().split(/\s+/);
    if (mark !== '%%matrixmarket' || object !== 'matrix')
      throw this.#wrong(`'%%MatrixMarket matrix coordinate …' expected, got '${text.slice(0, 40)}'`);
    const words = [form, field, symmetry].map((word) => word ?? '');
    const places = words.map((word, k) => WORDS[k]!.indexOf(word));
    if (places.includes(-1)) throw this.#wrong(`a header of known words expected, got '${text.slice(0, 60).trim()}'`);
    if (places[0] === 0 && places[1]! < 2 && places[2] === 0) return;
    throw new UnsupportedError({
      where: `${this.#name}:1`,
      problem: `coordinate integer or real general is read, got ${words.join(' ')}`,
      hint: 'write it with scipy.io.mmwrite(…, symmetry="general")',
    });
  }

  #sizes(bytes: Uint8Array, from: number, end: number): void {
    const numbers = String.fromCharCode(...bytes.subarray(from, Math.min(end, from + 200)))
      .trim()
      .split(/\s+/)
      .map((word) => (/^\d{1,15}$/.test(word) ? Number(word) : Number.NaN));
    const [rows, columns, entries] = numbers;
    if (numbers.length !== 3 || numbers.some(Number.isNaN))
      throw this.#wrong('rows, columns and entries expected, three whole numbers');
    const [nFeatures, nCells] = this.#size;
    if (rows !== nFeatures || columns !== nCells) {
      const hint =
        rows === nCells && columns === nFeatures
          ? 'it is written the other way round: transpose it'
          : 'are the files of one matrix?';
      throw this.#wrong(
        `${nFeatures} features × ${nCells} cells expected, as many as lines beside it, got ${rows} × ${columns}`,
        hint,
      );
    }
    if (entries! >= 2 ** 31 || entries! > nFeatures * nCells)
      throw this.#wrong(`at most ${nFeatures * nCells} entries expected, got ${entries}`);
    if (this.#fileBytes !== undefined && entries! * ENTRY_BYTES > this.#fileBytes)
      throw this.#wrong(
        `${entries} entries expected, got a file of ${this.#fileBytes} bytes`,
        'is the file cut short?',
      );
    this.#expected = entries!;
  }

  #entry(bytes: Uint8Array, from: number, end: number): void {
    const [nFeatures, nCells] = this.#size;
    if (this.count === this.#expected) throw this.#wrong(`${this.#expected} entries expected, got more`);
    let at = from;
    const next = (most: number): number => {
      while (bytes[at] === 32 || bytes[at] === 9) at++;
      let value = 0;
      const begin = at;
      for (; at < end && bytes[at]! >= 48 && bytes[at]! <= 57 && at - begin < 11; at++)
        value = value * 10 + bytes[at]! - 48;
      if (at > begin && value >= 1 && value <= most && (bytes[at] === 32 || bytes[at] === 9)) return value - 1;
      throw this.#wrong(
        `feature from 1 to ${nFeatures}, cell from 1 to ${nCells} and a value expected, got '${shown(bytes, from, end)}'`,
      );
    };
    const feature = next(nFeatures);
    const cell = next(nCells);
    while (bytes[at] === 32 || bytes[at] === 9) at++;
    let to = end;
    while (to > at && (bytes[to - 1] === 13 || bytes[to - 1] === 32)) to--;
    const value = parseNumber(bytes, at, to);
    if (Number.isNaN(value) && String.fromCharCode(...bytes.subarray(at, to)).toLowerCase() !== 'nan')
      throw this.#wrong(`a number expected, got '${shown(bytes, at, to)}'`);
    if (this.count === this.features.length) this.#grow();
    this.features[this.count] = feature;
    this.cells[this.count] = cell;
    this.values[this.count] = value;
    this.count++;
  }

  #grow(): void {
    const length = Math.min(this.#expected, 2 * this.count);
    const grown = <T extends Int32Array | Float32Array>(old: T, fresh: T): T => {
      fresh.set(old);
      return fresh;
    };
    this.features = grown(this.features, new Int32Array(length));
    this.cells = grown(this.cells, new Int32Array(length));
    this.values = grown(this.values, new Float32Array(length));
  }

  #wrong(problem: string, hint?: string): FormatError {
    return new FormatError({ where: `${this.#name}:${this.#line}`, problem, hint });
  }
}

function shown(bytes: Uint8Array, from: number, end: number): string {
  return new TextDecoder().decode(bytes.subarray(from, Math.min(end, from + 40))).trim();
}
