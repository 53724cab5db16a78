import { broken, unread } from './broken.ts';
import { btree1Entries } from './btree1.ts';
import { btree2Records } from './btree2.ts';
import { type Cursor, UNDEFINED } from './cursor.ts';
import type { ChunkIndex } from './dataspace.ts';
import type { FileBytes } from './file-bytes.ts';
import { checkSum } from './object-header.ts';

/** One chunk as stored. */
export interface StoredChunk {
  /** Place of its first value, [rank]. */
  readonly offset: readonly number[];
  readonly address: number;
  /** Bytes as stored. */
  readonly size: number;
  /** A bit for each filter that it did not go through. */
  readonly mask: number;
}

interface Asked {
  readonly shape: readonly number[];
  readonly chunk: readonly number[];
  /** Bytes of a chunk in full. */
  readonly size: number;
  readonly filtered: boolean;
}

/** All chunks of a dataset, rising by their place. @throws {FormatError} @throws {UnsupportedError} an index that is not read. */
export async function readChunkIndex(file: FileBytes, index: ChunkIndex, asked: Asked): Promise<StoredChunk[]> {
  const { shape, chunk, size } = asked;
  const grid = shape.map((length, d) => Math.ceil(length / chunk[d]!));
  const placeOf = (ordinal: number) => {
    const offset = shape.map(() => 0);
    for (let d = shape.length - 1, left = ordinal; d >= 0; d--) {
      offset[d] = (left % grid[d]!) * chunk[d]!;
      left = Math.floor(left / grid[d]!);
    }
    return offset;
  };
  const count = grid.reduce((a, b) => a * b, 1);
  if (index.address === UNDEFINED) return [];
  switch (index.type) {
    case 'btree1': {
      const entries = await btree1Entries(file, index.address, 1, 8 + 8 * (shape.length + 1));
      const found = entries.map(({ key, child }): StoredChunk => {
        const [bytes, mask] = [key.u32(), key.u32()];
        return { offset: shape.map(() => key.u64()), address: child, size: bytes, mask };
      });
      return found.sort((a, b) => compare(a.offset, b.offset));
    }
    case 'single': {
      const stored = index.stored ?? { size, mask: 0 };
      return [{ offset: shape.map(() => 0), address: index.address, ...stored }];
    }
    case 'implicit': {
      if (count * size > file.size) throw broken(file.name, `${count} chunks of ${size} bytes expected, got fewer`);
      const at = (k: number) => ({ offset: placeOf(k), address: index.address + k * size, size, mask: 0 });
      return Array.from({ length: count }, (_, k) => at(k));
    }
    case 'fixed':
      return readFixed(file, index.address, count, asked, placeOf);
    case 'btree2': {
      const records = await btree2Records(file, index.address);
      return records.map((record): StoredChunk => {
        const address = record.address(8);
        const stored = asked.filtered
          ? filteredEntry(record, record.bytes.length - 8 - 8 * shape.length)
          : { size, mask: 0 };
        return { offset: chunk.map((side) => record.u64() * side), address, ...stored };
      });
    }
    default:
      throw unread(file.name, 'datasets that can grow in one direction, written with a new libver, are not read');
  }
}

function compare(a: readonly number[], b: readonly number[]): number {
  const d = a.findIndex((value, k) => value !== b[k]);
  return d < 0 ? 0 : a[d]! - b[d]!;
}

/** Size and mask of a filtered chunk. @param bytes that both take. */
function filteredEntry(cursor: Cursor, bytes: number): { size: number; mask: number } {
  if (bytes < 5 || bytes > 12) throw broken(cursor.where, `an entry of a filtered chunk expected, got ${bytes} bytes`);
  return { size: cursor.uint(bytes - 4), mask: cursor.u32() };
}

/** Source: HDF5 File Format Specification 3.0, §VII.C, the fixed array. */
async function readFixed(
  file: FileBytes,
  address: number,
  count: number,
  { size, filtered }: Asked,
  placeOf: (ordinal: number) => number[],
): Promise<StoredChunk[]> {
  const head = await file.cursor(address, 28, 'an index of chunks');
  checkSum(head.bytes, head.where);
  head.signature('FAHD');
  head.skip(2);
  const entryBytes = head.u8();
  const pageBits = head.u8();
  const entries = head.u64();
  const block = head.address(8);
  if (entries !== count) throw broken(head.where, `${count} chunks expected, got ${entries}`);
  if (entryBytes < 8) throw broken(head.where, `entries of 8 bytes and more expected, got ${entryBytes}`);
  if (block === UNDEFINED) return [];
  const perPage = 2 ** pageBits;
  const pages = entries > perPage ? Math.ceil(entries / perPage) : 0;
  const headBytes = 4 + 1 + 1 + 8 + (pages > 0 ? Math.ceil(pages / 8) : 0);
  const body = await file.cursor(
    block,
    headBytes + entries * entryBytes + 4 * Math.max(1, pages + 1),
    'an index of chunks',
  );
  body.signature('FADB');
  body.at = headBytes;
  if (pages > 0) body.skip(4);
  else checkSum(body.bytes.subarray(0, headBytes + entries * entryBytes + 4), body.where);
  const found: StoredChunk[] = [];
  for (let k = 0; k < entries; k++) {
    if (pages > 0 && k > 0 && k % perPage === 0) body.skip(4);
    const chunkAddress = body.address(8);
    const stored = filtered ? filteredEntry(body, entryBytes - 8) : { size, mask: 0 };
    if (chunkAddress !== UNDEFINED) found.push({ offset: placeOf(k), address: chunkAddress, ...stored });
  }
  return found;
}
