import { describe, expect, test } from 'vitest';
import { randomKey } from '../../base/random.ts';
import { metricByName } from '../../metric/registry.ts';
import { fitInversePowerLaw, powerLawAt } from './inverse-power-law.ts';
import { learningCurve } from './learning-curve.ts';
import type { Statistic } from './statistic.ts';

const SIZES = [20, 40, 80, 160];

describe('fitInversePowerLaw', () => {
  test('finds an exact curve, and continues it', () => {
    // rate 0.1 · 20^(20/40) = 0.447: the middle of the grid
    const rate = 0.1 * Math.sqrt(20);
    const score = (n: number) => 0.9 - 1.2 * n ** -rate;
    const law = fitInversePowerLaw(SIZES, SIZES.map(score), { greaterIsBetter: true, range: [0, 1] });
    expect(law.rate).toBeCloseTo(rate, 10);
    expect(law.limit).toBeCloseTo(0.9, 8);
    for (const n of [20, 160, 320, 5000]) expect(powerLawAt(law, n)).toBeCloseTo(score(n), 8);
  });

  test('a loss falls to a limit above 0', () => {
    const law = fitInversePowerLaw(
      SIZES,
      SIZES.map((n) => 1 + 5 / n),
      { greaterIsBetter: false, range: [0, Infinity] },
    );
    expect(powerLawAt(law, 320)).toBeCloseTo(1 + 5 / 320, 2);
    expect(law.limit).toBeGreaterThanOrEqual(0);
    expect(powerLawAt(law, 320)).toBeLessThan(powerLawAt(law, 160));
  });

  test('scores that fall with more samples are flat, and no limit lies beyond the range', () => {
    const flat = fitInversePowerLaw(SIZES, [0.8, 0.7, 0.7, 0.6], { greaterIsBetter: true, range: [0, 1] });
    expect(flat.drop).toBe(0);
    expect(powerLawAt(flat, 1000)).toBeCloseTo(0.7, 12);
    const steep = fitInversePowerLaw(SIZES, [0.5, 0.65, 0.8, 0.95], { greaterIsBetter: true, range: [0, 1] });
    expect(steep.limit).toBeLessThanOrEqual(1);
    expect(powerLawAt(steep, 1e9)).toBeLessThanOrEqual(1);
  });

  test('a point without weight does not count', () => {
    const score = (n: number) => 0.8 - 2 / n;
    const scores = [0.1, ...[40, 80, 160].map(score)];
    const options = { greaterIsBetter: true, range: [0, 1] as const };
    const law = fitInversePowerLaw(SIZES, scores, { ...options, weights: [0, 1, 1, 1] });
    expect(powerLawAt(law, 80)).toBeCloseTo(score(80), 3);
  });
});

describe('learningCurve', () => {
  const n = 120;
  const groups = Int32Array.from({ length: n }, (_, i) => i);
  /** Each sample is right from some number of training samples on: 0.9 − 3/size of them. */
  const points = SIZES.map((samples, at) => {
    const stream = randomKey(9).stream();
    const right = Float64Array.from({ length: n }, () => Number(stream.uniform() < 0.9 - 3 / samples));
    const score: Statistic = (weights = new Float64Array(n).fill(1)) =>
      weights.reduce((sum, w, i) => sum + w * right[i]!, 0) / weights.reduce((sum, w) => sum + w, 0);
    return { share: (at + 1) / 4, samples, score };
  });
  const options = { metric: metricByName('accuracy'), groups, random: randomKey(1), replicates: 200 };

  test('the gain of twice the samples has an interval that holds the true one', () => {
    const curve = learningCurve(points, options)!;
    expect(curve.points.map(({ samples }) => samples)).toEqual(SIZES);
    expect(curve.doubled.samples).toBe(320);
    const gain = 3 / 160 - 3 / 320;
    expect(curve.gain.low).toBeLessThanOrEqual(gain);
    expect(curve.gain.high).toBeGreaterThanOrEqual(gain);
    expect(curve.gain.low).toBeGreaterThanOrEqual(0);
    const { a, b, c } = curve.fit;
    expect(a - b * 320 ** -c).toBeCloseTo(curve.doubled.value, 10);
    expect(learningCurve(points, options)).toEqual(curve);
  });

  test('points without a score are left out; one alone is no curve', () => {
    const undefinedOne = { share: 0.1, samples: 10, score: () => Number.NaN };
    expect(learningCurve([undefinedOne, ...points], options)).toEqual(learningCurve(points, options));
    expect(learningCurve([undefinedOne, points[0]!], options)).toBeNull();
  });
});
