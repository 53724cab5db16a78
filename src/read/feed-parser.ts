import { throwIfCancelled } from '../base/errors.ts';
import { openBytes } from './open-bytes.ts';
import type { ReadOptions } from './reader.ts';
import type { ByteSource } from './source.ts';

/** Takes the content of a file in pieces that may end anywhere. @throws the error of a broken file. */
export interface PieceParser {
  push(chunk: Uint8Array): void;
}

export interface FeedOptions {
  readonly signal?: ReadOptions['signal'] | undefined;
  readonly progress?: ReadOptions['progress'] | undefined;
  /** Told the share of the file that has been read, when the source knows its size. */
  readonly share?: (done: number) => void;
}

/**
 * Hands a parser all that a source holds, inflated, with progress. @param parserFor makes it, told whether the source is gzip.
 * @throws {FormatError} broken gzip, before what the parser said of it: gzip that is broken can inflate to nonsense before its checksum tells, and reading on
 * finds out which of the two it is. @throws what the parser throws. @throws {CancelledError}
 */
export async function feedParser<P extends PieceParser>(
  source: ByteSource,
  parserFor: (compressed: boolean) => P,
  { signal, progress, share }: FeedOptions,
): Promise<{ readonly parser: P; readonly compressed: boolean }> {
  const { compressed, chunks } = await openBytes(source, signal, (count) => {
    if (!source.size) return;
    const done = Math.min(1, count / source.size);
    share?.(done);
    progress?.(done, `reading ${source.name}`);
  });
  const parser = parserFor(compressed);
  let failure: unknown;
  for await (const chunk of chunks) {
    if (signal) throwIfCancelled(signal, source.name);
    if (failure) continue;
    try {
      parser.push(chunk);
    } catch (error) {
      if (!compressed) throw error;
      failure = error;
    }
  }
  if (failure) throw failure;
  return { parser, compressed };
}
