import { UnsupportedError } from '../../base/errors.ts';

/** The values of an array in memory, in the order of the file: numbers, or text for ids. */
export type NumpyValues = { readonly numbers: ArrayLike<number> } | { readonly texts: readonly string[] };

/** What a type word of NumPy says: `<f4` is float32, little-endian. */
export interface NumpyType {
  /** As NumPy prints it: `int16`, `float32`, `str`. */
  readonly name: string;
  /** Bytes of one value. */
  readonly bytes: number;
  /** Whole numbers or text, which may be ids. */
  readonly exact: boolean;
  /** @param bytes those of the values, which may be read in place. */
  decode(bytes: Uint8Array): NumpyValues;
}

const HINTS: Readonly<Record<string, string>> = {
  O: 'Python objects are code: save it with allow_pickle=False, text as np.array(names, dtype=str)',
  c: 'save its np.abs or its real and imaginary part as two arrays',
  V: 'save each field of a structured array as an array of its own',
  M: "save dates as text: a.astype('datetime64[s]').astype(str)",
  m: "save durations as numbers: a / np.timedelta64(1, 's')",
  f: 'save it as float64',
};

/**
 * The type of a word such as `<i2`, `>f8`, `|b1`, `<U12`.
 * @throws {UnsupportedError} objects, complex numbers, structures, dates, long doubles. Source: NumPy, "The array interface protocol".
 */
export function numpyType(descr: string, where: string): NumpyType {
  const [, order, kind, digits] = /^([<>|=])?([a-zA-Z?])(\d*)(?:\[\w+\])?$/.exec(descr) ?? [];
  const size = Number(digits);
  const big = order === '>';
  const found = kind === undefined ? undefined : typeOf(kind, size, big);
  if (found) return found;
  throw new UnsupportedError({
    where,
    problem: `numbers or text expected, got an array of type '${descr}'`,
    hint: HINTS[kind ?? ''] ?? 'save it as float32',
  });
}

function typeOf(kind: string, size: number, big: boolean): NumpyType | undefined {
  if (kind === 'U') return textType('str', 4 * size, (bytes) => unicode(bytes, big));
  if (kind === 'S' || kind === 'a') return textType('bytes', size, latin);
  const known = NUMBERS[`${kind}${size}`];
  if (!known) return undefined;
  const [name, view] = known;
  return {
    ...{ name, bytes: size, exact: kind === 'i' || kind === 'u' },
    decode: (bytes) => ({ numbers: view(ordered(bytes, size, big)) }),
  };
}

/** Views of bytes that begin at a multiple of 8. */
const NUMBERS: Readonly<Record<string, readonly [string, (buffer: ArrayBuffer) => ArrayLike<number>]>> = {
  b1: ['bool', (buffer) => new Uint8Array(buffer).map((byte) => Math.min(1, byte))],
  i1: ['int8', (buffer) => new Int8Array(buffer)],
  u1: ['uint8', (buffer) => new Uint8Array(buffer)],
  i2: ['int16', (buffer) => new Int16Array(buffer)],
  u2: ['uint16', (buffer) => new Uint16Array(buffer)],
  i4: ['int32', (buffer) => new Int32Array(buffer)],
  u4: ['uint32', (buffer) => new Uint32Array(buffer)],
  i8: ['int64', (buffer) => Float64Array.from(new BigInt64Array(buffer), Number)],
  u8: ['uint64', (buffer) => Float64Array.from(new BigUint64Array(buffer), Number)],
  f2: ['float16', (buffer) => Float32Array.from(new Uint16Array(buffer), half)],
  f4: ['float32', (buffer) => new Float32Array(buffer)],
  f8: ['float64', (buffer) => new Float64Array(buffer)],
};

/** A copy in the order of bytes of this machine, which WebAssembly makes little-endian everywhere. */
function ordered(bytes: Uint8Array, size: number, big: boolean): ArrayBuffer {
  const own = bytes.slice();
  if (big && size > 1) for (let at = 0; at < own.length; at += size) own.subarray(at, at + size).reverse();
  return own.buffer;
}

/** Source: IEEE 754 binary16. */
function half(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 31;
  const fraction = bits & 1023;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 31) return fraction ? Number.NaN : sign * Number.POSITIVE_INFINITY;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

function textType(name: string, bytes: number, decodeOne: (bytes: Uint8Array) => string): NumpyType {
  return {
    ...{ name, bytes, exact: true },
    decode: (all) => ({
      texts: Array.from({ length: bytes === 0 ? 0 : all.length / bytes }, (_, i) =>
        decodeOne(all.subarray(i * bytes, (i + 1) * bytes)),
      ),
    }),
  };
}

/** UTF-32, filled up with zeros. What is no character reads as U+FFFD. */
function unicode(bytes: Uint8Array, big: boolean): string {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  let text = '';
  for (let at = 0; at < bytes.length; at += 4) {
    const code = view.getUint32(at, !big);
    text += String.fromCodePoint(code > 0x10ffff ? 0xfffd : code);
  }
  return text.replace(/\0+$/, '');
}

function latin(bytes: Uint8Array): string {
  return new TextDecoder('latin1').decode(bytes).replace(/\0+$/, '');
}
