import type { RandomKey } from '../../base/random.ts';
import { type Interval, quantile } from '../intervals.ts';
import { percentileInterval } from './percentile-interval.ts';

const REPLICATES = 2000;

/**
 * The median of some values with its 95 % bootstrap interval: as many values are drawn with replacement, and the bounds are the 2.5 % and 97.5 % quantiles of
 * their medians. It speaks of which things were looked at (other drugs), each value taken as it is.
 * @param values NaN is left out; all NaN gives NaN. Not modified. Cost O(replicates · n log n).
 * Source: Efron & Tibshirani 1993, An Introduction to the Bootstrap, §13.3. Checked against the exact quantiles of the order statistics for odd n.
 */
export function medianInterval(values: readonly number[], random: RandomKey): Interval {
  const known = Float64Array.from(values.filter((value) => !Number.isNaN(value))).sort();
  const draws = Float64Array.from({ length: known.length > 0 ? REPLICATES : 0 }, (_, r) => {
    const stream = random.at('median', r).stream();
    return quantile(known.map(() => known[stream.below(known.length)]!).sort(), 0.5);
  });
  return percentileInterval(quantile(known, 0.5), draws);
}
