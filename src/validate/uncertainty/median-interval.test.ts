import { expect, test } from 'vitest';
import { randomKey } from '../../base/random.ts';
import { medianInterval } from './median-interval.ts';

/** P(median of n draws from 1 … n ≤ k) = P(Binomial(n, k/n) ≥ (n + 1)/2), n odd. */
function atMost(k: number, n: number): number {
  let sum = 0;
  let term = (1 - k / n) ** n;
  for (let j = 0; j <= n; j++) {
    if (j >= (n + 1) / 2) sum += term;
    term *= ((n - j) / (j + 1)) * (k / n / (1 - k / n));
  }
  return sum;
}

test('the bounds are the exact quantiles of the bootstrapped median', () => {
  const n = 25;
  const values = Array.from({ length: n }, (_, i) => i + 1);
  const exact = (p: number) => values.find((k) => k === n || atMost(k, n) >= p)!;
  const { value, low, high } = medianInterval([...values, Number.NaN], randomKey(1));
  expect(value).toBe(13);
  // 2,000 draws: a quantile of whole numbers may be the next one.
  expect(Math.abs(low - exact(0.025))).toBeLessThanOrEqual(1);
  expect(Math.abs(high - exact(0.975))).toBeLessThanOrEqual(1);
  expect(high - low).toBeGreaterThan(6);
});

test('nothing has no median, one value no width', () => {
  expect(medianInterval([], randomKey(1))).toMatchObject({ value: Number.NaN, low: Number.NaN });
  expect(medianInterval([2], randomKey(1))).toMatchObject({ value: 2, low: 2, high: 2 });
});
