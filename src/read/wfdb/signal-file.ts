import { FormatError } from '../../base/errors.ts';

/** Digital values of a signal format, and the one that means missing. */
interface Coding {
  /** Bytes that n values take. */
  bytes(n: number): number;
  /** Values that so many bytes hold. */
  count(bytes: number): number;
  readonly missing: number;
  /** Value k. */
  at(bytes: Uint8Array, k: number): number;
}

const plain = (size: number, missing: number, at: (bytes: Uint8Array, place: number) => number): Coding => ({
  bytes: (n) => size * n,
  count: (bytes) => Math.floor(bytes / size),
  missing,
  at: (bytes, k) => at(bytes, size * k),
});

/** By the number in the header. Source: WFDB Applications Guide, signal(5). */
const CODINGS: Readonly<Record<number, Coding>> = {
  16: plain(2, -(2 ** 15), (bytes, at) => ((bytes[at]! | (bytes[at + 1]! << 8)) << 16) >> 16),
  61: plain(2, -(2 ** 15), (bytes, at) => ((bytes[at + 1]! | (bytes[at]! << 8)) << 16) >> 16),
  24: plain(3, -(2 ** 23), (bytes, at) => ((bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16)) << 8) >> 8),
  32: plain(
    4,
    -(2 ** 31),
    (bytes, at) => bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24),
  ),
  80: plain(1, -128, (bytes, at) => bytes[at]! - 128),
  // Two values of 12 bits in three bytes: the low byte of the first, the high nibbles of both, the low byte of the second.
  212: {
    bytes: (n) => Math.ceil(1.5 * n),
    count: (bytes) => Math.floor((2 * bytes) / 3),
    missing: -(2 ** 11),
    at: (bytes, k) => {
      const at = 3 * (k >> 1);
      const bits =
        k & 1 ? bytes[at + 2]! | ((bytes[at + 1]! & 0xf0) << 4) : bytes[at]! | ((bytes[at + 1]! & 0x0f) << 8);
      return (bits << 20) >> 20;
    },
  },
};

/** Values of each lead that a file of interleaved leads holds. */
export const lengthOf = (format: number, fileBytes: number, offset: number, nLeads: number) =>
  Math.floor(CODINGS[format]!.count(Math.max(0, fileBytes - offset)) / nLeads);

/** A lead of a signal file. */
export interface Lead {
  /** Digital, missing is NaN, [length]. */
  readonly values: Float64Array;
  /** Of all values, modulo 65,536. */
  readonly checksum: number;
}

/**
 * The leads of a signal file, whose values are interleaved. @param length of each lead. @throws {FormatError} the file is too short.
 */
export function readLeads(
  bytes: Uint8Array,
  format: number,
  nLeads: number,
  length: number,
  where: string,
): readonly Lead[] {
  const coding = CODINGS[format]!;
  const needed = coding.bytes(nLeads * length);
  if (bytes.length < needed)
    throw new FormatError({
      where,
      problem: `${needed} bytes expected for ${nLeads} leads of ${length} values in format ${format}, got ${bytes.length}`,
      hint: 'it was cut short: copy it again',
    });
  return Array.from({ length: nLeads }, (_, lead) => {
    const values = new Float64Array(length);
    let checksum = 0;
    for (let t = 0; t < length; t++) {
      const value = coding.at(bytes, t * nLeads + lead);
      checksum = (checksum + value) & 0xffff;
      values[t] = value === coding.missing ? Number.NaN : value;
    }
    return { values, checksum };
  });
}
