import { FormatError } from '../../base/errors.ts';
import { readTable } from '../delimited/read-table.ts';
import type { DelimitedTable } from '../delimited/table.ts';
import type { ReadOptions } from '../reader.ts';
import type { ByteSource } from '../source.ts';

const NEEDED = ['File ID', 'File Name', 'Case ID', 'Sample ID'];

/** A sample sheet of the GDC: a row for each file. */
export interface SampleSheet {
  readonly table: DelimitedTable;
  /** File name → row. */
  readonly rowOf: ReadonlyMap<string, number>;
}

/** @throws {FormatError} columns that are not there, a file name twice; as `readTable`. */
export async function readSampleSheet(
  source: ByteSource,
  options: Pick<ReadOptions, 'signal'> = {},
): Promise<SampleSheet> {
  const table = await readTable(source, { ...options, text: NEEDED });
  const missing = NEEDED.filter((name) => !table.columns.some((column) => column.name === name));
  if (missing.length > 0) {
    throw new FormatError({
      where: source.name,
      problem: `the columns of a sample sheet of the GDC expected, got none called ${missing.join(', ')}`,
    });
  }
  const rowOf = new Map<string, number>();
  table.texts(table.columnIndex('File Name')).forEach((name, i) => {
    if (name === null || rowOf.has(name)) {
      throw new FormatError({
        where: `${source.name}:${table.lineOf(i)}`,
        problem: `each file must have a row and a name of its own, got ${name === null ? 'no name' : `'${name}' again`}`,
      });
    }
    rowOf.set(name, i);
  });
  return { table, rowOf };
}

/** The MD5 that a manifest of the GDC promises: file name → lowercase hex. @throws {FormatError} columns that are not there. */
export async function readManifest(
  source: ByteSource,
  options: Pick<ReadOptions, 'signal'> = {},
): Promise<ReadonlyMap<string, string>> {
  const table = await readTable(source, { ...options, text: ['filename', 'md5'] });
  const [file, md5] = ['filename', 'md5'].map((name) => table.columns.findIndex((column) => column.name === name));
  if (file! < 0 || md5! < 0) {
    throw new FormatError({
      where: source.name,
      problem: 'a manifest of the GDC with the columns filename and md5 expected',
    });
  }
  const sums = new Map<string, string>();
  const [files, values] = [table.texts(file!), table.texts(md5!)];
  // A folder of the GDC client has its path in its own manifest: <id>/<name>.
  files.forEach((name, i) => {
    if (name !== null && values[i]) sums.set(name.replace(/^.*\//, ''), values[i]!.toLowerCase());
  });
  return sums;
}
