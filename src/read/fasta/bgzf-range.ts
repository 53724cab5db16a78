import { inflateSync } from 'fflate';
import { FormatError } from '../../base/errors.ts';
import { crc32 } from '../crc32.ts';
import type { ByteSource } from '../source.ts';

/** The largest block of bgzip, compressed or not. */
const BLOCK = 1 << 16;

export type ReadRange = (start0: number, end0: number) => Promise<Uint8Array>;

/**
 * Reads here and there in a file of bgzip with its index (`.gzi`): each block that is asked for is inflated by itself.
 * @throws {FormatError} an index that does not fit the file, a broken block. Source: SAM specification §4.1 (BGZF); bgzip(1), GZI format.
 */
export async function bgzfRange(source: ByteSource, index: ByteSource): Promise<ReadRange> {
  const blocks = await readGzi(index, source.size ?? Number.POSITIVE_INFINITY);
  let kept: { readonly at: number; readonly bytes: Uint8Array } | undefined;
  const blockAt = async (k: number): Promise<Uint8Array> => {
    const at = blocks[k]!.compressed;
    if (kept?.at === at) return kept.bytes;
    const bytes = inflateBlock(await source.range(at, at + BLOCK), source.name, at);
    kept = { at, bytes };
    return bytes;
  };
  return async (start0, end0) => {
    const out = new Uint8Array(Math.max(0, end0 - start0));
    let filled = 0;
    for (let k = blockOf(blocks, start0); k < blocks.length && filled < out.length; k++) {
      const bytes = await blockAt(k);
      const begin = start0 + filled - blocks[k]!.plain;
      if (begin >= bytes.length) {
        // The end of the file, or an index that skips blocks.
        if (k < blocks.length - 1) throw stale(index.name);
        break;
      }
      const piece = bytes.subarray(begin, begin + out.length - filled);
      out.set(piece, filled);
      filled += piece.length;
    }
    return out.subarray(0, filled);
  };
}

interface BlockPlace {
  readonly compressed: number;
  readonly plain: number;
}

async function readGzi(index: ByteSource, fileSize: number): Promise<BlockPlace[]> {
  const bytes = await index.range(0, index.size ?? Number.MAX_SAFE_INTEGER);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const count = bytes.length >= 8 ? Number(view.getBigUint64(0, true)) : -1;
  if (bytes.length !== 8 + 16 * count) throw stale(index.name);
  const blocks: BlockPlace[] = [{ compressed: 0, plain: 0 }];
  for (let k = 0; k < count; k++) {
    const place = {
      compressed: Number(view.getBigUint64(8 + 16 * k, true)),
      plain: Number(view.getBigUint64(16 + 16 * k, true)),
    };
    const before = blocks.at(-1)!;
    const grown = place.plain - before.plain;
    if (place.compressed <= before.compressed || place.compressed > fileSize || grown <= 0 || grown > BLOCK)
      throw stale(index.name);
    blocks.push(place);
  }
  return blocks;
}

function blockOf(blocks: readonly BlockPlace[], start0: number): number {
  let low = 0;
  let high = blocks.length;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (blocks[middle]!.plain <= start0) low = middle;
    else high = middle;
  }
  return low;
}

function inflateBlock(raw: Uint8Array, name: string, at: number): Uint8Array {
  const broken = (cause?: unknown) =>
    new FormatError({
      where: name,
      problem: `a whole block of bgzip expected at byte ${at}, got another`,
      hint: 'compress it with bgzip and make its index again: samtools faidx',
      cause,
    });
  // A gzip header with one extra field BC of 2 bytes: the size of the block less 1.
  const extra = [0x1f, 0x8b, 8, 4].every((byte, k) => raw[k] === byte) && raw[12] === 66 && raw[13] === 67;
  const size = extra ? raw[16]! + 256 * raw[17]! + 1 : 0;
  if (size < 26 || size > raw.length) throw broken();
  const view = new DataView(raw.buffer, raw.byteOffset + size - 8, 8);
  if (view.getUint32(4, true) > BLOCK) throw broken();
  let bytes: Uint8Array;
  try {
    bytes = inflateSync(raw.subarray(18, size - 8), { out: new Uint8Array(view.getUint32(4, true)) });
  } catch (cause) {
    throw broken(cause);
  }
  if (bytes.length !== view.getUint32(4, true) || crc32(bytes, 0) !== view.getUint32(0, true)) throw broken();
  return bytes;
}

function stale(name: string): FormatError {
  return new FormatError({
    where: name,
    problem: 'an index of bgzip that fits its file expected, got another',
    hint: 'make it again: samtools faidx',
  });
}
