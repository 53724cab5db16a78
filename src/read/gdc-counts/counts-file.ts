import { DataError, FormatError, NotFoundError } from '../../base/errors.ts';
import { nearest } from '../../base/nearest.ts';
import { numberOf } from '../delimited/parse-number.ts';
import type { ReadOptions } from '../reader.ts';
import type { ByteSource } from '../source.ts';
import { eachLine } from '../text/each-line.ts';

/** The genes of a file, which all files of a folder have. */
export interface GdcGenes {
  readonly ids: readonly string[];
  readonly names: readonly string[];
  readonly types: readonly string[];
  readonly model: string;
}

const ABOUT = 3;

/**
 * One sample: its genes and the values of a column. Rows of `N_…`, reads that were not counted, are left out.
 * @throws {FormatError} another header, a cut line, a gene twice. @throws {NotFoundError} no such column. @throws {DataError} a value that is no number.
 */
export async function readCounts(
  source: ByteSource,
  options: Pick<ReadOptions, 'signal' | 'progress'>,
  column: string,
): Promise<{ readonly genes: GdcGenes; readonly values: Float32Array }> {
  const [ids, names, types]: [string[], string[], string[]] = [[], [], []];
  const values: number[] = [];
  let model = '';
  let width = 0;
  let place = -1;
  await eachLine(source, options, (line, number) => {
    if (line === '') return;
    if (line.startsWith('#')) {
      model ||= /gene-model:\s*(.+)/.exec(line)?.[1]?.trim() ?? '';
      return;
    }
    const fields = line.split('\t');
    if (width === 0) {
      if (!line.startsWith('gene_id\tgene_name\tgene_type\t')) throw noCounts(`${source.name}:${number}`, line);
      width = fields.length;
      place = placeOf(column, fields, source.name);
      return;
    }
    if (fields.length !== width) {
      throw new FormatError({
        where: `${source.name}:${number}`,
        problem: `${width} fields expected (as in the header), got ${fields.length}`,
        hint: 'the file is cut short or damaged: get it again',
      });
    }
    if (fields[0]!.startsWith('N_')) return;
    const value = numberOf(fields[place]!);
    if (!Number.isFinite(Math.fround(value))) {
      throw new DataError({
        where: `${source.name}:${number}:${place + 1}`,
        problem: `a number expected in column '${column}', got '${fields[place]!.slice(0, 40)}'`,
      });
    }
    ids.push(fields[0]!);
    names.push(fields[1]!);
    types.push(fields[2]!);
    values.push(value);
  });
  if (width === 0) throw noCounts(source.name, '');
  if (ids.length === 0)
    throw new FormatError({ where: source.name, problem: 'genes expected below the header, got none' });
  const seen = new Set<string>();
  const twice = ids.find((id) => seen.size === seen.add(id).size);
  if (twice !== undefined) {
    throw new FormatError({
      where: source.name,
      problem: `each gene must stand once, got '${twice.slice(0, 40)}' twice`,
    });
  }
  return { genes: { ids, names, types, model }, values: Float32Array.from(values) };
}

function placeOf(column: string, header: readonly string[], file: string): number {
  const place = header.indexOf(column, ABOUT);
  if (place >= 0) return place;
  const near = nearest(column, header.slice(ABOUT));
  throw new NotFoundError({
    where: file,
    problem: `no column '${column}'`,
    hint: near ? `did you mean '${near}'?` : `the columns are: ${header.slice(ABOUT).join(', ')}`,
  });
}

function noCounts(where: string, line: string): FormatError {
  return new FormatError({
    where,
    problem: `a header of gene_id, gene_name, gene_type and counts expected, got ${line === '' ? 'an empty file' : `'${line.slice(0, 60)}'`}`,
    hint: 'is it a file of gene counts of the GDC?',
  });
}
