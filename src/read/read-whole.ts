import { throwIfCancelled } from '../base/errors.ts';
import { openBytes } from './open-bytes.ts';
import type { ReadOptions } from './reader.ts';
import type { ByteSource } from './source.ts';

/** All bytes of a file, inflated, for formats whose content is the file's own bytes. @throws {FormatError} broken gzip. @throws {CancelledError} */
export async function readWhole(source: ByteSource, { signal, progress }: ReadOptions): Promise<Uint8Array> {
  const label = `reading ${source.name}`;
  const opened = await openBytes(source, signal, (count) => {
    if (source.size) progress?.(Math.min(1, count / source.size), label);
  });
  // Grown by halves where the size is not known beforehand.
  let bytes = new Uint8Array(opened.compressed ? 1 << 16 : (source.size ?? 1 << 16));
  let filled = 0;
  for await (const chunk of opened.chunks) {
    if (signal) throwIfCancelled(signal, source.name);
    if (filled + chunk.length > bytes.length) {
      const grown = new Uint8Array(Math.max(filled + chunk.length, Math.ceil(bytes.length * 1.5)));
      grown.set(bytes.subarray(0, filled));
      bytes = grown;
    }
    bytes.set(chunk, filled);
    filled += chunk.length;
  }
  return bytes.subarray(0, filled);
}
