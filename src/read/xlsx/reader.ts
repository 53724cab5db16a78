import type { CellValue, Sheet } from 'hucre/xlsx';
import {
  CistronError,
  DataError,
  FormatError,
  NotFoundError,
  throwIfCancelled,
  UnsupportedError,
} from '../../base/errors.ts';
import { nearest } from '../../base/nearest.ts';
import { genesAsDates } from '../genes-as-dates.ts';
import type { FileReading, ReadOptions } from '../reader.ts';
import type { ByteSource } from '../source.ts';
import { checkZip } from './check-zip.ts';
import { gridToTable } from './grid-to-table.ts';

/** A workbook is unpacked in memory. */
const LARGEST_FILE = 2 ** 29;

/**
 * A sheet of an Excel workbook as a table, its columns inferred as those of delimited text. Dates become ISO text, formulas the values that were
 * stored with them, errors of Excel missing values. Other sheets, hidden ones by name, and gene symbols that Excel made dates are told.
 * @throws {FormatError} a damaged workbook. @throws {DataError} an empty sheet, more than can be unpacked, as `readTable`. @throws {NotFoundError} no such sheet.
 * @throws {UnsupportedError} .xls, a password. Source: ECMA-376; read by hucre. Cost: memory of the unpacked sheet several times.
 */
export async function read(source: ByteSource, options: ReadOptions): Promise<FileReading> {
  const bytes = await wholeOf(source, options);
  const { sheet = '', skip = 0 } = (options.params ?? {}) as { readonly sheet?: string; readonly skip?: number };
  const { readXlsx } = await import('hucre/xlsx');
  const attempt = async <T>(act: () => Promise<T>): Promise<T> => {
    try {
      return await act();
    } catch (cause) {
      throw cause instanceof CistronError ? cause : broken(source.name, cause);
    }
  };
  const infos: { readonly name: string; readonly hidden: boolean }[] = [];
  await attempt(() =>
    readXlsx(bytes, {
      sheets: ({ name, hidden, veryHidden }) => {
        infos.push({ name, hidden: Boolean(hidden || veryHidden) });
        return false;
      },
    }),
  );
  const index = chosen(infos, sheet, source.name);
  if (options.signal) throwIfCancelled(options.signal, source.name);
  const book = await attempt(() => readXlsx(bytes, { sheets: [index] }));
  const found = book.sheets[0];
  if (!found) throw broken(source.name, new Error('the sheet has no part of its own'));
  const { text = [], exact = [] } = options;
  const { table, errors, breaks } = gridToTable(source.name, found.rows, skip, { text, exact });
  const unread = infos.filter((_, k) => k !== index);
  const [open, hidden] = [false, true].map((is) => unread.filter((one) => one.hidden === is).map(({ name }) => name));
  const bare = emptyFormulas(found);
  const problems = [
    ...(open!.length > 0 ? [`other sheets, not read: ${quoted(open!)}; sheet: names the one to read`] : []),
    ...(hidden!.length > 0 ? [`hidden sheets, not read: ${quoted(hidden!)}`] : []),
    ...(infos[index]!.hidden ? [`the sheet '${infos[index]!.name}' is hidden`] : []),
    ...(errors > 0 ? [`cells with an error of Excel (#N/A, #DIV/0! …), taken as missing: ${errors}`] : []),
    ...(bare > 0 ? [`formulas without a stored value, taken as missing: ${bare}; open and save it in Excel`] : []),
    ...(breaks > 0 ? [`cells with line breaks, read as blanks: ${breaks}`] : []),
    ...genesAsDates(table),
  ];
  const facts = { sheet: infos[index]!.name, sheets: infos.length };
  return { content: { holds: 'table', table }, facts, problems };
}

async function wholeOf(source: ByteSource, { signal }: ReadOptions): Promise<Uint8Array> {
  const pieces: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of source.chunks(signal)) {
    pieces.push(chunk.slice());
    length += chunk.length;
    if (length > LARGEST_FILE) {
      throw new DataError({
        where: source.name,
        problem: 'a workbook of at most 512 MiB expected, got a larger one',
        hint: 'save the sheet as .tsv',
      });
    }
  }
  const bytes = new Uint8Array(length);
  let at = 0;
  for (const piece of pieces) {
    bytes.set(piece, at);
    at += piece.length;
  }
  if ([0xd0, 0xcf, 0x11, 0xe0].every((byte, i) => bytes[i] === byte)) {
    throw new UnsupportedError({
      where: source.name,
      problem: 'a workbook of Excel 2007 or later without a password expected, got an .xls file or one with a password',
      hint: 'save it as .xlsx without a password, or the sheet as .tsv',
    });
  }
  if (length === 0) throw new FormatError({ where: source.name, problem: 'a workbook expected, got an empty file' });
  checkZip(bytes, source.name);
  return bytes;
}

function chosen(
  infos: readonly { readonly name: string; readonly hidden: boolean }[],
  sheet: string,
  file: string,
): number {
  const index =
    sheet === ''
      ? Math.max(
          0,
          infos.findIndex(({ hidden }) => !hidden),
        )
      : infos.findIndex(({ name }) => name === sheet);
  if (infos.length === 0) throw new FormatError({ where: file, problem: 'a workbook with a sheet expected, got none' });
  if (index >= 0) return index;
  const names = infos.map(({ name }) => name);
  const near = nearest(sheet, names);
  throw new NotFoundError({
    where: file,
    problem: `no sheet '${sheet}'`,
    hint: near ? `did you mean '${near}'?` : `the sheets are: ${names.slice(0, 12).join(', ')}`,
  });
}

function emptyFormulas({ cells }: Sheet): number {
  let count = 0;
  const nothing = (value: CellValue | undefined) => value === null || value === undefined;
  for (const { formula, formulaResult, value } of cells?.values() ?? [])
    if (formula !== undefined && nothing(formulaResult) && nothing(value)) count++;
  return count;
}

function broken(name: string, cause: unknown): FormatError {
  return new FormatError({
    where: name,
    problem: `a whole workbook expected, but it cannot be read (${(cause as Error).message.slice(0, 200)})`,
    hint: 'open it in Excel or LibreOffice and save it again, or save the sheet as .tsv',
    cause,
  });
}

const quoted = (names: readonly string[]) =>
  names
    .slice(0, 5)
    .map((name) => `'${name}'`)
    .join(', ') + (names.length > 5 ? `, … (${names.length} in all)` : '');
