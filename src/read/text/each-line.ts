import { FormatError, UnsupportedError } from '../../base/errors.ts';
import { feedParser } from '../feed-parser.ts';
import type { ReadOptions } from '../reader.ts';
import type { ByteSource } from '../source.ts';

/** No line is longer: a file that is no text is found before it fills the memory. */
const LONGEST_LINE = 1 << 26;

/**
 * Gives each line of a text file to `take`, without its end (LF or CRLF), with its 1-based number. UTF-8 with or without a byte order mark; gzip
 * is undone. @returns whether it was compressed, and how many lines there are.
 * @throws {FormatError} bytes that are no text, a line above 64 MiB, broken gzip; and what `take` throws, its RangeError as {UnsupportedError}:
 * more names than can be kept. @throws {CancelledError}
 * Cost: one pass; memory one line and one chunk.
 */
export async function eachLine(
  source: ByteSource,
  { signal, progress }: Pick<ReadOptions, 'signal' | 'progress'>,
  take: (line: string, number: number) => void,
): Promise<{ readonly compressed: boolean; readonly lines: number }> {
  const lines = new LineSplitter(source.name, take);
  const within = (act: () => void) => {
    try {
      act();
    } catch (cause) {
      // A map or a set of 2²⁴ names, which is the most that the platform keeps in one.
      throw cause instanceof RangeError ? tooMany(source.name, cause) : cause;
    }
  };
  const parser = { push: (chunk: Uint8Array) => within(() => lines.push(chunk)) };
  const { compressed } = await feedParser(source, () => parser, { signal, progress });
  within(() => lines.finish());
  progress?.(1, `reading ${source.name}`);
  return { compressed, lines: lines.number };
}

function tooMany(where: string, cause: unknown): UnsupportedError {
  return new UnsupportedError({
    where,
    problem: 'at most about 16 million different names expected, got more',
    hint: 'split the file, or leave out what is not needed',
    cause,
  });
}

/** Takes bytes in pieces that may end anywhere. */
class LineSplitter {
  number = 0;
  readonly #name: string;
  readonly #take: (line: string, number: number) => void;
  /** It passes over a byte order mark. */
  readonly #decoder = new TextDecoder('utf-8');
  #rest = '';
  #bytes = 0;

  constructor(name: string, take: (line: string, number: number) => void) {
    this.#name = name;
    this.#take = take;
  }

  push(chunk: Uint8Array): void {
    const zero = chunk.indexOf(0);
    if (zero >= 0) this.#refuse(`binary data (a zero byte at offset ${this.#bytes + zero})`);
    this.#bytes += chunk.length;
    const text = this.#decoder.decode(chunk, { stream: true });
    let from = 0;
    for (let end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', from)) {
      this.#line(this.#rest + text.slice(from, end));
      this.#rest = '';
      from = end + 1;
    }
    this.#rest += text.slice(from);
    if (this.#rest.length > LONGEST_LINE) this.#refuse('a line of more than 64 MiB');
  }

  finish(): void {
    const text = this.#rest + this.#decoder.decode();
    if (text !== '') this.#line(text);
  }

  #line(text: string): void {
    this.number++;
    this.#take(text.charCodeAt(text.length - 1) === 13 ? text.slice(0, -1) : text, this.number);
  }

  #refuse(got: string): never {
    throw new FormatError({
      where: this.#name,
      problem: `lines of text in UTF-8 expected, got ${got}`,
      hint: 'is it the right file, and is it whole?',
    });
  }
}
