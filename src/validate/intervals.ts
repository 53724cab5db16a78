import type { RandomKey } from '../base/random.ts';
import type { Metric } from '../metric/metric.ts';
import type { Scorer } from '../metric/scorer.ts';
import { bootstrapGroups } from '../sample/bootstrap.ts';
import { denseCodes } from '../sample/groups.ts';

/** A value with its interval; all NaN where the metric is undefined on the data. */
export interface Interval {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

export interface BootstrapOptions {
  readonly random: RandomKey;
  /** Number of replicates; default 1000. */
  readonly replicates?: number;
}

/**
 * Each metric with its 95 % percentile bootstrap interval over groups: groups are drawn with replacement, and the 2.5 % and 97.5 %
 * quantiles (R's type 7) of the metric over the replicates are the bounds. A replicate on which a metric is undefined (one that drew
 * a single class, for ROC AUC) is skipped for that metric. The interval speaks of the chance in who was tested; the predictions are
 * taken as they are, so it does not speak of the chance in training.
 *
 * @param groups of the samples, any codes, [n].
 * Cost O(replicates · metrics · n) after one sorting, times the classes; replicates are weights, nothing is copied.
 * Source: Efron & Tibshirani 1993, An Introduction to the Bootstrap, §13.3; over clusters as in `bootstrapGroups`.
 */
export function bootstrapIntervals(
  metrics: readonly Metric[],
  predictions: Scorer,
  groups: Int32Array,
  { random, replicates = 1000 }: BootstrapOptions,
): Record<string, Interval> {
  const dense = denseCodes(groups);
  const draws = metrics.map(() => new Float64Array(replicates));
  for (let r = 0; r < replicates; r++) {
    const weights = bootstrapGroups(dense, random, r);
    metrics.forEach((metric, m) => {
      draws[m]![r] = predictions.value(metric, weights);
    });
  }
  const entries = metrics.map((metric, m): [string, Interval] => {
    const value = predictions.value(metric);
    const sorted = draws[m]!.filter((draw) => !Number.isNaN(draw)).sort();
    if (Number.isNaN(value)) return [metric.name, { value, low: Number.NaN, high: Number.NaN }];
    return [metric.name, { value, low: quantile(sorted, 0.025), high: quantile(sorted, 0.975) }];
  });
  return Object.fromEntries(entries);
}

/** Type 7 of Hyndman & Fan 1996, the default of R and NumPy. @param sorted rising. NaN when empty. */
export function quantile(sorted: Float64Array, p: number): number {
  if (sorted.length === 0) return Number.NaN;
  const at = (sorted.length - 1) * p;
  const below = sorted[Math.floor(at)]!;
  const above = sorted[Math.ceil(at)]!;
  return below + (above - below) * (at - Math.floor(at));
}
