import { throwIfCancelled } from '../base/errors.ts';
import { sha256 } from '../base/hash.ts';

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
  /** SHA-256 of the raw bytes, lowercase hex. Free once the source has been read to its end; before that it reads it. */
  hash(): Promise<string>;
  /** Undoes gzip where the platform has something faster than our own `inflate`. */
  inflate?(raw: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array>;
}

/** Small enough that inflating one chunk stays within a few hundred KiB. */
const CHUNK_BYTES = 1 << 16;

/** Bytes that are already in memory. The array is not copied and must not change while it is read. */
export function memorySource(name: string, bytes: Uint8Array): ByteSource {
  return {
    name,
    size: bytes.length,
    async *chunks(signal) {
      for (let at = 0; at < bytes.length; at += CHUNK_BYTES) {
        if (signal) throwIfCancelled(signal, name);
        yield bytes.subarray(at, at + CHUNK_BYTES);
      }
    },
    hash: () => sha256(bytes),
  };
}
