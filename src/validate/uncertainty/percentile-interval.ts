import { type Interval, quantile } from '../intervals.ts';
import { definedRising } from './statistic.ts';

/**
 * The 2.5 % and 97.5 % quantiles (type 7) of the replicates, those that are undefined left out. Range-preserving; it leans to the side to
 * which the statistic is biased and is too short for few groups.
 * @param replicates in any order; NaN is left out. Source: Efron & Tibshirani 1993, An Introduction to the Bootstrap, §13.3.
 */
export function percentileInterval(value: number, replicates: Float64Array): Interval {
  const method = 'percentile';
  if (Number.isNaN(value)) return { value, low: Number.NaN, high: Number.NaN, method };
  const sorted = definedRising(replicates);
  return { value, low: quantile(sorted, 0.025), high: quantile(sorted, 0.975), method };
}
