import type { RandomKey } from '../../base/random.ts';
import type { Metric } from '../../metric/metric.ts';
import type { Interval } from '../intervals.ts';
import { bcaInterval } from './bca-interval.ts';
import { jackknifeGroups } from './jackknife-groups.ts';
import { percentileInterval } from './percentile-interval.ts';
import { replicatesOf, type ScoredRows, statisticOf, testedGroups } from './statistic.ts';

export interface BootstrapOptions {
  readonly random: RandomKey;
  /** Number of replicates; default 1000. */
  readonly replicates?: number;
  /** Default bca. */
  readonly method?: 'percentile' | 'bca';
}

/**
 * Each metric with its 95 % bootstrap interval over groups: groups are drawn with replacement, and the bounds are quantiles of the metric over
 * the replicates: BCa by default, as its coverage is nearest to 95 % where it matters (docs/uncertainty.md), or plain percentiles. A replicate on
 * which a metric is undefined (one that drew a single class, for ROC AUC) is skipped for that metric. With several repeats it is the mean over
 * them that is resampled. The interval speaks of the chance in who was tested; the predictions are taken as they are, so it does not speak of
 * the chance in training.
 *
 * @param repeats of validation. @param groups of the samples of the study, any codes, [n].
 * Cost O(replicates · metrics · n) after one sorting, times the classes; for BCa min(groups, 200) evaluations more. Replicates are weights,
 * nothing is copied. Sources: `percentileInterval`, `bcaInterval`; over clusters as in `bootstrapGroups`.
 */
export function bootstrapIntervals(
  metrics: readonly Metric[],
  repeats: readonly ScoredRows[],
  groups: Int32Array,
  { random, replicates = 1000, method = 'bca' }: BootstrapOptions,
): Record<string, Interval> {
  const dense = testedGroups(groups, repeats);
  const statistics = metrics.map((metric) => statisticOf(metric, repeats));
  const draws = replicatesOf(statistics, dense, random, replicates);
  const jackknife = method === 'bca' ? jackknifeGroups(statistics, dense, random) : [];
  return Object.fromEntries(
    metrics.map(({ name }, m): [string, Interval] => {
      const value = statistics[m]!();
      const own = draws[m]!;
      return [name, method === 'bca' ? bcaInterval(value, own, jackknife[m]!) : percentileInterval(value, own)];
    }),
  );
}
