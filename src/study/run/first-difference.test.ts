import { expect, test } from 'vitest';
import { firstDifference } from './first-difference.ts';

test.each([
  [{ a: [1, Number.NaN], b: 'x' }, { a: [1, Number.NaN], b: 'x' }, undefined],
  [{ a: { b: [1, 2] } }, { a: { b: [1, 3] } }, { path: 'a.b[1]', before: 2, after: 3 }],
  [{ a: Float64Array.of(1, 2) }, { a: Float64Array.of(1) }, { path: 'a.length', before: 2, after: 1 }],
  [{ a: 1 }, { a: 1, b: 0 }, { path: 'b', before: undefined, after: 0 }],
  [null, {}, { path: '', before: null, after: {} }],
  [{ seconds: 1, x: [{ seconds: 2 }] }, { seconds: 3, x: [{ seconds: 4 }] }, undefined],
])('%j and %j', (before, after, expected) => {
  expect(firstDifference(before, after, new Set(['seconds']))).toEqual(expected);
});
