import { expect, test } from 'vitest';
import { binomialLimits, binomialUpper } from './binomial-limits.ts';

test.each([
  // R 4.2.2 binom.test(k, n)$conf.int
  [0, 10, 0, 0.308497107818761],
  [3, 20, 0.0320709371854637, 0.378926826545314],
  [17, 20, 0.621073173454686, 0.967929062814536],
  [250, 1000, 0.22343040626468, 0.278050006223756],
  [10, 10, 0.691502892181239, 1],
])('%d of %d: the limits are those of R', (k, n, low, high) => {
  const found = binomialLimits(k, n);
  expect(found.low).toBeCloseTo(low, 12);
  expect(found.high).toBeCloseTo(high, 12);
});

test('one-sided: as R, and 1 − tail^(1/n) of none', () => {
  expect(binomialUpper(7, 412, 0.0025)).toBeCloseTo(0.0436426168325353, 12);
  expect(binomialUpper(0, 58, 0.05)).toBeCloseTo(1 - 0.05 ** (1 / 58), 13);
});

test('of no trials everything is possible', () => {
  expect(binomialLimits(0, 0)).toEqual({ low: 0, high: 1 });
});
