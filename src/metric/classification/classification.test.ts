import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DataError, ParamError, ShapeError } from '../../base/errors.ts';
import { metricByName, metrics } from '../registry.ts';
import type { ClassInput, ClassMetric } from './class-metric.ts';
import { confusion } from './confusion.ts';
import { predictedClasses, rankScores } from './ranking.ts';

const classMetrics = metrics.filter(({ task }) => task === 'classification') as readonly ClassMetric[];
const compute = (name: string, input: ClassInput) => (metricByName(name) as ClassMetric).compute(input);
const binary = (truth: number[], pPositive: number[]): ClassInput => ({
  truth: Int32Array.from(truth),
  probabilities: Float64Array.from(pPositive.flatMap((p) => [1 - p, p])),
  nClasses: 2,
});

/** Predictions from a few votes, so that ties and exact zeros are common, with whole-number weights. */
const votes = fc.integer({ min: 2, max: 4 }).chain((nClasses) =>
  fc
    .array(
      fc.record({
        truth: fc.integer({ min: 0, max: nClasses - 1 }),
        votes: fc
          .array(fc.integer({ min: 0, max: 4 }), { minLength: nClasses, maxLength: nClasses })
          .filter((v) => v.some((count) => count > 0)),
        weight: fc.integer({ min: 0, max: 3 }),
      }),
      { minLength: 1, maxLength: 25 },
    )
    .map((samples) => ({ nClasses, samples })),
);
interface Sample {
  readonly truth: number;
  readonly votes: readonly number[];
  readonly weight: number;
}
const inputOf = (nClasses: number, samples: readonly Sample[]): ClassInput => ({
  nClasses,
  truth: Int32Array.from(samples, (s) => s.truth),
  probabilities: Float64Array.from(samples.flatMap((s) => s.votes.map((v) => v / s.votes.reduce((a, b) => a + b)))),
});
const weightsOf = (samples: readonly Sample[]) => Float64Array.from(samples, (s) => s.weight);

describe('every metric', () => {
  test('a sample of weight w counts as w equal samples, weight 0 as none', () => {
    fc.assert(
      fc.property(votes, ({ nClasses, samples }) => {
        const weighted = { ...inputOf(nClasses, samples), weights: weightsOf(samples) };
        const repeated = inputOf(
          nClasses,
          samples.flatMap((s) => new Array<Sample>(s.weight).fill(s)),
        );
        for (const metric of classMetrics) {
          const [a, b] = [metric.compute(weighted), metric.compute(repeated)];
          expect(Number.isNaN(a), metric.name).toBe(Number.isNaN(b));
          if (!Number.isNaN(a)) expect(a, metric.name).toBeCloseTo(b, 12);
        }
      }),
    );
  });

  test('a ranking made beforehand changes no bit, and values stay in the declared range', () => {
    fc.assert(
      fc.property(votes, ({ nClasses, samples }) => {
        const input = { ...inputOf(nClasses, samples), weights: weightsOf(samples) };
        const ranking = rankScores(input);
        for (const { name, range, compute: score } of classMetrics) {
          const value = score(input);
          expect(score({ ...input, ranking })).toBe(value);
          if (Number.isNaN(value)) continue;
          expect(value, name).toBeGreaterThanOrEqual(range[0] - 1e-12);
          expect(value, name).toBeLessThanOrEqual(range[1] + 1e-12);
        }
      }),
    );
  });

  test('perfect and certain predictions score best', () => {
    const input = binary([0, 1, 1, 0], [0, 1, 1, 0]);
    for (const metric of classMetrics) expect(metric.compute(input), metric.name).toBe(metric.greaterIsBetter ? 1 : 0);
  });

  test('no weight at all is NaN', () => {
    const input = { ...binary([0, 1], [0.2, 0.7]), weights: new Float64Array(2) };
    for (const metric of classMetrics) expect(metric.compute(input), metric.name).toBeNaN();
  });
});

describe('predicted class', () => {
  test('is the most probable, the first of equals', () => {
    const probabilities = Float64Array.of(0.4, 0.4, 0.2, 0.2, 0.4, 0.4);
    expect([...predictedClasses({ truth: Int32Array.of(0, 0), probabilities, nClasses: 3 })]).toEqual([0, 1]);
  });

  test('NaN is a DataError, a wrong length a ShapeError', () => {
    expect(() => compute('accuracy', binary([0, 1], [0.1, Number.NaN]))).toThrow(DataError);
    expect(() => compute('accuracy', { ...binary([0, 1], [0.1, 0.2]), nClasses: 3 })).toThrow(ShapeError);
  });
});

