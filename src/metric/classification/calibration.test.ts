import { describe, expect, test } from 'vitest';
import golden from '../../../test/golden/calibration-line.json' with { type: 'json' };
import { randomKey } from '../../base/random.ts';
import { massBins } from '../mass-bins.ts';
import { adaptiveEce } from './adaptive-ece.ts';
import { brier } from './brier.ts';
import { brierDecomposition } from './brier-decomposition.ts';
import { calibrationIntercept } from './calibration-intercept.ts';
import { calibrationSlope } from './calibration-slope.ts';

const two = (positive: readonly number[]) => Float64Array.from(positive.flatMap((p) => [1 - p, p]));

describe(`slope and intercept against R ${golden.versions.R} glm, to 1e-9`, () => {
  test.each(golden.cases.map((one, c) => [c, one] as const))('two classes, case %i', (_, one) => {
    const input = {
      truth: Int32Array.from(one.truth),
      probabilities: two(one.probabilities),
      nClasses: 2,
      weights: Float64Array.from(one.weights),
    };
    expect(Math.abs(calibrationSlope.compute(input) - one.slope)).toBeLessThan(1e-9);
    expect(Math.abs(calibrationIntercept.compute(input) - one.intercept)).toBeLessThan(1e-9);
    // The other class is the mirror image.
    expect(calibrationSlope.compute({ ...input, positive: 0 })).toBeCloseTo(one.slope, 9);
    expect(calibrationIntercept.compute({ ...input, positive: 0 })).toBeCloseTo(-one.intercept, 9);
  });

  test('three classes', () => {
    const { truth, probabilities, slope, intercept } = golden.three;
    const input = { truth: Int32Array.from(truth), probabilities: Float64Array.from(probabilities), nClasses: 3 };
    expect(Math.abs(calibrationSlope.compute(input) - slope)).toBeLessThan(1e-9);
    expect(Math.abs(calibrationIntercept.compute(input) - intercept)).toBeLessThan(1e-9);
  });
});

test('slope and intercept are undefined where there is no maximum', () => {
  const of = (truth: readonly number[], p: readonly number[]) => ({
    truth: Int32Array.from(truth),
    probabilities: two(p),
    nClasses: 2,
  });
  const apart = of([0, 0, 1, 1], [0.1, 0.4, 0.6, 0.9]);
  expect(calibrationSlope.compute(apart)).toBeNaN();
  expect(Number.isFinite(calibrationIntercept.compute(apart))).toBe(true);
  // Apart but for one tie at the border: the likelihood still rises for ever.
  expect(calibrationSlope.compute(of([0, 0, 1, 1, 0], [0.1, 0.5, 0.5, 0.9, 0.5]))).toBeNaN();
  expect(calibrationSlope.compute(of([0, 1, 0, 1], [0.3, 0.3, 0.3, 0.3]))).toBeNaN();
  for (const metric of [calibrationSlope, calibrationIntercept]) {
    expect(metric.compute(of([1, 1, 1], [0.2, 0.5, 0.7]))).toBeNaN();
    expect(metric.compute({ ...apart, weights: new Float64Array(4) })).toBeNaN();
  }
  // Certainties that are wrong stay finite.
  expect(Number.isFinite(calibrationSlope.compute(of([0, 1, 0, 1, 1], [1, 0, 0, 1, 0.5])))).toBe(true);
});

describe('brierDecomposition', () => {
  const stream = randomKey(2).stream();
  const n = 300;
  const input = {
    truth: Int32Array.from({ length: n }, () => stream.below(3)),
    probabilities: new Float64Array(3 * n),
    nClasses: 3,
    weights: Float64Array.from({ length: n }, () => stream.below(4)),
  };
  for (let i = 0; i < n; i++) {
    const [a, b] = [stream.uniform(), stream.uniform()].sort();
    input.probabilities.set([a!, b! - a!, 1 - b!], 3 * i);
  }

  test.each([1, 5, 10, 40])('sums to the Brier score whatever the bins: %i', (nBins) => {
    const parts = brierDecomposition(input, nBins);
    const { reliability, resolution, uncertainty, withinBinVariance, withinBinCovariance } = parts;
    expect(parts.brier).toBeCloseTo(brier.compute(input), 12);
    expect(reliability - resolution + uncertainty + withinBinVariance - withinBinCovariance).toBeCloseTo(
      parts.brier,
      12,
    );
  });

  test('of the share of the class is uncertainty alone', () => {
    const truth = Int32Array.from({ length: 40 }, (_, i) => Number(i < 10));
    const parts = brierDecomposition({ truth, probabilities: two(new Array(40).fill(0.25)), nClasses: 2 });
    expect(parts).toMatchObject({ brier: 0.1875, reliability: 0, resolution: 0, uncertainty: 0.1875 });
  });
});

describe('adaptiveEce', () => {
  test('does not divide equal confidences, and counts a weight as copies', () => {
    const p = Array.from({ length: 60 }, (_, i) => 0.6 + 0.1 * (i % 3));
    const truth = Int32Array.from(p, (_, i) => Number(i % 4 > 0));
    const weights = Float64Array.from(p, (_, i) => i % 3);
    const copies = p.flatMap((_, i) => new Array<number>(i % 3).fill(i));
    const weighted = adaptiveEce.compute({ truth, probabilities: two(p), nClasses: 2, weights });
    const copied = adaptiveEce.compute({
      truth: Int32Array.from(copies, (i) => truth[i]!),
      probabilities: two(copies.map((i) => p[i]!)),
      nClasses: 2,
    });
    expect(weighted).toBeCloseTo(copied, 12);
    expect(adaptiveEce.compute({ truth, probabilities: two(p), nClasses: 2, weights: new Float64Array(60) })).toBeNaN();
  });

  test('bins hold equal weight as far as ties allow', () => {
    expect([...massBins(Float64Array.of(3, 1, 2, 4), undefined, 2)]).toEqual([1, 0, 0, 1]);
    expect([...massBins(Float64Array.of(1, 1, 1, 4), undefined, 2)]).toEqual([0, 0, 0, 1]);
    expect([...massBins(Float64Array.of(1, 1, 1, 4), Float64Array.of(1, 0, 0, 3), 4)]).toEqual([0, 0, 0, 2]);
  });
});
