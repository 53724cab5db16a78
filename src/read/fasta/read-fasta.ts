import { DataError } from '../../base/errors.ts';
import { feedParser } from '../feed-parser.ts';
import { openBytes } from '../open-bytes.ts';
import type { ByteSource } from '../source.ts';
import { type FastaFile, FastaParser } from './fasta-parser.ts';

export interface ReadFastaOptions {
  readonly signal?: AbortSignal;
  /** Called with the share of the file read, when the source knows its size. */
  readonly progress?: (done: number, label: string) => void;
}

/**
 * Reads a FASTA file, plain or gzip, of any size: records of a `>` line and a sequence over one line or many. Lines end in LF, CRLF or CR; white
 * space inside sequences and empty lines are passed over. The id of a record is the first word of its header, and may be empty or come back.
 * Places in errors are `file:line` or `file:line:column`, 1-based.
 * @throws {FormatError} empty file, no `>` at the beginning, a record without a sequence, a character that is no letter, `*` or `-`, broken gzip.
 * @throws {CancelledError}
 * Cost: one pass; memory one byte a letter and the ids. Source: Pearson & Lipman 1988, PNAS 85; letters as NCBI BLAST accepts them.
 */
export async function readFasta(source: ByteSource, options: ReadFastaOptions = {}): Promise<FastaFile> {
  const { parser, compressed } = await feedParser(source, () => new FastaParser(source.name), options);
  const file = parser.finish(compressed);
  options.progress?.(1, `reading ${source.name}`);
  return file;
}

/** Whether a source is FASTA, by its first byte that is no white space: `>`. Reads no further than that. */
export async function isFasta(source: ByteSource, signal?: AbortSignal): Promise<boolean> {
  const { chunks } = await openBytes(source, signal);
  for await (const chunk of chunks) {
    // A byte order mark is passed over too.
    const first = chunk.find((byte) => byte > 32 && ![0xef, 0xbb, 0xbf].includes(byte));
    if (first !== undefined) return first === 62;
  }
  return false;
}

/** The ids of a file whose records are joined by them. @throws {DataError} an empty id, or ids that occur twice, with their lines. */
export function fastaIds({ name, ids, lines }: FastaFile): readonly string[] {
  const seen = new Map<string, number>();
  const repeated: string[] = [];
  ids.forEach((id, i) => {
    if (id === '') {
      throw new DataError({
        where: `${name}:${lines[i]}`,
        problem: 'an id, the first word after >, expected, got an empty header',
        hint: 'give every record the id of its sample',
      });
    }
    const before = seen.get(id);
    if (before === undefined) seen.set(id, lines[i]!);
    else repeated.push(`'${id}' on lines ${before} and ${lines[i]}`);
  });
  if (repeated.length > 0) {
    const more = repeated.length > 5 ? ` and ${repeated.length - 5} more` : '';
    throw new DataError({
      where: name,
      problem: `each id must occur once, got ${repeated.slice(0, 5).join(', ')}${more}`,
      hint: 'rename or remove the repeated records',
    });
  }
  return ids;
}
