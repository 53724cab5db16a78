import { describe, expect, test } from 'vitest';
import { fromFlatFile, toFlatFile } from './flat-file.ts';

const shared = Float32Array.of(1, Number.NaN, -0);
const value = {
  ids: ['a', 'β', ''],
  block: { matrix: { data: shared, again: shared }, present: Uint8Array.of(1, 0, 1), empty: new Float64Array() },
  lengths: new Map([['TP53', 2512.5]]),
  numbers: [0.1, -0, Number.NaN, Number.NEGATIVE_INFINITY, null],
  codes: Int32Array.of(-1, 7),
  columns: Uint32Array.of(4e9),
  text: { $map: 'a file of that name' },
};

describe('a flat file', () => {
  test('gives back every value to the bit; arrays are views of it, aligned, each once', async () => {
    const bytes = await toFlatFile(value);
    const back = (await fromFlatFile<typeof value>(bytes))!;
    expect(back).toEqual(value);
    const { data, again } = back.block.matrix;
    expect(Object.is(data[2], -0)).toBe(true);
    expect([data.buffer, again.byteOffset]).toEqual([bytes.buffer, data.byteOffset]);
    for (const array of [data, back.block.present, back.codes]) expect(array.byteOffset % 64).toBe(0);
    expect(await toFlatFile(back)).toEqual(bytes);
  });

  test('is read wherever it lies in memory', async () => {
    const bytes = await toFlatFile(value);
    const moved = new Uint8Array(bytes.length + 3);
    moved.set(bytes, 3);
    expect(await fromFlatFile(moved.subarray(3))).toEqual(value);
  });

  test('cut short or altered anywhere it is none', async () => {
    const bytes = await toFlatFile(value);
    for (const length of [0, 7, 100, 128, bytes.length - 1])
      expect(await fromFlatFile(bytes.subarray(0, length))).toBeUndefined();
    for (const at of [0, 8, 71, 130, bytes.length - 1]) {
      const altered = bytes.slice();
      altered[at]! ^= 1;
      expect(await fromFlatFile(altered)).toBeUndefined();
    }
  });
});
