import { describe, expect, test } from 'vitest';
import { randomKey } from '../../base/random.ts';
import { metricByName, metricsOf } from '../../metric/registry.ts';
import { type Scorer, scorer } from '../../metric/scorer.ts';
import type { ClassTarget } from '../../table/target.ts';
import { quantile } from '../intervals.ts';
import { bootstrapIntervals } from './bootstrap-intervals.ts';

const alone = (n: number) => Int32Array.from({ length: n }, (_, i) => i);

/** Predictions of class 0 that are right where `right` says so. */
function answers(right: boolean[]): Scorer {
  const codes = Int32Array.from(right, (r) => (r ? 0 : 1));
  const probabilities = Float64Array.from(right.flatMap(() => [0.9, 0.1]));
  return scored(codes, probabilities, ['a', 'b']).predictions;
}

function scored(codes: Int32Array, probabilities: Float64Array, classes: readonly string[]) {
  const target: ClassTarget = { task: 'classification', classes, codes };
  return { target, predictions: scorer(target, { task: 'classification', classes, probabilities }) };
}

/** In how many of `repeats` simulated test sets the interval of the accuracy covers the true 0.8. */
function coverage(repeats: number, clusters: number, perCluster: number, byCluster: boolean): number {
  const n = clusters * perCluster;
  let covered = 0;
  for (let repeat = 0; repeat < repeats; repeat++) {
    const random = randomKey(11).at(repeat);
    const stream = random.at('data').stream();
    const clusterRight = Array.from({ length: clusters }, () => stream.uniform() < 0.8);
    const right = Array.from({ length: n }, (_, i) => clusterRight[Math.floor(i / perCluster)]!);
    const groups = byCluster ? Int32Array.from(right, (_, i) => Math.floor(i / perCluster)) : alone(n);
    const interval = bootstrapIntervals([metricByName('accuracy')], [{ scorer: answers(right) }], groups, {
      random,
      replicates: 200,
    });
    const { low, high } = interval.accuracy!;
    if (low <= 0.8 && 0.8 <= high) covered++;
  }
  return covered / repeats;
}

describe('bootstrapIntervals', () => {
  test('a 95 % interval covers the truth in 95 % of test sets, within binomial noise', () => {
    expect(Math.abs(coverage(200, 100, 1, false) - 0.95)).toBeLessThan(4 * Math.sqrt((0.95 * 0.05) / 200));
  });

  test('with samples that repeat each other, groups keep the coverage and single samples would not', () => {
    expect(Math.abs(coverage(200, 80, 4, true) - 0.95)).toBeLessThan(4 * Math.sqrt((0.95 * 0.05) / 200));
    expect(coverage(200, 80, 4, false)).toBeLessThan(0.8);
  });

  test('every metric has its value, and bounds around the replicates', () => {
    const stream = randomKey(5).stream();
    const truth = Int32Array.from({ length: 90 }, (_, i) => i % 3);
    const probabilities = new Float64Array(270);
    truth.forEach((t, i) => {
      const raw = [0, 1, 2].map((k) => stream.uniform() + (k === t ? 0.4 : 0));
      const sum = raw.reduce((a, b) => a + b);
      raw.forEach((value, k) => {
        probabilities[i * 3 + k] = value / sum;
      });
    });
    const { target, predictions } = scored(truth, probabilities, ['a', 'b', 'c']);
    const metrics = metricsOf(target);
    const make = () =>
      bootstrapIntervals(metrics, [{ scorer: predictions }], alone(90), { random: randomKey(2), replicates: 200 });
    const intervals = make();
    for (const metric of metrics) {
      const { value, low, high } = intervals[metric.name]!;
      expect(value).toBe(predictions.value(metric));
      expect(low, metric.name).toBeLessThan(high);
      // ECE is biased upwards when resampled, so its value may lie below its interval.
      if (metric.name !== 'ece') expect(value > low && value < high, metric.name).toBe(true);
    }
    expect(make()).toEqual(intervals);
  });

  test('replicates that lack a class are skipped for ROC AUC', () => {
    const probabilities = Float64Array.of(0.9, 0.1, 0.8, 0.2, 0.2, 0.8, 0.4, 0.6);
    const { predictions } = scored(Int32Array.of(0, 0, 0, 1), probabilities, ['a', 'b']);
    const options = { random: randomKey(1), replicates: 200 };
    const auc = bootstrapIntervals([metricByName('roc-auc')], [{ scorer: predictions }], alone(4), options)['roc-auc']!;
    expect(auc.value).toBeCloseTo(2 / 3, 15);
    expect([auc.low, auc.high]).toEqual([0, 1]);
  });

  test('a metric that is undefined on the data is NaN throughout', () => {
    const input = answers([true, true, true]);
    const { 'roc-auc': auc } = bootstrapIntervals([metricByName('roc-auc')], [{ scorer: input }], alone(3), {
      random: randomKey(1),
    });
    expect(auc).toMatchObject({ value: Number.NaN, low: Number.NaN, high: Number.NaN });
  });
});

test('quantile is type 7 of R: quantile(c(1, 2, 4, 8), c(0, .025, .5, .9, 1))', () => {
  const sorted = Float64Array.of(1, 2, 4, 8);
  expect([0, 0.025, 0.5, 0.9, 1].map((p) => quantile(sorted, p))).toEqual([1, 1.075, 3, 6.800000000000001, 8]);
  expect(quantile(new Float64Array(0), 0.5)).toBeNaN();
});
