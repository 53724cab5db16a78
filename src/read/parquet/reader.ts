import type { FileMetaData, SchemaElement } from 'hyparquet';
import { throwIfCancelled } from '../../base/errors.ts';
import type { AnnotationColumn } from '../../table/annotations.ts';
import { buildTable } from '../delimited/build-table.ts';
import type { FileReading, ReadOptions } from '../reader.ts';
import type { ByteSource } from '../source.ts';
import { broken, guarded, unread } from './errors.ts';
import { pandasIndex } from './pandas-index.ts';
import { columnOf } from './values.ts';

export { write } from './write.ts';

/** Columns decoded at a time: the schema is walked once for them all, their values are in memory twice. */
const COLUMNS_AT_A_TIME = 128;
const MARK = [0x50, 0x41, 0x52, 0x31];

/**
 * A Parquet file as a table, a few columns at a time. Source: Apache Parquet format 2.12. Decoded by hyparquet; checked against pyarrow 25 and pandas 3.
 * @throws {FormatError} not Parquet, cut short, broken pages. @throws {UnsupportedError} encryption, a codec that is not read.
 */
export async function read(source: ByteSource, options: ReadOptions): Promise<FileReading> {
  const { signal, progress } = options;
  const { name, size } = source;
  if (signal) throwIfCancelled(signal, name);
  if (size === undefined || source.files)
    throw unread(name, 'a Parquet file is read here and there, got one of unknown size', 'save it to disk first');
  await checkMarks(source, size);
  const file = {
    byteLength: size,
    slice: async (start: number, end = size) => {
      if (signal) throwIfCancelled(signal, name);
      if (!(start >= 0 && end >= start && end <= size))
        throw broken(name, `bytes within its ${size} expected, got ${start} to ${end}`);
      const bytes = await source.range(start, end);
      return (bytes.byteLength === bytes.buffer.byteLength ? bytes.buffer : bytes.slice().buffer) as ArrayBuffer;
    },
  };
  const [{ parquetMetadataAsync, parquetRead }, { checkPages }] = await Promise.all([
    import('hyparquet'),
    import('./pages.ts'),
  ]);
  const metadata = await guarded(name, () => parquetMetadataAsync(file));
  const nRows = checkRows(metadata, name);
  const { flat, nested } = columnsOf(metadata);
  const problems = nested.map((column) => `column '${column}' is left out: it holds lists or records`);
  const compressors = await compressorsFor(metadata, name);
  const columns: AnnotationColumn[] = [];
  for (let from = 0; from < flat.length; from += COLUMNS_AT_A_TIME) {
    const taken = flat.slice(from, from + COLUMNS_AT_A_TIME);
    const names = taken.map((element) => element.name);
    const asked = new Map(taken.map((one) => [one.name, { optional: one.repetition_type === 'OPTIONAL' }]));
    await guarded(name, () => checkPages(file, metadata, asked, compressors, name));
    const pieces = new Map<string, { rowStart: number; data: ArrayLike<unknown> }[]>(names.map((one) => [one, []]));
    const onChunk = ({
      columnName,
      columnData,
      rowStart,
    }: {
      columnName: string;
      columnData: ArrayLike<unknown>;
      rowStart: number;
    }) => void pieces.get(columnName)?.push({ rowStart, data: columnData });
    if (nRows > 0)
      await guarded(name, () => parquetRead({ file, metadata, columns: names, compressors, onChunk, utf8: false }));
    for (const element of taken) {
      const column = columnOf(element, pieces.get(element.name)!, nRows, name, problems);
      if (column) columns.push(column);
    }
    progress?.(Math.min(1, (from + taken.length) / flat.length), `reading ${name}`);
  }
  if (columns.length === 0) throw broken(name, 'at least one column of numbers or text expected, got none');
  const table = buildTable(name, pandasIndex(metadata, columns, problems));
  const chunks = metadata.row_groups.flatMap((group) => group.columns);
  const codecs = [...new Set(chunks.map((chunk) => chunk.meta_data?.codec?.toLowerCase() ?? 'unknown'))];
  return {
    content: { holds: 'table', table },
    facts: {
      'made by': metadata.created_by ?? 'unknown',
      compression: codecs.join(', ') || 'none',
      'row groups': metadata.row_groups.length,
    },
    problems,
  };
}

async function checkMarks(source: ByteSource, size: number): Promise<void> {
  const [first, last] = [await source.range(0, 4), await source.range(Math.max(0, size - 4), size)];
  const marked = (bytes: Uint8Array) => MARK.every((byte, k) => bytes[k] === byte);
  if (size >= 12 && marked(first) && marked(last)) return;
  if (String.fromCharCode(...last) === 'PARE')
    throw unread(source.name, 'encrypted Parquet is not read', 'write it without encryption');
  throw broken(
    source.name,
    `a Parquet file expected, which begins and ends with PAR1, got one of ${size} bytes that does not`,
  );
}

/** Rows of all groups, each a whole number. */
function checkRows({ num_rows, row_groups }: FileMetaData, where: string): number {
  const nRows = Number(num_rows);
  const sum = row_groups.reduce((total, group) => total + Number(group.num_rows), 0);
  if (!(nRows >= 0 && nRows < 2 ** 31) || sum !== nRows)
    throw broken(where, `${num_rows} rows expected, got ${sum} in its groups`);
  return nRows;
}

/** Columns at the top of the schema: those of one value a row, and the names of others. @throws {FormatError} two of one name. */
function columnsOf({ schema }: FileMetaData): { flat: SchemaElement[]; nested: string[] } {
  const [flat, nested]: [SchemaElement[], string[]] = [[], []];
  const skip = (at: number): number => {
    let next = at + 1;
    for (let k = schema[at]?.num_children ?? 0; k > 0 && next < schema.length; k--) next = skip(next);
    return next;
  };
  for (let at = 1; at < schema.length; at = skip(at)) {
    const element = schema[at]!;
    if (element.num_children || element.repetition_type === 'REPEATED') nested.push(element.name);
    else flat.push(element);
  }
  const seen = new Set<string>();
  for (const { name } of flat) {
    if (seen.has(name)) throw broken('schema', `one column '${name}' expected, got two`);
    seen.add(name);
  }
  return { flat, nested };
}

async function compressorsFor(metadata: FileMetaData, where: string) {
  const codecs = new Set(metadata.row_groups.flatMap((group) => group.columns.map((chunk) => chunk.meta_data?.codec)));
  for (const codec of codecs)
    if (codec && !['UNCOMPRESSED', 'SNAPPY', 'GZIP', 'ZSTD', 'BROTLI', 'LZ4', 'LZ4_RAW'].includes(codec))
      throw unread(where, `the codec ${codec} is not read`, 'write it again with compression="zstd"');
  const plain = [...codecs].every((codec) => codec === 'UNCOMPRESSED' || codec === 'SNAPPY');
  if (plain) return {};
  // Snappy comes with hyparquet, without WebAssembly.
  const { SNAPPY: _, ...others } = (await import('hyparquet-compressors')).compressors;
  return others;
}