test('confusion has the true class in rows', () => {
  expect([...confusion(Int32Array.of(0, 0, 1), Int32Array.of(1, 1, 1), 2)]).toEqual([0, 2, 0, 1]);
  expect([...confusion(Int32Array.of(0, 1), Int32Array.of(1, 1), 2, Float64Array.of(0.5, 3))]).toEqual([0, 0.5, 0, 3]);
});

describe('roc-auc', () => {
  test('is the weighted share of pairs ranked rightly, ties half', () => {
    fc.assert(
      fc.property(votes, ({ nClasses, samples }) => {
        const input = { ...inputOf(nClasses, samples), weights: weightsOf(samples) };
        const { truth, probabilities: p, weights } = input;
        const perClass = Array.from({ length: nClasses }, (_, k) => {
          let wins = 0;
          let pairs = 0;
          for (let i = 0; i < truth.length; i++) {
            for (let j = 0; j < truth.length; j++) {
              if (truth[i] !== k || truth[j] === k) continue;
              const difference = p[i * nClasses + k]! - p[j * nClasses + k]!;
              pairs += weights[i]! * weights[j]!;
              wins += weights[i]! * weights[j]! * (difference > 0 ? 1 : difference === 0 ? 0.5 : 0);
            }
          }
          return wins / pairs;
        });
        const defined = (nClasses === 2 ? [perClass[1]!] : perClass).filter((auc) => !Number.isNaN(auc));
        const value = compute('roc-auc', input);
        if (defined.length === 0) expect(value).toBeNaN();
        else expect(value).toBeCloseTo(defined.reduce((a, b) => a + b) / defined.length, 12);
      }),
    );
  });

  test('one class in the truth: NaN', () => {
    expect(compute('roc-auc', binary([1, 1], [0.3, 0.6]))).toBeNaN();
  });
});

describe('cases that a definition must decide', () => {
  test('a class absent from the truth is left out of the macro means', () => {
    const three = {
      truth: Int32Array.of(0, 0, 1, 1),
      probabilities: Float64Array.of(0.8, 0.2, 0, 0.4, 0.6, 0, 0.3, 0.7, 0, 0.1, 0.9, 0),
      nClasses: 3,
    };
    const two = binary([0, 0, 1, 1], [0.2, 0.6, 0.7, 0.9]);
    for (const name of ['balanced-accuracy', 'macro-f1', 'weighted-f1', 'roc-auc', 'accuracy', 'mcc']) {
      expect(compute(name, three), name).toBeCloseTo(compute(name, two), 14);
    }
  });

  test('a class predicted but absent from the truth has F1 = 0 and counts in macro-f1', () => {
    const probabilities = Float64Array.of(1, 0, 0, 0, 1, 0, 0, 0, 1);
    const input = { truth: Int32Array.of(0, 1, 1), probabilities, nClasses: 3 };
    expect(compute('macro-f1', input)).toBeCloseTo((1 + 2 / 3 + 0) / 3, 15);
  });

  test('everything predicted as one class: mcc is 0', () => {
    expect(compute('mcc', binary([0, 1, 1], [0.9, 0.9, 0.9]))).toBe(0);
    const weights = Float64Array.of(0.1, 0.2, 0.7);
    expect(compute('mcc', { ...binary([1, 1, 1], [0.9, 0.1, 0.9]), weights })).toBe(0);
  });

  test('two classes: pr-auc is that of the positive class, chance gives its share', () => {
    const input = binary([0, 0, 0, 1], [0.5, 0.5, 0.5, 0.5]);
    expect(compute('pr-auc', input)).toBe(0.25);
    expect(compute('pr-auc', { ...input, positive: 0 })).toBe(0.75);
  });

  test('brier of two classes is half of the sum over both', () => {
    const two = binary([0, 1], [0.3, 0.4]);
    expect(compute('brier', two)).toBeCloseTo((0.09 + 0.36) / 2, 15);
    const padded = { ...two, probabilities: Float64Array.of(0.7, 0.3, 0, 0.6, 0.4, 0), nClasses: 3 };
    expect(compute('brier', padded)).toBeCloseTo(0.09 + 0.36, 15);
  });

  test('log-loss of a probability of 0 is that of 2^-52', () => {
    expect(compute('log-loss', binary([1], [0]))).toBeCloseTo(52 * Math.LN2, 13);
  });

  test('ece: sure and right half of the time is off by one half', () => {
    expect(compute('ece', binary([0, 1], [1, 1]))).toBe(0.5);
  });
});

test('metricByName refuses an unknown name with the nearest', () => {
  expect(() => metricByName('macro-F1x', 'validate.metric')).toThrow(
    "validate.metric: must be the name of a metric, got 'macro-F1x'; did you mean 'macro-f1'?",
  );
  expect(() => metricByName('rmsle')).toThrow(ParamError);
});
