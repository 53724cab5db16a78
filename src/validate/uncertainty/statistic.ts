import type { RandomKey } from '../../base/random.ts';
import type { Metric } from '../../metric/metric.ts';
import type { Scorer } from '../../metric/scorer.ts';
import { bootstrapGroups } from '../../sample/bootstrap.ts';

/**
 * A number made of all samples of a study under weights, [n], ≥ 0; without weights each counts once. NaN where it is undefined. Whatever
 * resamples (bootstrap, jackknife, out-of-bag sets) does so by weights, so that nothing is copied and predictions are sorted once.
 */
export type Statistic = (weights?: Float64Array) => number;

/** What one pass of validation predicted. */
export interface ScoredRows {
  readonly scorer: Scorer;
  /** The samples it speaks of, rising; absent: all. Weights stay those of all samples. */
  readonly rows?: Int32Array;
}

/** The metric as a statistic: of several repeats the mean, over those on which it is defined. */
export function statisticOf(metric: Metric, repeats: readonly ScoredRows[]): Statistic {
  return (weights) => {
    let sum = 0;
    let defined = 0;
    for (const { scorer, rows } of repeats) {
      const value = scorer.value(metric, rows && weights ? Float64Array.from(rows, (i) => weights[i]!) : weights);
      if (Number.isNaN(value)) continue;
      sum += value;
      defined++;
    }
    return sum / defined;
  };
}

/**
 * Each statistic on the same bootstrap replicates over groups: the r-th values of two lists come from one draw, so that differences between
 * them are not differences between draws. @param groups dense codes, [n]. @returns [statistics][replicates]; NaN where undefined.
 */
export function replicatesOf(
  statistics: readonly Statistic[],
  groups: Int32Array,
  random: RandomKey,
  replicates: number,
): Float64Array[] {
  const draws = statistics.map(() => new Float64Array(replicates));
  for (let r = 0; r < replicates; r++) {
    const weights = bootstrapGroups(groups, random, r);
    statistics.forEach((statistic, s) => {
      draws[s]![r] = statistic(weights);
    });
  }
  return draws;
}

/** The defined ones, rising. */
export function definedRising(values: Float64Array): Float64Array {
  return values.filter((value) => !Number.isNaN(value)).sort();
}
