import type { RandomKey } from '../../base/random.ts';
import type { Metric } from '../../metric/metric.ts';
import type { Scorer } from '../../metric/scorer.ts';
import { bootstrapGroups } from '../../sample/bootstrap.ts';
import { denseCodes } from '../../sample/groups.ts';

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

/** Dense codes of the groups of samples that were tested in any of the repeats, −1 of the others, which no resampling draws. @param groups any codes, [n]. */
export function testedGroups(groups: Int32Array, repeats: readonly ScoredRows[]): Int32Array {
  if (repeats.some(({ rows }) => rows === undefined)) return denseCodes(groups);
  const tested = Int32Array.from(new Set(repeats.flatMap(({ rows }) => Array.from(rows!)))).sort();
  const codes = new Int32Array(groups.length).fill(-1);
  denseCodes(tested.map((i) => groups[i]!)).forEach((code, at) => {
    codes[tested[at]!] = code;
  });
  return codes;
}

/** The metric as a statistic: of several repeats the mean, over those on which it is defined. */
export function statisticOf(metric: Metric, repeats: readonly ScoredRows[]): Statistic {
  return (weights) => {
    let sum = 0;
    let defined = 0;
    for (const { scorer, rows } of repeats) {
      const partial = rows && weights && rows.length < weights.length;
      const value = scorer.value(metric, partial ? Float64Array.from(rows, (i) => weights[i]!) : weights);
      if (Number.isNaN(value)) continue;
      sum += value;
      defined++;
    }
    return sum / defined;
  };
}

/**
 * Each statistic on the same bootstrap replicates over groups: the r-th values of two lists come from one draw, so that differences between
 * them are not differences between draws. @param groups from `testedGroups`. @returns [statistics][replicates]; NaN where undefined.
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
