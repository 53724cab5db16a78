import { UnsupportedError } from '../../base/errors.ts';
import type { Annotations } from '../../table/annotations.ts';
import { genesAsDates } from '../genes-as-dates.ts';
import type { FileContent, FileReading, ReadOptions, WrittenFile } from '../reader.ts';
import type { ByteSource } from '../source.ts';
import { type Field, writeDelimited } from '../write.ts';
import { readTable } from './read-table.ts';

export async function read(source: ByteSource, options: ReadOptions): Promise<FileReading> {
  const table = await readTable(source, options);
  return { content: { holds: 'table', table }, facts: {}, problems: genesAsDates(table) };
}

/**
 * Separated by commas where the name ends in .csv, else by tabs: samples in rows, their ids first. What is known of samples and of features goes
 * into tables beside it, `x.samples.tsv` and `x.features.tsv`. @throws {UnsupportedError} content that is no table of samples.
 */
export async function write(content: FileContent, name: string): Promise<readonly WrittenFile[]> {
  const [, stem, extension] = /^(.*?)(\.[^.]*)?$/s.exec(name)!;
  const delimiter = extension?.toLowerCase() === '.csv' ? ',' : '\t';
  const file = (part: string, rows: Field[][]): WrittenFile => ({
    name: `${stem}${part}${extension ?? ''}`,
    bytes: new TextEncoder().encode(writeDelimited(rows, delimiter)),
  });
  const beside = content.holds === 'blocks' ? { samples: content.samples, features: content.blocks[0]!.features } : {};
  const parts = Object.entries(beside).flatMap(([part, known]) =>
    known && known.columns.length > 0 ? [file(`.${part}`, annotationRows(known))] : [],
  );
  return [file('', rowsOf(content)), ...parts];
}

function annotationRows({ ids, columns }: Annotations): Field[][] {
  return [
    ['id', ...columns.map(({ name }) => name)],
    ...ids.map((id, i): Field[] => [id, ...columns.map(({ values }) => values[i]!)]),
  ];
}

function rowsOf(content: FileContent): Field[][] {
  if (content.holds === 'table') {
    const { table } = content;
    const rows = Array.from({ length: table.nRows }, (_, i) => table.columns.map((_column, j) => table.textAt(i, j)));
    return [table.columns.map(({ name }) => name), ...rows];
  }
  if (content.holds !== 'blocks') {
    throw new UnsupportedError({ where: 'delimited', problem: `holds tables and blocks, got ${content.holds}` });
  }
  const { features, ids, matrix, levels } = content.blocks[0]!.block;
  const value = (i: number, j: number): Field => {
    const number = matrix.data[j * matrix.nRows + i]!;
    if (Number.isNaN(number)) return null;
    return levels?.[j]?.[number] ?? number;
  };
  return [['id', ...features], ...ids.map((id, i): Field[] => [id, ...features.map((_, j) => value(i, j))])];
}
