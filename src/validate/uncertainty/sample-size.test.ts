import { describe, expect, test } from 'vitest';
import { randomKey } from '../../base/random.ts';
import { metricByName } from '../../metric/registry.ts';
import { normalCdf } from '../../numeric/special/normal.ts';
import { sampleSize } from './sample-size.ts';
import type { Statistic } from './statistic.ts';

const n = 60;
const groups = Int32Array.from({ length: n }, (_, i) => i);
/** Share of the weight on the first so many samples. */
const shareOf =
  (right: number): Statistic =>
  (weights = new Float64Array(n).fill(1)) =>
    weights.reduce((sum, w, i) => sum + (i < right ? w : 0), 0) / weights.reduce((sum, w) => sum + w, 0);
const options = { metric: metricByName('accuracy'), groups, random: randomKey(1) };

describe('sampleSize', () => {
  test('an accuracy of 0.7 against a half: as the normal approximation has it', () => {
    const found = sampleSize({ ...options, learner: shareOf(42), baseline: 0.5, simulations: 2000 })!;
    for (const { samples, power } of found.sizes) {
      const error = Math.sqrt((0.7 * 0.3) / samples);
      const expected = normalCdf(0.2 / error - 1.959964);
      // Few samples have few possible accuracies.
      expect(Math.abs(power - expected), `${samples}`).toBeLessThan(samples < 60 ? 0.12 : 0.05);
    }
    const needed = (0.7 * 0.3 * (1.959964 + 0.841621) ** 2) / 0.2 ** 2;
    expect(found.needed! / needed).toBeGreaterThan(0.8);
    expect(found.needed! / needed).toBeLessThan(1.25);
    expect(found.growth).toBe(false);
  });

  test('growth with the training samples needs fewer of them, and no difference is never shown', () => {
    const law = { limit: 0.7, drop: 0.15, rate: 1, size: 48 };
    const still = sampleSize({ ...options, learner: shareOf(33), baseline: 0.5 })!;
    const growing = sampleSize({ ...options, learner: shareOf(33), baseline: 0.5, law })!;
    expect(growing.needed!).toBeLessThan(still.needed ?? Number.POSITIVE_INFINITY);
    const equal = sampleSize({ ...options, learner: shareOf(33), baseline: shareOf(33) })!;
    expect(equal.needed).toBeNull();
    expect(Math.max(...equal.sizes.map(({ power }) => power))).toBe(0);
  });

  test('a loss is compared the other way round; without a score there is no size', () => {
    const loss = { ...options, metric: metricByName('brier') };
    expect(sampleSize({ ...loss, learner: shareOf(10), baseline: 0.5 })!.now).toBeGreaterThan(0.9);
    expect(sampleSize({ ...loss, learner: shareOf(50), baseline: 0.5 })!.now).toBe(0);
    expect(sampleSize({ ...options, learner: () => Number.NaN, baseline: 0.5 })).toBeNull();
  });
});
