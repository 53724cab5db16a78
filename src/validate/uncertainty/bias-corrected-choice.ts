import type { RandomKey } from '../../base/random.ts';
import type { Metric } from '../../metric/metric.ts';
import { bootstrapGroups } from '../../sample/bootstrap.ts';
import type { Interval } from '../intervals.ts';
import { percentileInterval } from './percentile-interval.ts';
import { type ScoredRows, statisticOf, testedGroups } from './statistic.ts';

export interface ChoiceOptions {
  /** By which the learner is chosen. */
  readonly metric: Metric;
  /** What is stated of the choice. */
  readonly metrics: readonly Metric[];
  /** Group of each sample of the study, [n]. */
  readonly groups: Int32Array;
  readonly random: RandomKey;
  /** Default 1000. */
  readonly replicates?: number;
}

/**
 * The score of “the best of these learners”, corrected for having been picked: in each bootstrap replicate the best is chosen on the groups
 * drawn, and scored on the groups that were not; the mean over the replicates is the score of the procedure *choose, then use*. The naive score
 * of the best is too good, the more so the more learners were tried and the fewer the samples. Needs no further fit.
 *
 * @param learners for each, one entry a repeat. @returns for each metric the mean and the 2.5 % and 97.5 % quantiles over the replicates on which it
 * is defined. Out-of-bag sets hold about 37 % of the groups, so the interval is wider than one of all samples and the mean leans a little
 * to the pessimistic side (a choice from fewer samples). Metrics undefined everywhere are left out.
 * Cost O(replicates · (learners + metrics) · n). Source: Tsamardinos, Greasidou & Borboudakis 2018, Machine Learning 107, 1895–1922, algorithm 5 (BBC-CV).
 * Checked by simulation: of ten learners of equal skill the naive score is too high, this is not (docs/uncertainty.md).
 */
export function biasCorrectedChoice(
  learners: readonly (readonly ScoredRows[])[],
  { metric, metrics, groups, random, replicates = 1000 }: ChoiceOptions,
): Record<string, Interval> {
  const dense = testedGroups(groups, learners.flat());
  const sign = metric.greaterIsBetter ? 1 : -1;
  const byMetric = learners.map((repeats) => statisticOf(metric, repeats));
  const stated = metrics.map((one) => learners.map((repeats) => statisticOf(one, repeats)));
  const draws = metrics.map(() => new Float64Array(replicates).fill(Number.NaN));
  for (let r = 0; r < replicates; r++) {
    const inBag = bootstrapGroups(dense, random, r);
    let best = -1;
    let bestScore = Number.NEGATIVE_INFINITY;
    byMetric.forEach((statistic, l) => {
      const score = sign * statistic(inBag);
      if (score > bestScore) [best, bestScore] = [l, score];
    });
    if (best < 0) continue; // undefined for all: a draw of a single class
    const outOfBag = inBag.map((weight) => Number(weight === 0));
    stated.forEach((statistics, m) => {
      draws[m]![r] = statistics[best]!(outOfBag);
    });
  }
  return Object.fromEntries(
    metrics.flatMap(({ name }, m): [string, Interval][] => {
      const defined = draws[m]!.filter((draw) => !Number.isNaN(draw));
      if (defined.length === 0) return [];
      const value = defined.reduce((sum, draw) => sum + draw, 0) / defined.length;
      return [[name, { ...percentileInterval(value, defined), method: 'bbc-cv' }]];
    }),
  );
}
