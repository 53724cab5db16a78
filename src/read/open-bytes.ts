import { throwIfCancelled } from '../base/errors.ts';
import { inflate } from './inflate.ts';
import { joinBytes } from './join-bytes.ts';
import type { ByteSource } from './source.ts';

export interface OpenBytes {
  readonly compressed: boolean;
  /** The content, inflated where it was compressed. A chunk is valid only until the next one is asked for. */
  readonly chunks: AsyncIterable<Uint8Array>;
}

/**
 * Opens a source and undoes gzip, which is known by its first two bytes and not by the file's name.
 * `onRead` hears the number of raw bytes read so far.
 * @throws {FormatError} truncated or corrupt gzip. @throws {CancelledError}
 */
export async function openBytes(
  source: ByteSource,
  signal?: AbortSignal,
  onRead?: (rawBytes: number) => void,
): Promise<OpenBytes> {
  const raw = source.chunks(signal)[Symbol.asyncIterator]();
  let head = new Uint8Array(0);
  let done = false;
  while (head.length < 2 && !done) {
    const next = await raw.next();
    if (next.done) done = true;
    else head = joinBytes([head, next.value]);
  }
  async function* counted(): AsyncGenerator<Uint8Array> {
    let count = head.length;
    try {
      if (head.length > 0) yield head;
      while (!done) {
        if (signal) throwIfCancelled(signal, source.name);
        const next = await raw.next();
        if (next.done) return;
        count += next.value.length;
        onRead?.(count);
        yield next.value;
      }
    } finally {
      await raw.return?.();
    }
  }
  const compressed = head[0] === 0x1f && head[1] === 0x8b;
  if (!compressed) return { compressed, chunks: counted() };
  return { compressed, chunks: source.inflate?.(counted()) ?? inflate(counted(), source.name) };
}
