/** Little-endian, as bytes to be joined. */
export const u16 = (value: number) => [value & 255, (value >> 8) & 255];
export const u32 = (value: number) => [...u16(value & 0xffff), ...u16(value >>> 16)];
/** @param value below 2⁵³. */
export const u64 = (value: number) => [...u32(value % 2 ** 32), ...u32(Math.floor(value / 2 ** 32))];
/** No address. */
export const NOWHERE = new Array<number>(8).fill(255);

const integer = (size: number, signed: boolean) => [
  0x10,
  signed ? 8 : 0,
  0,
  0,
  ...u32(size),
  ...u16(0),
  ...u16(8 * size),
];

function float(size: 4 | 8): number[] {
  const [exponentBits, bias] = size === 4 ? [8, 127] : [11, 1023];
  const mantissaBits = 8 * size - 1 - exponentBits;
  const places = [...u16(0), ...u16(8 * size), mantissaBits, exponentBits, 0, mantissaBits];
  return [0x11, 0x20, 8 * size - 1, 0, ...u32(size), ...places, ...u32(bias)];
}

/** Members padded to eight bytes, as version 1 has them. */
const BOOLEAN = [
  ...[0x18, 2, 0, 0, ...u32(1), ...integer(1, true)],
  ...[0x46, 0x41, 0x4c, 0x53, 0x45, 0, 0, 0, 0x54, 0x52, 0x55, 0x45, 0, 0, 0, 0, 0, 1],
];

/** Datatype messages of what is written, all little-endian. Source: HDF5 File Format Specification 3.0, §IV.A.2.d; the same bytes as h5py 3.7. */
export const TYPES = {
  int8: integer(1, true),
  int16: integer(2, true),
  int32: integer(4, true),
  int64: integer(8, true),
  float32: float(4),
  float64: float(8),
  /** Text of any length in UTF-8, of which places in the global heap are stored. */
  text: [0x19, 1, 1, 0, ...u32(16), ...integer(1, false)],
  /** As h5py writes truth values: FALSE 0, TRUE 1. */
  boolean: BOOLEAN,
} as const satisfies Record<string, readonly number[]>;

export type TypeName = keyof typeof TYPES;
