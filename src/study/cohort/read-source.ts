import { DataError } from '../../base/errors.ts';
import type { ParamValues } from '../../base/params.ts';
import type { DelimitedTable } from '../../read/delimited/table.ts';
import { annotationsTable, type ByteSource, type FileContent, type ReadOptions, readFile } from '../../read/index.ts';
import { type Block, takeBlockColumns } from '../../table/block.ts';
import type { BlockSpec } from '../file/study.ts';
import { matchNames } from './match-names.ts';

/** How a file of measurements is read, as a study file says it: its format, and what its reader is told. */
export interface Reading {
  /** The word of a format; absent: by the bytes of the file. */
  readonly format?: string;
  /** Of the reader. */
  readonly read?: ParamValues;
}

/** The same for files of other samples: what is chosen by the samples of a file (frequent variants) was chosen in the study. */
export function readingOfOthers<T extends Reading>(reading: T): T {
  if (!reading.read || !Object.hasOwn(reading.read, 'min-maf')) return reading;
  const { 'min-maf': _, ...read } = reading.read;
  return { ...reading, read };
}

/** A file of a study, whatever its format, with the problems that its reader found as warnings. */
export async function readSource(
  source: ByteSource,
  { format, read }: Reading,
  options: ReadOptions,
): Promise<FileContent> {
  const { content, problems } = await readFile(source, { ...options, ...(read ? { params: read } : {}) }, format);
  for (const message of problems) options.warn?.({ code: 'file-problem', message, where: source.name });
  return content;
}

/** A file as a sample sheet: its table, or what it says of its samples. @throws {DataError} it says nothing of samples. */
export function sheetOf(content: FileContent, name: string): DelimitedTable {
  if (content.holds === 'table') return content.table;
  if (content.holds === 'blocks' && content.samples) return annotationsTable(name, content.samples);
  throw new DataError({
    where: name,
    problem: `a table of samples expected, got a file of ${content.holds}`,
    hint: 'name the table that has the sample ids and what is to be predicted',
  });
}

/** The main block of a file, called and taken for what the study says. @param columns names or globs of its features. @throws {DataError} none is in it. */
export function blockOf(
  content: Exclude<FileContent, { holds: 'table' }>,
  name: string,
  { kind, kindOfFile, columns }: Pick<BlockSpec, 'kind' | 'kindOfFile' | 'columns'>,
  file: string,
): Block {
  if (content.holds !== 'blocks') {
    throw new DataError({
      where: file,
      problem: `measurements for block '${name}' expected, got a file of ${content.holds}`,
      hint: content.holds === 'sequences' ? 'say kind: sequence' : 'such a file is for steps and reports',
    });
  }
  const { block: found } = content.blocks[0]!;
  const block: Block = { ...found, name, kind: kindOfFile ? found.kind : kind };
  if (!columns) return block;
  const place = new Map(block.features.map((feature, j) => [feature, j]));
  const chosen = matchNames(columns, block.features, `${file}: features of block '${name}'`);
  return takeBlockColumns(
    block,
    chosen.map((feature) => place.get(feature)!),
  );
}

/** The same source, whose companions are told of when they are opened: they belong to the hashes of the study too. */
export function watched(source: ByteSource, opened: (name: string, companion: ByteSource) => void): ByteSource {
  if (!source.beside) return source;
  return {
    ...source,
    async beside(name) {
      const companion = await source.beside!(name);
      if (companion) opened(name, companion);
      return companion;
    },
  };
}
