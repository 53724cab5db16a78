import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { blockBytes } from './genotypes/bgzf.ts';
import { gzipError } from './inflate.ts';

/** Content of the blocks that one thread inflates at once: large enough that the call does not show. */
const GROUP_BYTES = 1 << 20;
/** Groups that are being inflated, or wait to be read. */
const AHEAD = 3;
const MOST_CONTENT = 1 << 16;
const LEAST_BLOCK = 26;

const inflateGroup = promisify(gunzip);

/**
 * Undoes bgzip on several threads: its blocks, of 64 KiB each, are gzip of their own, whose lengths stand in them; runs of blocks go to Node's pool
 * and come back in order. Sums are checked by zlib.
 * @returns bytes from where no whole block of bgzip begins: none of a whole file. @throws {FormatError} corrupt.
 */
export async function* inflateBgzf(
  raw: AsyncIterator<Uint8Array>,
  name: string,
): AsyncGenerator<Uint8Array, Uint8Array> {
  const waiting: Promise<Uint8Array>[] = [];
  let pending: Uint8Array = new Uint8Array(0);
  let ended = false;
  const send = ({ length, content }: Group) => {
    if (length > 0) waiting.push(inflated(pending.subarray(0, length), content, name));
    pending = pending.subarray(length);
  };
  try {
    while (!ended || waiting.length > 0) {
      while (!ended && waiting.length < AHEAD) {
        const group = groupIn(pending);
        if (group.full || group.other) {
          send(group);
          ended = group.other;
          continue;
        }
        const chunk = await raw.next();
        if (chunk.done) {
          send(group);
          ended = true;
        } else pending = joined(pending, chunk.value);
      }
      if (waiting.length > 0) yield await waiting.shift()!;
    }
  } finally {
    await Promise.allSettled(waiting);
  }
  return pending;
}

interface Group {
  /** Bytes of whole blocks, and of their content. */
  readonly length: number;
  readonly content: number;
  /** There is enough for one call. */
  readonly full: boolean;
  /** What follows is no block of bgzip. */
  readonly other: boolean;
}

function groupIn(bytes: Uint8Array): Group {
  let length = 0;
  let content = 0;
  while (content < GROUP_BYTES && length + LEAST_BLOCK <= bytes.length) {
    const size = blockBytes(bytes, length);
    if (size < LEAST_BLOCK) return { length, content, full: false, other: true };
    if (length + size > bytes.length) break;
    const at = length + size - 4;
    const own = bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24);
    // What the block says of itself is not what room is made for.
    content += Math.min(MOST_CONTENT, own >>> 0);
    length += size;
  }
  return { length, content, full: content >= GROUP_BYTES, other: false };
}

async function inflated(blocks: Uint8Array, content: number, name: string): Promise<Uint8Array> {
  try {
    // One byte more than needed, else zlib makes room for as much again.
    return await inflateGroup(blocks, {
      chunkSize: Math.max(64, content + 1),
      maxOutputLength: Math.max(64, content + 1),
    });
  } catch (cause) {
    throw gzipError(name, (cause as Error).message, cause);
  }
}

function joined(a: Uint8Array, b: Uint8Array): Uint8Array<ArrayBuffer> {
  const out = new Uint8Array(a.length + b.length);
  out.set(a);
  out.set(b, a.length);
  return out;
}
