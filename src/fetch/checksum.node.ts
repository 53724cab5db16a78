import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { throwIfCancelled } from '../base/errors.ts';

/** What a file must be. Hexadecimal, either case. */
export interface Expected {
  readonly size?: number;
  readonly md5?: string;
  readonly sha256?: string;
}

/** What a file is. */
export interface Measured {
  readonly size: number;
  /** Lowercase hexadecimal; those that were asked for, SHA-256 when none was. */
  readonly md5?: string;
  readonly sha256?: string;
}

export interface Measure {
  add(chunk: Uint8Array): void;
  /** Takes the first bytes of a file that is being continued. */
  addFile(path: string, bytes: number, signal: AbortSignal): Promise<void>;
  result(): Measured;
}

/** Counts and hashes bytes as they come; MD5 since archives publish it (it tells accidents, not forgers). */
export function measure({ md5, sha256 }: Expected): Measure {
  const words = [...(md5 ? (['md5'] as const) : []), ...(sha256 || !md5 ? (['sha256'] as const) : [])];
  const hashes = words.map((word) => createHash(word));
  let size = 0;
  const add = (chunk: Uint8Array) => {
    size += chunk.length;
    for (const hash of hashes) hash.update(chunk);
  };
  return {
    add,
    async addFile(path, bytes, signal) {
      if (bytes === 0) return;
      for await (const chunk of createReadStream(path, { end: bytes - 1, highWaterMark: 1 << 18 })) {
        throwIfCancelled(signal, path);
        add(chunk as Uint8Array);
      }
    },
    result: () => ({ size, ...Object.fromEntries(words.map((word, i) => [word, hashes[i]!.digest('hex')])) }),
  };
}

/** How a file differs from what it must be, in words; undefined when it does not. */
export function difference(expected: Expected, found: Measured): string | undefined {
  if (expected.size !== undefined && expected.size !== found.size)
    return `${expected.size} bytes expected, got ${found.size}`;
  for (const word of ['sha256', 'md5'] as const) {
    const wanted = expected[word]?.toLowerCase();
    if (wanted !== undefined && wanted !== found[word])
      return `${word === 'md5' ? 'MD5' : 'SHA-256'} ${wanted} expected, got ${found[word]}`;
  }
  return undefined;
}
