import { describe, expect, test } from 'vitest';
import golden from '../../../test/golden/metrics-regression.json' with { type: 'json' };
import { metrics } from '../registry.ts';
import type { NumberMetric } from './number-metric.ts';

const numberMetrics = metrics.filter(({ task }) => task === 'regression') as readonly NumberMetric[];

/** Written by test/golden/metrics-regression.py; the versions are in the file. */
describe(`against scikit-learn ${golden.versions['scikit-learn']} and scipy ${golden.versions.scipy}, to 1e-10`, () => {
  for (const { name, truth, predicted, weights, expected } of golden.cases) {
    test(name, () => {
      const input = {
        truth: Float64Array.from(truth),
        predicted: Float64Array.from(predicted),
        ...(weights ? { weights: Float64Array.from(weights) } : {}),
      };
      expect(numberMetrics.map((metric) => metric.name)).toEqual(Object.keys(expected));
      for (const metric of numberMetrics) {
        const value = expected[metric.name as keyof typeof expected];
        expect(Math.abs(metric.compute(input) - value) / Math.max(1, Math.abs(value)), metric.name).toBeLessThan(1e-10);
      }
    });
  }
});

test('a constant truth has neither R² nor correlations, and its errors stand', () => {
  const input = { truth: Float64Array.of(0.1, 0.1, 0.1), predicted: Float64Array.of(0, 0.1, 0.2) };
  const values = Object.fromEntries(numberMetrics.map((metric) => [metric.name, metric.compute(input)]));
  expect(values).toMatchObject({ r2: Number.NaN, pearson: Number.NaN, spearman: Number.NaN });
  expect(values.mae).toBeCloseTo(0.2 / 3, 15);
});

test('without weight there is nothing to score', () => {
  const weights = new Float64Array(2);
  const input = { truth: Float64Array.of(1, 2), predicted: Float64Array.of(1, 3), weights };
  for (const metric of numberMetrics) expect(metric.compute(input), metric.name).toBeNaN();
});
