import { expect, test } from 'vitest';
import { fromTypedJson, toTypedJson } from './typed-json.ts';

test('typed arrays, nested in anything, come back with their type and their bits', () => {
  const value = {
    a: [Float64Array.of(0.1, -0, 5e-324, 1 / 3), { b: Int32Array.of(-1, 7) }],
    c: Float32Array.of(0.1),
    d: Uint8Array.of(255),
    e: new Float64Array(),
    plain: [1, null, 'x', { Float64: [1] }],
  };
  const back = fromTypedJson<typeof value>(toTypedJson(value));
  // JSON has no −0: it is written as 0.
  expect(back).toEqual({ ...value, a: [Float64Array.of(0.1, 0, 5e-324, 1 / 3), value.a[1]] });
  expect(toTypedJson(back)).toBe(toTypedJson(value));
});

test('numbers that JSON has no word for come back, in arrays and outside', () => {
  const beyond = [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 1];
  const value = { array: Float64Array.from(beyond), list: beyond, low: Number.NaN, text: 'NaN', held: { number: 3 } };
  expect(fromTypedJson(toTypedJson(value))).toEqual(value);
});

test('null in a typed array of an older file is NaN', () => {
  expect(fromTypedJson('{"Float64Array":[null,1]}')).toEqual(Float64Array.of(Number.NaN, 1));
});

test('float32 is written as bytes, every one of which survives; the numbers of an older file are read too', () => {
  const odd = Float32Array.of(0.1, -0, Number.NaN, Number.NEGATIVE_INFINITY, 1e-45);
  expect(toTypedJson(Float32Array.of(1))).toBe('{"Float32Array":"AACAPw=="}');
  expect(fromTypedJson(toTypedJson({ odd }))).toEqual({ odd });
  const part = new Float32Array(100_000).map((_, i) => Math.fround(i / 7)).subarray(3, 90_000);
  expect(fromTypedJson(toTypedJson(part))).toEqual(part);
  expect(toTypedJson(part).length).toBeLessThan(5.4 * part.length);
  expect(fromTypedJson('{"Float32Array":[0.5,null]}')).toEqual(Float32Array.of(0.5, Number.NaN));
});
