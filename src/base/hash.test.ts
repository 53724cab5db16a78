import fc from 'fast-check';
import { expect, test } from 'vitest';
import { canonicalJson, sha256 } from './hash.ts';

const ABC = 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'; // FIPS 180-2, appendix B.1
const EMPTY = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';

test('sha256 gives the published digests', async () => {
  expect(await sha256('abc')).toBe(ABC);
  expect(await sha256('')).toBe(EMPTY);
});

test('sha256 takes the bytes of a view only, in plain or shared memory', async () => {
  const text = new TextEncoder().encode('xabcx');
  const shared = new Uint8Array(new SharedArrayBuffer(5));
  shared.set(text);
  expect(await sha256(text.subarray(1, 4))).toBe(ABC);
  expect(await sha256(shared.subarray(1, 4))).toBe(ABC);
});

test('canonicalJson sorts keys at every depth and leaves lists in order', () => {
  const value = { b: [{ z: 1, y: 2 }, 3], a: { d: null, c: 'x' }, B: true };
  expect(canonicalJson(value)).toBe('{"B":true,"a":{"c":"x","d":null},"b":[{"y":2,"z":1},3]}');
});

test('canonicalJson gives equal text for equal values, whatever the order of their keys, and loses nothing', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (value) => {
      const reversed = Object.fromEntries(Object.entries(value).reverse());
      expect(canonicalJson(reversed)).toBe(canonicalJson(value));
      expect(JSON.parse(canonicalJson(value))).toEqual(JSON.parse(JSON.stringify(value)));
    }),
  );
});
