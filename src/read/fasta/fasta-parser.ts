import { FormatError } from '../../base/errors.ts';

/** The records of a FASTA file, in order; all lists are parallel, [n]. */
export interface FastaFile {
  /** The file, as errors call it. */
  readonly name: string;
  readonly compressed: boolean;
  /** First word of each header; empty where a header has none. They may repeat: `fastaIds` refuses that. */
  readonly ids: readonly string[];
  /** As in the file, in its case, without white space: letters, `*` and `-`; at least one. */
  readonly sequences: readonly string[];
  /** 1-based line of each header. */
  readonly lines: readonly number[];
}

const LF = 10;
const CR = 13;
const HEADER = 62; // >
const BYTE_ORDER_MARK = [0xef, 0xbb, 0xbf];
/** Of a line that is wrong, so much is shown. */
const SHOWN = 24;

/** Takes the bytes of a FASTA file in pieces that may end anywhere. */
export class FastaParser {
  readonly #name: string;
  readonly #ids: string[] = [];
  readonly #sequences: string[] = [];
  readonly #lines: number[] = [];
  /** The sequence being read. */
  #letters = new Uint8Array(1 << 12);
  #count = 0;
  /** The header being read. */
  #header: number[] = [];
  #line = 1;
  #column = 0;
  #inHeader = false;
  #afterReturn = false;
  #position = 0;

  constructor(name: string) {
    this.#name = name;
  }

  push(chunk: Uint8Array): void {
    for (let k = 0; k < chunk.length; k++) {
      const byte = chunk[k]!;
      if (LETTERS[byte] === 1 && !this.#inHeader && this.#lines.length > 0) {
        // Nearly all of a file: a run of letters is copied at once.
        let end = k + 1;
        while (end < chunk.length && LETTERS[chunk[end]!] === 1) end++;
        this.#run(chunk.subarray(k, end));
        k = end - 1;
        continue;
      }
      const at = this.#position++;
      if (at < 3 && byte === BYTE_ORDER_MARK[at]) continue;
      if (byte === LF && this.#afterReturn) {
        this.#afterReturn = false;
        continue;
      }
      this.#afterReturn = byte === CR;
      if (byte === LF || byte === CR) this.#endLine();
      else {
        this.#column++;
        if (this.#inHeader) this.#header.push(byte);
        else if (this.#column === 1 && byte === HEADER) this.#beginRecord();
        else this.#other(byte);
      }
    }
  }

  finish(compressed: boolean): FastaFile {
    if (this.#inHeader) this.#endLine();
    this.#endRecord();
    if (this.#ids.length === 0) {
      throw new FormatError({
        where: this.#name,
        problem: "at least one record, a line that begins with '>', expected, got an empty file",
      });
    }
    const [ids, sequences, lines] = [this.#ids, this.#sequences, this.#lines];
    return { name: this.#name, compressed, ids, sequences, lines };
  }

  #endLine(): void {
    if (this.#inHeader) {
      const text = new TextDecoder().decode(Uint8Array.from(this.#header));
      this.#ids.push(text.trim().split(/\s/, 1)[0]!);
      this.#header = [];
      this.#inHeader = false;
    }
    this.#line++;
    this.#column = 0;
  }

  #beginRecord(): void {
    this.#endRecord();
    this.#lines.push(this.#line);
    this.#inHeader = true;
  }

  /** Of the record before, if there is one. */
  #endRecord(): void {
    if (this.#lines.length === 0) return;
    if (this.#count === 0) {
      throw new FormatError({
        where: `${this.#name}:${this.#lines.at(-1)}`,
        problem: `a record must have a sequence, got none${this.#called()}`,
        hint: 'is the file cut short? Otherwise leave the record out',
      });
    }
    this.#sequences.push(decode(this.#letters.subarray(0, this.#count)));
    this.#count = 0;
  }

  #called(): string {
    const id = this.#ids.at(-1);
    return id ? ` under '${id.slice(0, SHOWN)}'` : '';
  }

  /** Letters of one line. */
  #run(letters: Uint8Array): void {
    const count = this.#count + letters.length;
    if (count > this.#letters.length) {
      const larger = new Uint8Array(Math.max(count, 2 * this.#letters.length));
      larger.set(this.#letters.subarray(0, this.#count));
      this.#letters = larger;
    }
    this.#letters.set(letters, this.#count);
    this.#count = count;
    this.#column += letters.length;
    this.#position += letters.length;
    this.#afterReturn = false;
  }

  /** A byte of a sequence that is no letter, or a letter where no record has begun. */
  #other(byte: number): void {
    if (byte === 32 || byte === 9) return;
    throw LETTERS[byte] === 1 ? this.#noHeader(byte) : this.#wrong(byte);
  }

  #wrong(byte: number): FormatError {
    if (this.#lines.length === 0) return this.#noHeader(byte);
    return new FormatError({
      where: `${this.#name}:${this.#line}:${this.#column}`,
      problem: `a letter of a sequence expected, got ${shown(byte)}${this.#called()}`,
      hint: 'a sequence is letters, * and -; a header begins with >',
    });
  }

  #noHeader(byte: number): FormatError {
    return new FormatError({
      where: `${this.#name}:${this.#line}`,
      problem: `a FASTA file must begin with '>', got ${shown(byte)}`,
      ...(byte === 64 ? { hint: 'this looks like FASTQ: write its sequences as FASTA' } : {}),
    });
  }
}

/** 1 for A to Z in either case, `*` (a stop) and `-` (a gap); [256]. */
const LETTERS = Uint8Array.from({ length: 256 }, (_, byte) => (/[A-Za-z*-]/.test(String.fromCharCode(byte)) ? 1 : 0));

function shown(byte: number): string {
  return byte > 32 && byte < 127 ? `'${String.fromCharCode(byte)}'` : `byte ${byte}`;
}

/** ASCII only, as every letter was looked at. */
function decode(letters: Uint8Array): string {
  return new TextDecoder('latin1').decode(letters);
}
