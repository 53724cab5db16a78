import { DataError, FormatError } from '../base/errors.ts';
import { type FastaInspection, inspectFasta } from './fasta/inspect-fasta.ts';
import { type ContentInspection, inspectContent } from './inspect-content.ts';
import { inspectTable, type TableInspection } from './inspect-table.ts';
import { readFile } from './read-file.ts';
import type { ReadOptions } from './reader.ts';
import type { ByteSource } from './source.ts';

/** What a file is, as plain JSON. `format` is null when it could not be read; `problems` then says why. */
export interface FileInspection {
  readonly file: string;
  /** The word of the format, and what it is called. */
  readonly format: { readonly word: string; readonly title: string } | null;
  /** Version, encoding, genome build: what the format says of itself. */
  readonly facts: Readonly<Record<string, string | number>>;
  /** What it holds: a table, sequences, or something else; null each where it does not. */
  readonly table: TableInspection | null;
  readonly fasta?: FastaInspection;
  readonly contents?: ContentInspection;
  /** What would stop or mislead a study, one sentence each. */
  readonly problems: readonly string[];
}

/**
 * Reads a file and says what it is, for `cistron inspect` and for a person who has just been sent it.
 * A broken file is not an error here but a problem in the answer. Cost: one read; memory that of the content twice.
 * @param format its word; default by its bytes. @throws {NotFoundError} @throws {UnsupportedError} the file cannot be opened. @throws {CancelledError}
 */
export async function inspectFile(
  source: ByteSource,
  options: ReadOptions = {},
  format?: string,
): Promise<FileInspection> {
  const file = source.name;
  try {
    const { entry, content, facts, problems } = await readFile(source, options, format);
    const common = { file, format: { word: entry.word, title: entry.title }, facts };
    if (content.holds === 'table') {
      const found = [...problems];
      return { ...common, table: inspectTable(content.table, found), problems: found };
    }
    if (content.holds === 'sequences') {
      const { fasta, problems: more } = inspectFasta(content.fasta);
      return { ...common, table: null, fasta, problems: [...problems, ...more] };
    }
    return { ...common, table: null, contents: inspectContent(content), problems };
  } catch (error) {
    if (error instanceof FormatError || error instanceof DataError) {
      return { file, format: null, facts: {}, table: null, problems: [error.message] };
    }
    throw error;
  }
}
