import { sha256 } from './hash.ts';
import { type ArrayName, arrayName, TYPED_ARRAYS, type TypedArray } from './typed-arrays.ts';

/** Changes with the layout. */
const MAGIC = 'CISTRON1';
/** Arrays begin at whole multiples of this: the widest vector, and a line of the processor's cache. */
const ALIGN = 64;
const HASH_CHARS = 64;
/** Magic, SHA-256 in hex, length of the head in 16 digits. */
const FIXED = 2 * ALIGN;
const LENGTH_DIGITS = 16;
const LENGTH_AT = MAGIC.length + HASH_CHARS;
/** Numbers that JSON has no word for, or loses the sign of. */
const BEYOND = ['NaN', 'Infinity', '-Infinity', '-0'];

const padded = (length: number) => Math.ceil(length / ALIGN) * ALIGN;

/**
 * A value of plain objects, lists, maps, text, numbers and typed arrays as one file that can be used where it lies, mapped into memory or read in one
 * piece: nothing is parsed but the names. Layout: `CISTRON1`, the SHA-256 of what follows byte 128 as 64 hex digits, the length of the head as 16
 * decimal digits, zeros to byte 128; the head, JSON in which `{"$array":["Float32Array",at,length]}` stands for an array that begins `at` bytes behind
 * it; then the arrays, little-endian, each at a multiple of 64 bytes. All numbers keep their bits. Keys that hold undefined are left out.
 * Cost: one copy of the arrays.
 */
export async function toFlatFile(value: unknown): Promise<Uint8Array> {
  const arrays: { readonly array: TypedArray; readonly at: number }[] = [];
  const places = new Map<TypedArray, number>();
  let end = 0;
  const head = JSON.stringify(value, (_key, inner: unknown) => {
    if (typeof inner === 'number') {
      const text = Object.is(inner, -0) ? '-0' : String(inner);
      return BEYOND.includes(text) ? { $number: text } : inner;
    }
    if (inner instanceof Map) return { $map: [...inner] };
    const name = arrayName(inner);
    if (!name) return inner;
    const array = inner as TypedArray;
    // An array that stands at two places is written once.
    let at = places.get(array);
    if (at === undefined) {
      at = end;
      arrays.push({ array, at });
      places.set(array, at);
      end = padded(at + array.byteLength);
    }
    return { $array: [name, at, array.length] };
  });
  const told = new TextEncoder().encode(head);
  const start = FIXED + padded(told.length);
  const bytes = new Uint8Array(start + end);
  bytes.set(told, FIXED);
  for (const { array, at } of arrays)
    bytes.set(new Uint8Array(array.buffer, array.byteOffset, array.byteLength), start + at);
  const length = String(told.length).padStart(LENGTH_DIGITS, '0');
  bytes.set(new TextEncoder().encode(`${MAGIC}${await sha256(bytes.subarray(FIXED))}${length}`));
  return bytes;
}

/**
 * The value that `toFlatFile` wrote; its arrays are views of the bytes, which must not be written to. @returns undefined where the bytes are not whole or not
 * such a file. Cost: SHA-256 of the bytes, and a copy where they do not begin at a multiple of 8 bytes in memory.
 */
export async function fromFlatFile<T>(given: Uint8Array): Promise<T | undefined> {
  const bytes = aligned(given);
  const hashAt = MAGIC.length;
  if (bytes.length < FIXED || textOf(bytes, 0, hashAt) !== MAGIC) return undefined;
  if (textOf(bytes, hashAt, LENGTH_AT) !== (await sha256(bytes.subarray(FIXED)))) return undefined;
  return viewFlatFile<T>(bytes);
}

/** The same of bytes that this program has just made, without looking whether they are whole: memory shared by threads, say. Cost: the head is parsed. */
export function viewFlatFile<T>(given: Uint8Array): T {
  const bytes = aligned(given);
  const length = Number(textOf(bytes, LENGTH_AT, LENGTH_AT + LENGTH_DIGITS));
  const start = bytes.byteOffset + FIXED + padded(length);
  const made = new Map<string, TypedArray>();
  return JSON.parse(textOf(bytes, FIXED, FIXED + length), (_key, inner: unknown) => {
    if (inner === null || typeof inner !== 'object') return inner;
    const { $array, $map, $number } = inner as Marked;
    if (Array.isArray($array)) {
      const [name, at, count] = $array;
      const key = $array.join();
      const array = made.get(key) ?? new TYPED_ARRAYS[name](bytes.buffer as ArrayBuffer, start + at, count);
      made.set(key, array);
      return array;
    }
    if (Array.isArray($map)) return new Map($map);
    return $number !== undefined && BEYOND.includes($number) ? Number($number) : inner;
  }) as T;
}

/** A Float64Array must begin at a multiple of 8. */
const aligned = (bytes: Uint8Array) => (bytes.byteOffset % 8 === 0 ? bytes : Uint8Array.from(bytes));
const textOf = (bytes: Uint8Array, from: number, to: number) => new TextDecoder().decode(bytes.subarray(from, to));

interface Marked {
  readonly $array?: readonly [ArrayName, number, number];
  readonly $map?: readonly (readonly [unknown, unknown])[];
  readonly $number?: string;
}
