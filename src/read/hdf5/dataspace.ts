import { broken } from './broken.ts';
import { Cursor, UNDEFINED } from './cursor.ts';

/** Dimensions of a dataset or an attribute; [] is one value, null none at all. Source: HDF5 File Format Specification 3.0, §IV.A.2.b. */
export function parseDataspace(bytes: Uint8Array, where: string): readonly number[] | null {
  const cursor = new Cursor(bytes, where);
  const version = cursor.u8();
  const rank = cursor.u8();
  if (version !== 1 && version !== 2) throw broken(where, `version 1 or 2 of its dimensions expected, got ${version}`);
  if (rank > 32) throw broken(where, `at most 32 dimensions expected, got ${rank}`);
  cursor.skip(1);
  if (version === 1) cursor.skip(5);
  else if (cursor.u8() === 2) return null;
  return Array.from({ length: rank }, () => cursor.u64());
}

/** How the values of a dataset are stored. */
export type Layout =
  | { readonly kind: 'compact'; readonly bytes: Uint8Array }
  | { readonly kind: 'contiguous'; readonly address: number; readonly size: number }
  | { readonly kind: 'chunked'; readonly chunk: readonly number[]; readonly index: ChunkIndex };

/** Where the chunks are looked up. */
export type ChunkIndex =
  | { readonly type: 'btree1' | 'implicit' | 'btree2' | 'extensible'; readonly address: number }
  | { readonly type: 'fixed'; readonly address: number }
  | {
      readonly type: 'single';
      readonly address: number;
      /** Of a filtered chunk. */
      readonly stored: { readonly size: number; readonly mask: number } | null;
    };

/** @param elementSize bytes of one value. Source: HDF5 File Format Specification 3.0, §IV.A.2.i. @throws {FormatError} */
export function parseLayout(bytes: Uint8Array, elementSize: number, where: string): Layout {
  const cursor = new Cursor(bytes, where);
  const version = cursor.u8();
  if (version === 1 || version === 2) return parseOldLayout(cursor);
  if (version !== 3 && version !== 4) throw broken(where, `version 1 to 4 of its layout expected, got ${version}`);
  const kind = cursor.u8();
  if (kind === 0) return { kind: 'compact', bytes: cursor.take(cursor.u16()) };
  if (kind === 1) return { kind: 'contiguous', address: cursor.address(8), size: cursor.u64() };
  if (kind !== 2) throw broken(where, `compact, contiguous or chunked storage expected, got kind ${kind}`);
  if (version === 3) {
    const rank = cursor.u8();
    const address = cursor.address(8);
    return chunked(cursor, rank, 4, elementSize, () => ({ type: 'btree1', address }));
  }
  const flags = cursor.u8();
  const rank = cursor.u8();
  return chunked(cursor, rank, cursor.u8(), elementSize, () => parseIndex(cursor, flags));
}

function chunked(cursor: Cursor, rank: number, size: number, element: number, index: () => ChunkIndex): Layout {
  if (rank < 2 || rank > 33 || size < 1 || size > 8)
    throw broken(cursor.where, `chunks of 1 to 32 dimensions expected, got ${rank - 1}`);
  const all = Array.from({ length: rank }, () => cursor.uint(size));
  const chunk = all.slice(0, -1);
  if (all.at(-1) !== element) throw broken(cursor.where, `values of ${element} bytes expected, got ${all.at(-1)}`);
  if (chunk.includes(0)) throw broken(cursor.where, 'chunks that are not empty expected, got a side of 0');
  return { kind: 'chunked', chunk, index: index() };
}

function parseIndex(cursor: Cursor, flags: number): ChunkIndex {
  const type = cursor.u8();
  switch (type) {
    case 1: {
      const stored = flags & 2 ? { size: cursor.u64(), mask: cursor.u32() } : null;
      return { type: 'single', stored, address: cursor.address(8) };
    }
    case 2:
      return { type: 'implicit', address: cursor.address(8) };
    case 3:
      cursor.skip(1);
      return { type: 'fixed', address: cursor.address(8) };
    case 4:
      cursor.skip(5);
      return { type: 'extensible', address: cursor.address(8) };
    case 5:
      cursor.skip(6);
      return { type: 'btree2', address: cursor.address(8) };
    default:
      throw broken(cursor.where, `an index of chunks of type 1 to 5 expected, got ${type}`);
  }
}

function parseOldLayout(cursor: Cursor): Layout {
  const rank = cursor.u8();
  const kind = cursor.u8();
  cursor.skip(5);
  const address = kind === 0 ? UNDEFINED : cursor.address(8);
  const dims = Array.from({ length: rank }, () => cursor.u32());
  if (kind === 0) return { kind: 'compact', bytes: cursor.take(cursor.u32()) };
  if (kind === 1) return { kind: 'contiguous', address, size: Number.NaN };
  if (kind !== 2) throw broken(cursor.where, `compact, contiguous or chunked storage expected, got kind ${kind}`);
  // The last is the size of a value, which is the type's to say; some writers leave it out of `rank`.
  const chunk = dims.slice(0, -1);
  if (chunk.length === 0 || chunk.includes(0)) throw broken(cursor.where, 'chunks that are not empty expected');
  return { kind: 'chunked', chunk, index: { type: 'btree1', address } };
}
