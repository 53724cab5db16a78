import { describe, expect, test } from 'vitest';
import { randomKey } from '../../base/random.ts';
import { metricByName } from '../../metric/registry.ts';
import { scorer } from '../../metric/scorer.ts';
import { holm } from '../../numeric/holm.ts';
import { type Contestant, compareLearners } from './compare-learners.ts';
import { correctedResampledT } from './corrected-resampled-t.ts';
import { pairedBootstrap } from './paired-bootstrap.ts';

describe('correctedResampledT', () => {
  test('by hand: five folds', () => {
    // mean 0.03, s² = 0.00025, se = √((1/5 + 1/4) · 0.00025) = 0.010606602; R: 2 * pt(-0.03 / 0.010606602, 4), qt(0.975, 4) = 2.776445
    const { difference, low, high, p } = correctedResampledT([0.01, 0.02, 0.03, 0.04, 0.05], 0.25);
    expect(difference).toBeCloseTo(0.03, 14);
    expect(p).toBeCloseTo(0.047421, 6);
    expect(low).toBeCloseTo(0.03 - 2.7764451 * 0.0106066, 8);
    expect(high).toBeCloseTo(0.03 + 2.7764451 * 0.0106066, 8);
  });

  test('no difference is p = 1; folds without a score are left out; one fold says nothing', () => {
    expect(correctedResampledT([0, 0, 0], 0.5).p).toBe(1);
    expect(correctedResampledT([0.1, Number.NaN, 0.3], 0.5)).toEqual(correctedResampledT([0.1, 0.3], 0.5));
    expect(correctedResampledT([0.1], 0.5).p).toBeNaN();
  });
});

test("holm: R p.adjust(c(0.01, 0.04, 0.03, 0.005), 'holm')", () => {
  expect(holm([0.01, 0.04, 0.03, 0.005])).toEqual([0.03, 0.06, 0.06, 0.02]);
  expect(holm([0.9, Number.NaN, 0.8])).toEqual([1, Number.NaN, 1]);
});

test('pairedBootstrap: the interval is of differences of one draw, and p counts the draws beyond 0', () => {
  const a = Float64Array.from({ length: 99 }, (_, r) => r / 100);
  const { low, high, p } = pairedBootstrap(
    0.1,
    a,
    a.map((value) => value - 0.1),
  );
  expect(low).toBeCloseTo(0.1, 12);
  expect(high).toBeCloseTo(0.1, 12);
  expect(p).toBeCloseTo(2 / 100, 12);
  expect(pairedBootstrap(0, a, a).p).toBe(1);
});

/** Numbers predicted with this much noise, in 10 folds. */
function contestant(name: string, noise: number, seed: number, truth: Float64Array): Contestant {
  const stream = randomKey(seed).stream();
  const values = truth.map((y) => y + noise * stream.normal());
  const folds = Int32Array.from(truth, (_, i) => i % 10);
  const one = scorer({ task: 'regression', values: truth }, { task: 'regression', values });
  return { name, repeats: [{ scorer: one, folds, trainSizes: Array(10).fill(360) }] };
}

describe('compareLearners', () => {
  const stream = randomKey(1).stream();
  const truth = Float64Array.from({ length: 400 }, () => stream.normal());
  const groups = Int32Array.from({ length: 400 }, (_, i) => i);
  const options = { metric: metricByName('r2'), groups, random: randomKey(2), replicates: 300 };
  const [sharp, blunt, twin] = [
    contestant('sharp', 0.3, 5, truth),
    contestant('blunt', 0.9, 6, truth),
    contestant('twin', 0.3, 7, truth),
  ];

  test('every pair by both methods; what differs is told apart and what does not is not', () => {
    const found = compareLearners([sharp, blunt, twin], options);
    expect(found.map(({ a, b, method }) => `${a}-${b} ${method}`)).toEqual([
      ...['sharp-blunt', 'sharp-twin', 'blunt-twin'].map((pair) => `${pair} corrected-resampled-t`),
      ...['sharp-blunt', 'sharp-twin', 'blunt-twin'].map((pair) => `${pair} paired-bootstrap`),
    ]);
    for (const { a, b, difference, low, high, p, adjusted } of found) {
      expect(low).toBeLessThanOrEqual(difference);
      expect(high).toBeGreaterThanOrEqual(difference);
      expect(adjusted).toBeGreaterThanOrEqual(p);
      if (a === 'blunt' || b === 'blunt') expect(adjusted).toBeLessThan(0.05);
      else expect(p).toBeGreaterThan(0.05);
    }
  });

  test('with rivals, each contestant against each rival; a learner alone has no comparison', () => {
    const found = compareLearners([sharp, twin], { ...options, rivals: [blunt] });
    expect(found.map(({ a, b }) => `${a}-${b}`)).toEqual(['sharp-blunt', 'twin-blunt', 'sharp-blunt', 'twin-blunt']);
    expect(compareLearners([sharp], options)).toEqual([]);
  });

  test('folds of one sample have no score: the bootstrap alone compares', () => {
    const single = (one: Contestant): Contestant => {
      const folds = Int32Array.from({ length: 400 }, (_, i) => i);
      return { ...one, repeats: [{ ...one.repeats[0]!, folds, trainSizes: Array(400).fill(399) }] };
    };
    expect(compareLearners([single(sharp), single(blunt)], options).map(({ method }) => method)).toEqual([
      'paired-bootstrap',
    ]);
  });
});
