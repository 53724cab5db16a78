import { expect, test } from 'vitest';
import { randomKey } from '../base/random.ts';
import { strataOf } from './strata.ts';
import { stratifiedGroupFolds } from './stratified-group-folds.ts';

test('numbers go by quantile: bins of equal size, rising, and equal values together', () => {
  const values = Float64Array.of(9, 1, 5, 3, 7, 2, 8, 4, 6, 0);
  const { codes, nClasses } = strataOf({ task: 'regression', values }, 2);
  expect(nClasses).toBe(5);
  expect([...codes]).toEqual([4, 0, 2, 1, 3, 1, 4, 2, 3, 0]);
  const tied = strataOf({ task: 'regression', values: Float64Array.of(0, 0, 0, 0, 0, 0, 1, 2) }, 2);
  expect(new Set(tied.codes.slice(0, 6)).size).toBe(1);
});

test('survival goes by event and, within each, by quarter of the time', () => {
  const times = Float64Array.from({ length: 40 }, (_, i) => i + 1);
  const events = Uint8Array.from(times, (_, i) => i % 2);
  const { codes, nClasses } = strataOf({ task: 'survival', times, events }, 5);
  expect(nClasses).toBe(8);
  for (let i = 0; i < 40; i++) expect(codes[i]).toBe((i % 2) * 4 + Math.floor(i / 10));
});

test('folds made of them have means and shares of events that differ little', () => {
  const draws = randomKey(4).stream();
  const n = 200;
  const groups = Int32Array.from({ length: n }, (_, i) => i);
  const times = Float64Array.from({ length: n }, () => draws.uniform());
  const events = Uint8Array.from({ length: n }, () => Number(draws.uniform() < 0.3));
  const folds = stratifiedGroupFolds({
    ...strataOf({ task: 'survival', times, events }, 5),
    groups,
    k: 5,
    random: randomKey(1),
  });
  const total = events.reduce((a, b) => a + b);
  for (let fold = 0; fold < 5; fold++) {
    const own = events.filter((_, i) => folds[i] === fold).reduce((a, b) => a + b);
    // Four quarters, each shared out to within one.
    expect(Math.abs(own - total / 5)).toBeLessThanOrEqual(4);
  }
});

test('with fewer values than folds there is one stratum, and without a target too', () => {
  expect(strataOf({ task: 'regression', values: Float64Array.of(1, 2, 3) }, 5)).toEqual({
    codes: new Int32Array(3),
    nClasses: 1,
  });
  expect(strataOf({ task: 'clustering', nSamples: 3 }, 5)).toEqual({ codes: new Int32Array(3), nClasses: 1 });
});
