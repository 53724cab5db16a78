import { expect, test } from 'vitest';
import { randomKey } from '../base/random.ts';
import { prAuc } from '../metric/classification/pr-auc.ts';
import { precisionRecallCurve } from './precision-recall-curve.ts';

test('the curve of four samples with a tie, by hand', () => {
  // Probabilities of class 1: 0.9 yes, 0.6 yes and no together, 0.2 no.
  const truth = Int32Array.of(1, 1, 0, 0);
  const probabilities = Float64Array.of(0.1, 0.9, 0.4, 0.6, 0.4, 0.6, 0.8, 0.2);
  const curve = precisionRecallCurve({ truth, probabilities, nClasses: 2 }, 1)!;
  expect(curve.recall).toEqual([0.5, 1]);
  expect(curve.precision).toEqual([1, 2 / 3]);
  expect(curve.average).toBeCloseTo(0.5 + 0.5 * (2 / 3), 12);
  expect(curve.share).toBe(0.5);
});

test('its area is the metric, ties or not', () => {
  const random = randomKey(3).at('precision-recall').stream();
  for (const steps of [4, 1e6]) {
    const p = Array.from({ length: 300 }, () => Math.round(random.uniform() * steps) / steps);
    const truth = Int32Array.from(p, (value) => Number(random.uniform() < value * value));
    const input = { truth, probabilities: Float64Array.from(p.flatMap((value) => [1 - value, value])), nClasses: 2 };
    expect(precisionRecallCurve(input, 1)!.average).toBeCloseTo(prAuc.compute(input), 12);
  }
});

test('one class alone has no curve', () => {
  const probabilities = Float64Array.of(0.1, 0.9, 0.4, 0.6);
  expect(precisionRecallCurve({ truth: Int32Array.of(1, 1), probabilities, nClasses: 2 }, 1)).toBeNull();
  expect(precisionRecallCurve({ truth: Int32Array.of(1, 1), probabilities, nClasses: 2 }, 0)).toBeNull();
});
