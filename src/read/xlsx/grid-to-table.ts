import type { CellValue } from 'hucre/xlsx';
import { DataError } from '../../base/errors.ts';
import type { DelimitedTable } from '../delimited/table.ts';
import { TableParser } from '../delimited/table-parser.ts';
import type { ReadOptions } from '../reader.ts';
import { writeDelimited } from '../write.ts';

const ROWS = 1000;
const ERROR = /^#(NULL!|DIV\/0!|VALUE!|REF!|NAME\?|NUM!|N\/A|GETTING_DATA|SPILL!|CALC!)$/;

export interface Grid {
  readonly table: DelimitedTable;
  /** Cells with an error of Excel (missing in the table), and with line breaks (blanks there). */
  readonly errors: number;
  readonly breaks: number;
}

/**
 * A sheet through the inference of delimited tables: written as text and parsed, so that columns come out as from a .tsv. Rows and columns
 * without anything are passed over; places in errors are rows of the sheet.
 * @throws {DataError} an empty sheet; as `readTable`.
 */
export function gridToTable(
  name: string,
  rows: readonly (readonly CellValue[])[],
  skip: number,
  options: Pick<ReadOptions, 'text' | 'exact'>,
): Grid {
  const columns = usedColumns(rows, skip);
  if (columns.length === 0) {
    throw new DataError({
      where: name,
      problem: 'a header and rows expected, got an empty sheet',
      hint: 'is it the right sheet? inspect names them',
    });
  }
  const parser = new TableParser(name, options, { delimiter: '\t', firstLine: skip + 1 });
  let [errors, breaks] = [0, 0];
  const field = (value: CellValue): string => {
    const text = textOf(value);
    if (ERROR.test(text)) {
      errors++;
      return '';
    }
    if (!/[\r\n]/.test(text)) return text;
    breaks++;
    return text.replaceAll(/\s*[\r\n]+\s*/g, ' ');
  };
  const encoder = new TextEncoder();
  for (let from = skip; from < rows.length; from += ROWS) {
    let text = '';
    for (const row of rows.slice(from, from + ROWS)) {
      const fields = columns.map((j) => field(row[j] ?? null));
      // A row without anything is a blank line, which keeps the numbers of those below.
      text += fields.every((one) => one === '') ? '\n' : writeDelimited([fields]);
    }
    parser.push(encoder.encode(text));
  }
  return { table: parser.finish(false), errors, breaks };
}

function usedColumns(rows: readonly (readonly CellValue[])[], skip: number): number[] {
  const used = new Set<number>();
  for (let i = skip; i < rows.length; i++)
    rows[i]!.forEach((value, j) => {
      if (value !== null && value !== undefined && value !== '') used.add(j);
    });
  return [...used].sort((a, b) => a - b);
}

/** Dates as ISO 8601: a day, a moment, or a time of day, which Excel keeps as a part of day 0. */
function textOf(value: CellValue): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'boolean') return value ? 'TRUE' : 'FALSE';
  if (!(value instanceof Date)) return String(value);
  if (Number.isNaN(value.getTime())) return '';
  const iso = value.toISOString().replace(/\.000Z$|Z$/, '');
  const [day, time] = iso.split('T') as [string, string];
  if (value.getUTCFullYear() < 1900) return time;
  return time === '00:00:00' ? day : iso;
}
