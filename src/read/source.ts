import { throwIfCancelled } from '../base/errors.ts';
import { sha256, sha256Stream } from '../base/hash.ts';

/**
 * Where bytes come from: a file, a dropped file, a test. Read as a stream, so that size does not matter.
 * A source may be read more than once, one reader at a time.
 */
export interface ByteSource {
  /** What errors call it: the path as the user gave it. */
  readonly name: string;
  /** Bytes as stored (compressed when it is compressed); absent when not known beforehand. */
  readonly size?: number;
  /** The raw bytes in order. A chunk is valid only until the next one is asked for. */
  chunks(signal?: AbortSignal): AsyncIterable<Uint8Array>;
  /** Bytes start0 … end0 − 1 of the raw file, fewer where it ends before: for formats that are read here and there. A copy. */
  range(start0: number, end0: number): Promise<Uint8Array>;
  /** Another file by its name in the same folder, or of a folder a file in it: the .bim of a .bed. Undefined: there is none. */
  beside?(name: string): Promise<ByteSource | undefined>;
  /** Only of a folder, which has no bytes: the names of the files in it, sorted. */
  readonly files?: readonly string[];
  /** SHA-256 of the raw bytes, lowercase hex. Free once the source has been read to its end; before that it reads it. */
  hash(): Promise<string>;
  /** Undoes gzip where the platform has something faster than our own `inflate`. */
  inflate?(raw: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array>;
  /** Undoes one zlib stream, likewise. Rejects when it is corrupt, its checksum included, or gives more than `most` bytes. */
  unzlib?(bytes: Uint8Array, most: number): Promise<Uint8Array>;
}

/** Small enough that inflating one chunk stays within a few hundred KiB. */
const CHUNK_BYTES = 1 << 16;
/** Large enough that asking the browser for a piece does not show. */
const BLOB_BYTES = 1 << 20;

/**
 * Bytes that are already in memory. The array is not copied and must not change while it is read.
 * @param files what stands beside it, by name; default nothing.
 */
export function memorySource(
  name: string,
  bytes: Uint8Array,
  files: Readonly<Record<string, Uint8Array>> = {},
): ByteSource {
  return {
    name,
    size: bytes.length,
    async *chunks(signal) {
      for (let at = 0; at < bytes.length; at += CHUNK_BYTES) {
        if (signal) throwIfCancelled(signal, name);
        yield bytes.subarray(at, at + CHUNK_BYTES);
      }
    },
    range: async (start0, end0) => bytes.slice(start0, end0),
    async beside(other) {
      return Object.hasOwn(files, other) ? memorySource(other, files[other]!, files) : undefined;
    },
    hash: () => sha256(bytes),
  };
}

/**
 * A file of the browser (dropped, chosen), of which no more is ever in memory than what is asked for.
 * @param files dropped together with it: where companions are looked for.
 */
export function blobSource(name: string, blob: Blob, files: ReadonlyMap<string, Blob> = new Map()): ByteSource {
  async function* chunks(signal?: AbortSignal) {
    for (let at = 0; at < blob.size; at += BLOB_BYTES) {
      if (signal) throwIfCancelled(signal, name);
      yield new Uint8Array(await blob.slice(at, at + BLOB_BYTES).arrayBuffer());
    }
  }
  return {
    name,
    size: blob.size,
    chunks,
    range: async (start0, end0) => new Uint8Array(await blob.slice(start0, end0).arrayBuffer()),
    async beside(other) {
      const found = files.get(other);
      return found && blobSource(other, found, files);
    },
    hash: () => sha256Stream(chunks()),
  };
}
