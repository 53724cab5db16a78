import { DataError, FormatError } from '../../base/errors.ts';
import { buildTable } from '../delimited/build-table.ts';
import type { FileReading, ReadOptions } from '../reader.ts';
import type { ByteSource } from '../source.ts';
import { eachLine } from '../text/each-line.ts';
import { Names } from '../text/names.ts';
import { typedColumn } from '../text/typed-column.ts';

const BED12 = [
  ...['chromosome', 'start', 'end', 'name', 'score', 'strand', 'thick-start', 'thick-end', 'item-rgb'],
  ...['block-count', 'block-sizes', 'block-starts'],
];
const PEAKS = ['signal', 'p-value', 'q-value', 'peak'];
/** Larger than any chromosome. */
const LARGEST = 2 ** 40;

/**
 * Intervals as a table, places as they stand, 0-based and half-open: `chromosome`, `start`, `end`, then as many of `name`, `score`, `strand`,
 * `thick-start`, `thick-end`, `item-rgb`, `block-count`, `block-sizes`, `block-starts` as there are; in narrowPeak and broadPeak `signal`,
 * `p-value`, `q-value`, `peak` after the strand; further ones `column-13` and so on. Fields are parted by tabs, without any tab by blanks. Lines of
 * `track`, `browser` and # are passed over.
 * @throws {FormatError} fewer than three fields, lines of different lengths. @throws {DataError} a start or an end that is none, a strand other than + − .
 * Source: GA4GH BED 1.0; UCSC and ENCODE for peaks. Cost: one pass.
 */
export async function read(source: ByteSource, options: ReadOptions): Promise<FileReading> {
  const names = new Names();
  const fields: string[][] = [];
  let width = 0;
  let strands = false;
  const starts: number[] = [];
  const ends: number[] = [];
  const lines: number[] = [];
  await eachLine(source, options, (line, number) => {
    if (line.trim() === '' || /^(#|track\b|browser\b)/.test(line)) return;
    const found = line.includes('\t') ? line.split('\t') : line.trim().split(/ +/);
    const where = `${source.name}:${number}`;
    if (fields.length === 0) {
      if (found.length < 3) throw tooFew(where, found.length);
      width = found.length;
      strands = width > 5;
      for (let j = 0; j < width; j++) fields.push([]);
    }
    if (found.length !== width) {
      throw new FormatError({
        where,
        problem: `${width} fields expected (as in the first line), got ${found.length}`,
        hint: 'the line is cut, or has a field too many or too few',
      });
    }
    checkPlace(found, where, strands);
    starts.push(Number(found[1]));
    ends.push(Number(found[2]));
    lines.push(number);
    found.forEach((field, j) => {
      if (j !== 1 && j !== 2) fields[j]!.push(names.of(field));
    });
  });
  if (fields.length === 0)
    throw new FormatError({ where: source.name, problem: 'intervals expected, got an empty file' });
  const columns = fields.map((texts, j) => {
    const name = columnName(j, width, source.name);
    if (j === 1 || j === 2)
      return { name, type: 'number', values: Float64Array.from(j === 1 ? starts : ends) } as const;
    // Names and chromosomes are text also where they look like numbers; a strand - is no missing word.
    if (j === 0 || j === 3) return { name, type: 'text', values: texts } as const;
    if (j === 5) return { name, type: 'text', values: texts.map((strand) => strand || '.') } as const;
    return typedColumn(name, texts);
  });
  const facts = { intervals: starts.length, columns: width, places: '0-based, half-open' };
  const bases = starts.reduce((sum, start, i) => sum + ends[i]! - start, 0);
  return {
    content: { holds: 'table', table: buildTable(source.name, columns, lines) },
    facts: { ...facts, bases },
    problems: [],
  };
}

function columnName(j: number, width: number, file: string): string {
  const peaks = /\.(narrow|broad)peak(\.b?gz)?$/i.test(file) && width <= 10;
  return (peaks && j > 5 ? PEAKS[j - 6] : BED12[j]) ?? `column-${j + 1}`;
}

function checkPlace(found: readonly string[], where: string, strands: boolean): void {
  const [chromosome, start, end] = found as [string, string, string];
  const placed = /^\d+$/.test(start) && /^\d+$/.test(end) && Number(start) <= Number(end) && Number(end) < LARGEST;
  if (!placed || chromosome === '') {
    throw new DataError({
      where,
      problem: `a chromosome, a start and an end not below it expected, got ${found.slice(0, 3).join(', ').slice(0, 80)}`,
      hint: 'a header line must begin with #',
    });
  }
  if (strands && !['+', '-', '.', ''].includes(found[5]!)) {
    throw new DataError({
      where: `${where}:6`,
      problem: `a strand of +, - or . expected, got '${found[5]!.slice(0, 20)}'`,
    });
  }
}

function tooFew(where: string, count: number): FormatError {
  return new FormatError({
    where,
    problem: `at least chromosome, start and end expected, got ${count} field${count === 1 ? '' : 's'}`,
  });
}
