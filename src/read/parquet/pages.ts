import type { AsyncBuffer, FileMetaData } from 'hyparquet';
import { Cursor } from '../hdf5/cursor.ts';
import { broken } from './errors.ts';

/** The longest header of a page, with its statistics. */
const HEADER_BYTES = 1 << 16;

/**
 * Looks at the headers of the pages of some columns before they are decoded: the decoder allocates by their numbers. Source: parquet.thrift 2.12, PageHeader;
 * Thrift compact protocol. @throws {FormatError} more values than rows, a page larger than its column says.
 */
export async function checkPages(
  file: AsyncBuffer,
  { row_groups: groups }: FileMetaData,
  names: readonly string[],
  where: string,
): Promise<void> {
  const wanted = new Set(names);
  for (const group of groups) {
    const nRows = Number(group.num_rows);
    for (const { meta_data: column, file_path } of group.columns) {
      if (!column || file_path) throw broken(where, 'columns in this file expected, got one elsewhere');
      if (!wanted.has(column.path_in_schema[0]!)) continue;
      const what = `column '${column.path_in_schema[0]}'`;
      if (Number(column.num_values) !== nRows)
        throw broken(where, `${what}: ${nRows} values expected, as many as rows, got ${column.num_values}`);
      const start = Number(column.dictionary_page_offset || column.data_page_offset);
      const first = Math.min(start, Number(column.data_page_offset));
      const end = first + Number(column.total_compressed_size);
      if (!(first >= 4 && end <= file.byteLength && end >= first))
        throw broken(where, `${what}: bytes within the file expected, got ${first} to ${end}`);
      const most = Number(column.total_uncompressed_size);
      let values = 0;
      for (let at = first; at < end - 1 && values < nRows; ) {
        const bytes = new Uint8Array(await file.slice(at, Math.min(end, at + HEADER_BYTES)));
        const cursor = new Cursor(bytes, `${where}: ${what}`);
        const page = structOf(cursor, 0);
        const [kind, unpacked, packed] = [page.get(1), page.get(2), page.get(3)];
        const inner = page.get(5) ?? page.get(7) ?? page.get(8);
        const count = inner instanceof Map ? inner.get(1) : undefined;
        const whole = (value: unknown): value is number => typeof value === 'number' && value >= 0;
        if (!whole(unpacked) || !whole(packed) || !whole(count) || unpacked > most)
          throw broken(where, `${what}: a page of up to ${most} bytes expected, got ${unpacked}`);
        const isDictionary = kind === 2;
        // A dictionary has no more words than bytes, a page no more values than rows are left.
        if (count > (isDictionary ? unpacked : nRows - values))
          throw broken(
            where,
            `${what}: up to ${isDictionary ? unpacked : nRows - values} values expected in a page, got ${count}`,
          );
        if (!isDictionary) values += count;
        at += cursor.at + packed;
      }
    }
  }
}

type Struct = ReadonlyMap<number, number | Struct>;

/** Whole numbers and structs of a struct; everything else is passed over. */
function structOf(cursor: Cursor, depth: number): Struct {
  const found = new Map<number, number | Struct>();
  if (depth > 8) throw broken(cursor.where, 'a header of pages expected, got structs within structs');
  for (let id = 0; ; ) {
    const head = cursor.u8();
    if (head === 0) return found;
    id = head >> 4 ? id + (head >> 4) : zigzag(cursor);
    const value = fieldOf(cursor, head & 15, depth);
    if (value !== undefined) found.set(id, value);
  }
}

function fieldOf(cursor: Cursor, type: number, depth: number): number | Struct | undefined {
  switch (type) {
    case 1:
    case 2:
      return undefined;
    case 3:
      cursor.skip(1);
      return undefined;
    case 4:
    case 5:
    case 6:
      return zigzag(cursor);
    case 7:
      cursor.skip(8);
      return undefined;
    case 8:
      cursor.skip(varint(cursor));
      return undefined;
    case 9:
    case 10: {
      const head = cursor.u8();
      const count = head >> 4 === 15 ? varint(cursor) : head >> 4;
      if (count > cursor.left) throw broken(cursor.where, `a list of up to ${cursor.left} expected, got ${count}`);
      for (let k = 0; k < count; k++) fieldOf(cursor, (head & 15) < 3 ? 3 : head & 15, depth + 1);
      return undefined;
    }
    case 12:
      return structOf(cursor, depth + 1);
    default:
      throw broken(cursor.where, `a header of a page expected, got a field of type ${type}`);
  }
}

function varint(cursor: Cursor): number {
  let value = 0;
  for (let scale = 1; scale < 2 ** 50; scale *= 128) {
    const byte = cursor.u8();
    value += (byte & 127) * scale;
    if (byte < 128) return value;
  }
  throw broken(cursor.where, 'a number below 2^50 expected, got a larger one');
}

function zigzag(cursor: Cursor): number {
  const value = varint(cursor);
  return value % 2 === 0 ? value / 2 : -(value + 1) / 2;
}
