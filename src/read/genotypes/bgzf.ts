import { inflateSync } from 'fflate';
import { FormatError, throwIfCancelled } from '../../base/errors.ts';
import { crc32 } from '../crc32.ts';
import { gzipError } from '../inflate.ts';
import { joinBytes } from '../join-bytes.ts';
import type { ByteSource } from '../source.ts';

/** The last block of a whole bgzip file: an empty one. Source: SAM specification, §4.1.2. */
const END_BLOCK = Uint8Array.from([
  ...[0x1f, 0x8b, 8, 4, 0, 0, 0, 0, 0, 0xff, 6, 0, 0x42, 0x43, 2, 0, 0x1b, 0, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0],
]);
/** So many bytes of a block say how long it is. */
export const BLOCK_HEADER_BYTES = 18;
export const TRAILER_BYTES = 8;
/** Bytes of a block, compressed or not, are at most so many. */
export const MOST_BLOCK_BYTES = 1 << 16;
/** Compressed bytes that are asked for at once. */
const RANGE_BYTES = 1 << 20;

/**
 * Bytes of the block that begins at `at`, from its extra field; 0: it is no block of bgzip. `BC` is taken to be the first extra field, as every
 * writer puts it.
 */
export function blockBytes(bytes: Uint8Array, at: number): number {
  const is = (offset: number, byte: number) => bytes[at + offset] === byte;
  if (!is(0, 0x1f) || !is(1, 0x8b) || !is(2, 8) || !is(3, 4) || !is(12, 0x42) || !is(13, 0x43)) return 0;
  if (!is(14, 2) || !is(15, 0) || at + BLOCK_HEADER_BYTES > bytes.length) return 0;
  return bytes[at + 16]! + 256 * bytes[at + 17]! + 1;
}

/** The same source, which ends in an error when it is bgzip and has no block that marks its end. */
export function untilEnd(source: ByteSource): ByteSource {
  return {
    ...source,
    async *chunks(signal) {
      let head = new Uint8Array(0);
      let tail = new Uint8Array(0);
      for await (const chunk of source.chunks(signal)) {
        if (head.length < BLOCK_HEADER_BYTES) head = joinBytes([head, chunk.subarray(0, BLOCK_HEADER_BYTES)]);
        tail =
          chunk.length >= END_BLOCK.length
            ? chunk.slice(-END_BLOCK.length)
            : joinBytes([tail, chunk]).slice(-END_BLOCK.length);
        yield chunk;
      }
      if (blockBytes(head, 0) > 0 && !END_BLOCK.every((byte, k) => tail[k] === byte)) {
        throw noEnd(source.name);
      }
    },
  };
}

/** The same of a source that is not read to its end. @throws {FormatError} */
export async function requireEnd(source: ByteSource): Promise<void> {
  const { size } = source;
  if (size === undefined) return;
  const tail = await source.range(Math.max(0, size - END_BLOCK.length), size);
  if (!END_BLOCK.every((byte, k) => tail[k] === byte)) throw noEnd(source.name);
}

const noEnd = (name: string) => gzipError(name, 'bgzip without the block that marks its end');

export async function isBgzf(source: ByteSource): Promise<boolean> {
  return blockBytes(await source.range(0, BLOCK_HEADER_BYTES), 0) > 0;
}

/**
 * Content from one virtual offset to another (address of a block · 65536 + place within it), block by block.
 * @throws {FormatError} no block begins there, or a broken one. @throws {CancelledError}
 */
export async function* readBetween(
  source: ByteSource,
  from: VirtualOffset,
  to: VirtualOffset,
  signal?: AbortSignal,
): AsyncGenerator<Uint8Array> {
  let address = from.address;
  const size = source.size ?? Number.POSITIVE_INFINITY;
  if (address >= size) throw wrongIndex(source.name, address);
  let bytes = new Uint8Array(0);
  let start = address;
  while (address < to.address || (address === to.address && to.within > 0)) {
    if (signal) throwIfCancelled(signal, source.name);
    if (address + MOST_BLOCK_BYTES > start + bytes.length && start + bytes.length < size) {
      start = address;
      bytes = Uint8Array.from(await source.range(start, Math.min(size, start + RANGE_BYTES)));
    }
    const at = address - start;
    const length = blockBytes(bytes, at);
    if (length < BLOCK_HEADER_BYTES + TRAILER_BYTES || at + length > bytes.length)
      throw wrongIndex(source.name, address);
    const content = inflateBlock(bytes.subarray(at, at + length), source.name);
    const first = address === from.address ? from.within : 0;
    const last = address === to.address ? to.within : content.length;
    if (first > content.length || last > content.length) throw wrongIndex(source.name, address);
    yield content.subarray(first, last);
    address += length;
    if (address >= size) return;
  }
}

export interface VirtualOffset {
  readonly address: number;
  readonly within: number;
}

/** One block of bgzip. @throws {FormatError} */
export function inflateBlock(block: Uint8Array, name: string): Uint8Array {
  const view = new DataView(block.buffer, block.byteOffset, block.length);
  const length = view.getUint32(block.length - 4, true);
  if (length > MOST_BLOCK_BYTES) throw gzipError(name, 'a block of bgzip with more than 65536 bytes of content');
  let content: Uint8Array;
  try {
    content = inflateSync(block.subarray(BLOCK_HEADER_BYTES, block.length - TRAILER_BYTES), {
      out: new Uint8Array(length),
    });
  } catch (cause) {
    throw gzipError(name, (cause as Error).message, cause);
  }
  if (content.length !== length || crc32(content) !== view.getUint32(block.length - 8, true)) {
    throw gzipError(name, 'its checksum does not match its content');
  }
  return content;
}

function wrongIndex(name: string, address: number): FormatError {
  return new FormatError({
    where: name,
    problem: `a block of bgzip expected at byte ${address}, where the index points, got none`,
    hint: 'the index is of another file: make it again with tabix or bcftools index, or take it away',
  });
}
