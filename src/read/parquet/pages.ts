import {
  type AsyncBuffer,
  type ColumnMetaData,
  type Compressors,
  type FileMetaData,
  snappyUncompress,
} from 'hyparquet';
import { Cursor } from '../hdf5/cursor.ts';
import { broken } from './errors.ts';
import { walkRuns } from './runs.ts';
import { readStruct, type Struct } from './thrift.ts';

const DATA_PAGE = 0;
const DICTIONARY_PAGE = 2;
const [PLAIN_DICTIONARY, RLE, RLE_DICTIONARY] = [2, 3, 8] as const;

/**
 * Looks at the pages of some columns before they are decoded: the decoder trusts their numbers and the lengths of their runs, which in a broken file
 * ends in a hang. Costs a second unpacking. Source: parquet.thrift 2.12, PageHeader. @param columns name → whether values may be missing; of one value a row.
 * @throws {FormatError} more values than rows, a page larger than its column says, runs that are too long.
 */
export async function checkPages(
  file: AsyncBuffer,
  { row_groups: groups }: FileMetaData,
  columns: ReadonlyMap<string, { readonly optional: boolean }>,
  compressors: Compressors,
  where: string,
): Promise<void> {
  for (const group of groups) {
    for (const { meta_data: chunk, file_path } of group.columns) {
      if (!chunk || file_path) throw broken(where, 'columns in this file expected, got one elsewhere');
      const column = columns.get(chunk.path_in_schema[0]!);
      if (column) await checkChunk(file, chunk, Number(group.num_rows), column.optional, compressors, where);
    }
  }
}

async function checkChunk(
  file: AsyncBuffer,
  chunk: ColumnMetaData,
  nRows: number,
  optional: boolean,
  compressors: Compressors,
  fileName: string,
): Promise<void> {
  const where = `${fileName}: column '${chunk.path_in_schema[0]}'`;
  if (Number(chunk.num_values) !== nRows)
    throw broken(where, `${nRows} values expected, as many as rows, got ${chunk.num_values}`);
  const first = Math.min(
    Number(chunk.dictionary_page_offset || chunk.data_page_offset),
    Number(chunk.data_page_offset),
  );
  const end = first + Number(chunk.total_compressed_size);
  if (!(first >= 4 && end <= file.byteLength && end >= first))
    throw broken(where, `bytes within the file expected, got ${first} to ${end}`);
  const most = Number(chunk.total_uncompressed_size);
  const cursor = new Cursor(new Uint8Array(await file.slice(first, end)), where);
  for (let values = 0; values < nRows; ) {
    const page = readStruct(cursor);
    const [unpacked, packed] = [wholeOf(page, 2, where), wholeOf(page, 3, where)];
    if (unpacked > most) throw broken(where, `a page of up to ${most} bytes expected, got ${unpacked}`);
    const bytes = cursor.take(packed);
    const kind = page.get(1);
    const head =
      kind === DATA_PAGE ? structOf(page, 5) : kind === DICTIONARY_PAGE ? structOf(page, 7) : structOf(page, 8);
    if (!head) throw broken(where, 'a page of data or words expected, got another');
    const count = wholeOf(head, 1, where);
    if (kind === DICTIONARY_PAGE) {
      // No more words than bytes.
      if (count > unpacked) throw broken(where, `up to ${unpacked} words expected, got ${count}`);
      continue;
    }
    if (count > nRows - values) throw broken(where, `up to ${nRows - values} values expected in a page, got ${count}`);
    values += count;
    const unpack = (part: Uint8Array, size: number) => unpacker(chunk, compressors)(part, size);
    if (kind !== DATA_PAGE) checkNewPage(bytes, unpacked, head, chunk, unpack, where);
    else checkOldPage(unpack(bytes, unpacked), count, wholeOf(head, 2, where), optional, chunk, where);
  }
}

function checkOldPage(
  bytes: Uint8Array,
  count: number,
  encoding: number,
  optional: boolean,
  chunk: ColumnMetaData,
  where: string,
): void {
  const cursor = new Cursor(bytes, where);
  let known = count;
  if (optional) {
    const levels = new Cursor(cursor.take(cursor.u32()), where);
    known = walkRuns(levels, 1, count);
  }
  checkValues(cursor, encoding, known, chunk);
}

function checkNewPage(
  bytes: Uint8Array,
  unpacked: number,
  head: Struct,
  chunk: ColumnMetaData,
  unpack: (part: Uint8Array, size: number) => Uint8Array,
  where: string,
): void {
  const [count, missing, rows] = [wholeOf(head, 1, where), wholeOf(head, 2, where), wholeOf(head, 3, where)];
  const [levelBytes, repeatBytes] = [wholeOf(head, 5, where), wholeOf(head, 6, where)];
  if (missing > count || rows !== count || repeatBytes > 0 || levelBytes > bytes.length || levelBytes > unpacked)
    throw broken(where, `a page of ${count} rows expected, got ${rows} of which ${missing} are missing`);
  if (levelBytes > 0) {
    const known = walkRuns(new Cursor(bytes.subarray(0, levelBytes), where), 1, count);
    if (known !== count - missing) throw broken(where, `${count - missing} values expected, got ${known}`);
  }
  const rest = bytes.subarray(levelBytes);
  const size = unpacked - levelBytes;
  const plain = head.get(7) === 0 || size === 0;
  checkValues(new Cursor(plain ? rest : unpack(rest, size), where), wholeOf(head, 4, where), count - missing, chunk);
}

/** Of values that are runs: words of a dictionary, booleans. */
function checkValues(cursor: Cursor, encoding: number, count: number, { type }: ColumnMetaData): void {
  if (encoding === PLAIN_DICTIONARY || encoding === RLE_DICTIONARY) {
    if (count === 0 && cursor.left === 0) return;
    const width = cursor.u8();
    if (width > 32) throw broken(cursor.where, `words of up to 32 bits expected, got ${width}`);
    if (width > 0) walkRuns(cursor, width, count);
  } else if (encoding === RLE) {
    if (type !== 'BOOLEAN') throw broken(cursor.where, 'booleans expected in runs, got something else');
    cursor.skip(4);
    walkRuns(cursor, 1, count);
  }
}

function unpacker({ codec }: ColumnMetaData, compressors: Compressors): (part: Uint8Array, size: number) => Uint8Array {
  if (codec === 'UNCOMPRESSED') return (part) => part;
  const own = compressors[codec];
  if (own) return own;
  return (part, size) => {
    const out = new Uint8Array(size);
    snappyUncompress(part, out);
    return out;
  };
}

/** A number that must be there, not below 0. */
function wholeOf(struct: Struct, field: number, where: string): number {
  const value = struct.get(field);
  if (typeof value === 'number' && value >= 0) return value;
  throw broken(
    where,
    `a number in field ${field} of a page's header expected, got ${value === undefined ? 'none' : value}`,
  );
}

function structOf(struct: Struct, field: number): Struct | undefined {
  const value = struct.get(field);
  return value instanceof Map ? value : undefined;
}
