import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createArgsort } from './argsort.ts';

it('sorts as Float32Array.sort does, says where each value stood, and keeps the order of equal values', () => {
  const argsort = createArgsort(200);
  const value = fc.oneof(fc.integer({ min: -3, max: 3 }), fc.float({ noNaN: true }));
  fc.assert(
    fc.property(fc.array(value, { maxLength: 200 }), (list) => {
      const values = Float32Array.from(list, (x) => x + 0); // −0 + 0 = +0
      const { sorted, order } = argsort(values);
      expect(sorted).toEqual(values.slice().sort());
      const expected = [...values.keys()].sort((a, b) => values[a]! - values[b]! || a - b);
      if (!list.some((x) => !Number.isFinite(x))) expect([...order]).toEqual(expected);
      expect(Float32Array.from(order, (i) => values[i]!)).toEqual(sorted);
    }),
  );
});
