import { UnsupportedError } from '../../base/errors.ts';
import { genesAsDates } from '../genes-as-dates.ts';
import type { FileContent, FileReading, ReadOptions, WrittenFile } from '../reader.ts';
import type { ByteSource } from '../source.ts';
import { type Field, writeDelimited } from '../write.ts';
import { readTable } from './read-table.ts';

export async function read(source: ByteSource, options: ReadOptions): Promise<FileReading> {
  const table = await readTable(source, options);
  return { content: { holds: 'table', table }, facts: {}, problems: genesAsDates(table) };
}

/** Separated by commas where the name ends in .csv, else by tabs: samples in rows, their ids first. @throws {UnsupportedError} content that is no table of samples. */
export async function write(content: FileContent, name: string): Promise<readonly WrittenFile[]> {
  const delimiter = /\.csv$/i.test(name) ? ',' : '\t';
  return [{ name, bytes: new TextEncoder().encode(writeDelimited(rowsOf(content), delimiter)) }];
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
