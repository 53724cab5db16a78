import { type ArrayName, arrayName, TYPED_ARRAYS, type TypedArray } from './typed-arrays.ts';

/** What JSON has no numbers for; `{"number":"NaN"}` stands for it. */
const BEYOND = ['NaN', 'Infinity', '-Infinity'];

/**
 * JSON that keeps typed arrays, each written as `{"Float64Array":[…]}`, and numbers that are not finite. Of a Float32Array stand the bytes in base64, little-endian, which are a quarter of
 * its decimals. All numbers survive to the bit, but for the sign of 0 outside a Float32Array.
 */
export function toTypedJson(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) => {
    if (typeof inner === 'number') return Number.isFinite(inner) ? inner : { number: String(inner) };
    const name = arrayName(inner);
    if (!name) return inner;
    return { [name]: inner instanceof Float32Array ? toBase64(inner) : Array.from(inner as TypedArray) };
  });
}

/** The value that `toTypedJson` wrote. @throws {SyntaxError} not JSON. */
export function fromTypedJson<T>(text: string): T {
  return JSON.parse(text, (_key, inner: unknown) => {
    if (inner === null || typeof inner !== 'object') return inner;
    const keys = Object.keys(inner);
    if (keys.length !== 1) return inner;
    const held = (inner as Record<string, unknown>)[keys[0]!];
    if (keys[0] === 'number' && BEYOND.includes(held as string)) return Number(held);
    if (!(keys[0]! in TYPED_ARRAYS)) return inner;
    if (typeof held === 'string') return fromBase64(held);
    // Null: files of before version 5 of the results have it for NaN.
    return TYPED_ARRAYS[keys[0] as ArrayName].from((held as (number | null)[]).map((x) => x ?? Number.NaN));
  }) as T;
}

/** Bytes that one call takes as arguments. */
const CHUNK = 0x8000;

function toBase64({ buffer, byteOffset, byteLength }: Float32Array): string {
  const bytes = new Uint8Array(buffer, byteOffset, byteLength);
  let text = '';
  for (let at = 0; at < bytes.length; at += CHUNK) text += String.fromCharCode(...bytes.subarray(at, at + CHUNK));
  return btoa(text);
}

function fromBase64(text: string): Float32Array {
  return new Float32Array(Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0)).buffer);
}
