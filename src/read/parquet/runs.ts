import type { Cursor } from '../hdf5/cursor.ts';
import { broken } from './errors.ts';

/** Writers pad bit-packed runs: parquet-mr to 63 groups of 8. */
const PADDING = 504;

/**
 * Walks over runs of the RLE / bit-packed hybrid without decoding them: a decoder trusts the lengths that stand in them. Source: Apache Parquet format,
 * Encodings.md, "RLE / Bit-Packing Hybrid". @returns how many of the values are 1, where `width` is 1. @throws {FormatError} a run longer than what is left.
 */
export function walkRuns(cursor: Cursor, width: number, count: number): number {
  const bytesOfValue = Math.ceil(width / 8);
  let ones = 0;
  for (let seen = 0; seen < count; ) {
    const head = varint(cursor);
    const packed = head % 2 === 1;
    const length = packed ? 8 * Math.floor(head / 2) : Math.floor(head / 2);
    const left = count - seen;
    if (length === 0 || length > left + (packed ? PADDING : 0))
      throw broken(cursor.where, `a run of up to ${left} values expected, got ${length}`);
    if (packed) {
      // The last group may be cut where its values end.
      const bytes = cursor.take(Math.min(cursor.left, (length * width) / 8));
      if (bytes.length < Math.ceil((Math.min(length, left) * width) / 8))
        throw broken(cursor.where, `${length} packed values expected, got ${bytes.length} bytes`);
      if (width === 1) for (let k = 0; k < Math.min(length, left); k++) ones += (bytes[k >> 3]! >> (k & 7)) & 1;
    } else {
      const value = cursor.uint(bytesOfValue);
      if (width === 1 && value === 1) ones += length;
    }
    seen += length;
  }
  return ones;
}

/** A number of Thrift's compact protocol. */
export function varint(cursor: Cursor): number {
  let value = 0;
  for (let scale = 1; scale < 2 ** 50; scale *= 128) {
    const byte = cursor.u8();
    value += (byte & 127) * scale;
    if (byte < 128) return value;
  }
  throw broken(cursor.where, 'a number below 2^50 expected, got a larger one');
}

export function zigzag(cursor: Cursor): number {
  const value = varint(cursor);
  return value % 2 === 0 ? value / 2 : -(value + 1) / 2;
}
