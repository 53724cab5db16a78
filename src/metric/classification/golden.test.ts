import { describe, expect, test } from 'vitest';
import golden from '../../../test/golden/metrics.json' with { type: 'json' };
import { metricByName, metrics } from '../registry.ts';
import { brierDecomposition } from './brier-decomposition.ts';
import type { ClassMetric } from './class-metric.ts';

const classMetrics = metrics.filter(({ task }) => task === 'classification') as readonly ClassMetric[];

/** Written by test/golden/metrics.py; the versions are in the file. */
describe(`against scikit-learn ${golden.versions['scikit-learn']}, to 1e-12`, () => {
  for (const {
    name,
    nClasses,
    positive,
    truth,
    probabilities,
    weights,
    expected,
    atThresholds,
    decomposition,
  } of golden.cases) {
    test(name, () => {
      const input = {
        nClasses,
        truth: Int32Array.from(truth),
        probabilities: Float64Array.from(probabilities),
        ...(positive === null ? {} : { positive }),
        ...(weights === null ? {} : { weights: Float64Array.from(weights) }),
      };
      const scored = Object.fromEntries(classMetrics.map((metric) => [metric.name, metric.compute(input)]));
      expect(Object.keys(scored)).toEqual(Object.keys(expected));
      for (const [metric, value] of Object.entries(expected)) {
        if (value === null) expect(scored[metric], metric).toBeNaN();
        else expect(Math.abs(scored[metric]! - value), `${metric}: ${scored[metric]} for ${value}`).toBeLessThan(1e-12);
      }
      for (const [metric, value] of Object.entries<number>(atThresholds)) {
        expect((metricByName(metric) as ClassMetric).compute(input), metric).toBeCloseTo(value, 12);
      }
      const parts = brierDecomposition(input);
      for (const [part, value] of Object.entries<number>(decomposition)) {
        expect(Math.abs(parts[part as keyof typeof parts] - value), part).toBeLessThan(1e-12);
      }
    });
  }
});
