import { FormatError, UnsupportedError } from '../../base/errors.ts';
import type { ByteSource } from '../source.ts';

/** A file in a zip archive, as the central directory says. */
export interface ZipEntry {
  readonly name: string;
  /** 0: stored, 8: deflated. */
  readonly method: number;
  readonly crc: number;
  readonly packedBytes: number;
  readonly bytes: number;
  /** Of its local header in the archive. */
  readonly start0: number;
}

const END_BYTES = 22;
const COMMENT_BYTES = 65_535;
const ENTRY_BYTES = 46;
/** Deflate packs at most 258 bytes in two bits and a little: 1032 to 1. What claims more is no file. */
const MOST_PACKED = 1032;

/**
 * The files of an archive, folders left out, in the order of its directory. Nothing is inflated, and of the archive only the directory is read.
 * @throws {FormatError} no or a broken directory, a path that leads out of the archive, sizes that cannot be.
 * @throws {UnsupportedError} encrypted, in several parts, or zip64. Source: PKWARE APPNOTE 6.3.10, §4.3.
 */
export async function zipDirectory(source: ByteSource): Promise<readonly ZipEntry[]> {
  const size = source.size;
  if (size === undefined)
    throw new UnsupportedError({
      where: source.name,
      problem: 'a zip archive is read from a file whose size is known',
    });
  const tail = await source.range(Math.max(0, size - END_BYTES - COMMENT_BYTES), size);
  const end = endOf(tail, source.name);
  const [disk, count, bytes, start0] = [end.getUint16(4, true), ...countsOf(end)];
  const at = size - tail.length + end.byteOffset - tail.byteOffset;
  if ([count, disk].includes(0xffff) || [bytes, start0].includes(0xffffffff)) throw zip64(source.name);
  if (disk !== 0 || end.getUint16(6, true) !== 0 || end.getUint16(8, true) !== count)
    throw new UnsupportedError({
      where: source.name,
      problem: 'an archive in several parts',
      hint: 'join its parts first',
    });
  if (start0 + bytes !== at || count * ENTRY_BYTES > bytes)
    throw broken(source.name, `its directory of ${bytes} bytes at ${start0} does not end where the end record begins`);
  const view = viewOf(await source.range(start0, start0 + bytes));
  const entries: ZipEntry[] = [];
  let place = 0;
  for (let k = 0; k < count; k++) {
    if (place + ENTRY_BYTES > bytes || view.getUint32(place, true) !== 0x02014b50)
      throw broken(source.name, `entry ${k + 1} of ${count} of its directory is broken`);
    const nameBytes = view.getUint16(place + 28, true);
    const next = place + ENTRY_BYTES + nameBytes + view.getUint16(place + 30, true) + view.getUint16(place + 32, true);
    if (next > bytes) throw broken(source.name, `entry ${k + 1} of ${count} of its directory is cut short`);
    const entry = entryOf(view, place, nameBytes, start0, source.name);
    if (!entry.name.endsWith('/')) entries.push(entry);
    place = next;
  }
  if (place !== bytes) throw broken(source.name, 'its directory is longer than its entries');
  return entries;
}

function endOf(tail: Uint8Array, name: string): DataView {
  for (let at = tail.length - END_BYTES; at >= 0; at--) {
    if (tail[at] !== 0x50 || tail[at + 1] !== 0x4b || tail[at + 2] !== 5 || tail[at + 3] !== 6) continue;
    const view = viewOf(tail.subarray(at));
    if (at + END_BYTES + view.getUint16(20, true) === tail.length) return view;
  }
  throw broken(name, 'its end record is missing');
}

const countsOf = (end: DataView) =>
  [end.getUint16(10, true), end.getUint32(12, true), end.getUint32(16, true)] as const;

function entryOf(view: DataView, place: number, nameBytes: number, directory0: number, where: string): ZipEntry {
  const flags = view.getUint16(place + 8, true);
  const raw = new Uint8Array(view.buffer, view.byteOffset + place + ENTRY_BYTES, nameBytes);
  // Without the flag a name is of the code page of whoever packed it; UTF-8 is what most write, and ids in ASCII read the same.
  const name = new TextDecoder().decode(raw).replaceAll('\\', '/');
  const entry = {
    name,
    method: view.getUint16(place + 10, true),
    crc: view.getUint32(place + 16, true),
    packedBytes: view.getUint32(place + 20, true),
    bytes: view.getUint32(place + 24, true),
    start0: view.getUint32(place + 42, true),
  };
  const file = `${where} › ${name}`;
  if (name.startsWith('/') || /^[a-z]:/i.test(name) || name.split('/').includes('..') || name.includes('\0'))
    throw new FormatError({
      where,
      problem: `names inside the archive expected, got a path that leads out of it: '${name}'`,
      hint: 'do not use this archive: such a path is a trap',
    });
  if ([entry.packedBytes, entry.bytes, entry.start0].includes(0xffffffff)) throw zip64(file);
  if (flags & 1)
    throw new UnsupportedError({ where: file, problem: 'it is encrypted', hint: 'unpack it with its password first' });
  if (entry.method !== 0 && entry.method !== 8)
    throw new UnsupportedError({
      where: file,
      problem: `packed by method ${entry.method}; stored and deflated files are read`,
      hint: 'pack it again with zip',
    });
  if (entry.start0 + entry.packedBytes > directory0) throw broken(file, 'its data is said to lie past the directory');
  const most = entry.method === 0 ? entry.packedBytes : entry.packedBytes * MOST_PACKED + 64;
  if (entry.bytes > most || (entry.method === 0 && entry.bytes !== entry.packedBytes))
    throw broken(file, `${entry.bytes} bytes cannot be packed in ${entry.packedBytes}`);
  return entry;
}

/** What is said of every broken archive. */
export function broken(where: string, problem: string, cause?: unknown): FormatError {
  return new FormatError({
    where,
    problem: `a whole zip archive expected, but it is truncated or corrupt (${problem})`,
    hint: 'download or copy it again; `unzip -t` tells when it is whole',
    cause,
  });
}

const zip64 = (where: string) =>
  new UnsupportedError({
    where,
    problem: 'a zip64 archive (more than 65,534 files or 4 GB)',
    hint: 'unpack it and name the folder, or pack it in smaller archives',
  });

export const viewOf = (bytes: Uint8Array) => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
