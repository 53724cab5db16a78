import { unzlibSync } from 'fflate';
import type { ByteSource } from '../source.ts';
import { broken, unread } from './broken.ts';
import { adler32, fletcher32 } from './checksum.ts';
import { Cursor } from './cursor.ts';

/** What a chunk went through when it was written, first to last. */
export interface Filter {
  readonly id: number;
  readonly values: readonly number[];
}

const DEFLATE = 1;
const SHUFFLE = 2;
const FLETCHER = 3;
const LZF = 32000;
const OTHERS: Readonly<Record<number, string>> = {
  4: 'szip',
  5: 'nbit',
  6: 'scaleoffset',
  307: 'bzip2',
  32001: 'blosc',
  32004: 'lz4',
  32008: 'bitshuffle',
  32015: 'zstd',
  32026: 'blosc2',
};

/** How many times larger than itself a compressed chunk can become, at most: deflate 1032, LZF 88. */
const LARGEST_RATIO = 1040;

/** Source: HDF5 File Format Specification 3.0, §IV.A.2.l. @throws {UnsupportedError} a filter that is not read, by its name. */
export function parseFilters(bytes: Uint8Array, where: string): readonly Filter[] {
  const cursor = new Cursor(bytes, where);
  const version = cursor.u8();
  const count = cursor.u8();
  if (version !== 1 && version !== 2) throw broken(where, `version 1 or 2 of its filters expected, got ${version}`);
  if (version === 1) cursor.skip(6);
  return Array.from({ length: count }, () => {
    const id = cursor.u16();
    const nameBytes = version === 1 || id >= 256 ? cursor.u16() : 0;
    cursor.skip(2);
    const nValues = cursor.u16();
    cursor.skip(version === 1 ? Math.ceil(nameBytes / 8) * 8 : nameBytes);
    const values = Array.from({ length: nValues }, () => cursor.u32());
    if (version === 1 && nValues % 2 === 1) cursor.skip(4);
    if (![DEFLATE, SHUFFLE, FLETCHER, LZF].includes(id)) {
      const name = OTHERS[id] ? `${OTHERS[id]} (filter ${id})` : `filter ${id}`;
      throw unread(
        where,
        `compression with gzip, lzf or none is read, got ${name}`,
        'write it again with compression="gzip"',
      );
    }
    return { id, values };
  });
}

/** In words, for facts: `gzip`. */
export function filterName(filters: readonly Filter[]): string {
  return filters.some(({ id }) => id === DEFLATE) ? 'gzip' : filters.some(({ id }) => id === LZF) ? 'lzf' : 'none';
}

/**
 * Undoes the filters of one chunk. @param mask a bit set for each filter that this chunk did not go through. @param size of the chunk in full,
 * bytes, which is checked against what is stored before anything is allocated. @throws {FormatError} corrupt.
 */
export async function unfilter(
  stored: Uint8Array,
  filters: readonly Filter[],
  mask: number,
  size: number,
  elementSize: number,
  where: string,
  unzlib: ByteSource['unzlib'],
): Promise<Uint8Array> {
  if (size > LARGEST_RATIO * stored.length + 64)
    throw broken(
      where,
      `a chunk of ${size} bytes expected, got ${stored.length} stored ones, from which it cannot come`,
    );
  let bytes = stored;
  for (let k = filters.length - 1; k >= 0; k--) {
    if (mask & (1 << k)) continue;
    const { id } = filters[k]!;
    if (id === DEFLATE) bytes = await inflateChunk(bytes, size, where, unzlib);
    else if (id === LZF) bytes = unpackLzf(bytes, size, where);
    else if (id === SHUFFLE) bytes = unshuffle(bytes, elementSize);
    else bytes = checkedFletcher(bytes, where);
  }
  if (bytes.length !== size) throw broken(where, `a chunk of ${size} bytes expected, got ${bytes.length}`);
  return bytes;
}

async function inflateChunk(
  bytes: Uint8Array,
  size: number,
  where: string,
  unzlib: ByteSource['unzlib'],
): Promise<Uint8Array> {
  // A sum of Fletcher may stand behind the values, inside.
  const most = size + 4;
  try {
    if (unzlib) return await unzlib(bytes, most);
    const out = unzlibSync(bytes, { out: new Uint8Array(most) });
    if (bytes.length >= 6 && adler32(out) === new DataView(bytes.buffer, bytes.byteOffset).getUint32(bytes.length - 4))
      return out;
  } catch (cause) {
    throw broken(where, `a chunk of gzip expected, got one that is corrupt (${(cause as Error).message})`);
  }
  throw broken(where, 'the checksum of a chunk does not match its content');
}

/** Bytes of equal place in each value stood together. */
function unshuffle(bytes: Uint8Array, elementSize: number): Uint8Array {
  const count = Math.floor(bytes.length / elementSize);
  const out = new Uint8Array(bytes.length);
  for (let k = 0; k < elementSize; k++) {
    const from = k * count;
    for (let i = 0, to = k; i < count; i++, to += elementSize) out[to] = bytes[from + i]!;
  }
  out.set(bytes.subarray(count * elementSize), count * elementSize);
  return out;
}

function checkedFletcher(bytes: Uint8Array, where: string): Uint8Array {
  const content = bytes.subarray(0, -4);
  const written = new Cursor(bytes, where, Math.max(0, bytes.length - 4)).u32();
  const sum = fletcher32(content);
  // 0 and 65535 are one number in the arithmetic of the sum, and writers differ in which they write.
  const same = (shift: number) => ((written >>> shift) & 0xffff) % 65535 === ((sum >>> shift) & 0xffff);
  if (!same(0) || !same(16)) throw broken(where, 'the checksum of a chunk does not match its content');
  return content;
}

/** Source: Lehmann, LibLZF 3.6, lzf_d.c; h5py's filter 32000. */
function unpackLzf(bytes: Uint8Array, size: number, where: string): Uint8Array {
  // A sum of Fletcher may stand behind the values, inside.
  const out = new Uint8Array(size + 4);
  const corrupt = () => broken(where, 'a chunk of lzf expected, got one that is corrupt');
  let to = 0;
  for (let at = 0; at < bytes.length; ) {
    const control = bytes[at++]!;
    if (control < 32) {
      const count = control + 1;
      if (at + count > bytes.length || to + count > out.length) throw corrupt();
      out.set(bytes.subarray(at, at + count), to);
      at += count;
      to += count;
      continue;
    }
    let count = control >> 5;
    if (count === 7) count += bytes[at++] ?? 0;
    const from = to - ((control & 31) << 8) - (bytes[at++] ?? 0) - 1;
    if (from < 0 || at > bytes.length || to + count + 2 > out.length) throw corrupt();
    // Byte by byte: the source may run into what is being written.
    for (let k = 0; k < count + 2; k++) out[to++] = out[from + k]!;
  }
  return out.subarray(0, to);
}
