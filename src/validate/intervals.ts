/** A value with its 95 % interval; all NaN where the metric is undefined on the data. */
export interface Interval {
  readonly value: number;
  readonly low: number;
  readonly high: number;
  /** How the bounds were made; absent where there is nothing to say of it (a count, a known number). */
  readonly method?: IntervalMethod;
}

/**
 * - percentile: quantiles of the bootstrap replicates (`percentileInterval`).
 * - bca: the same, corrected for bias and skewness (`bcaInterval`).
 * - bbc-cv: quantiles of out-of-bag scores of a choice made anew in every replicate (`biasCorrectedChoice`).
 */
export type IntervalMethod = 'percentile' | 'bca' | 'bbc-cv';

/** Type 7 of Hyndman & Fan 1996, the default of R and NumPy. @param sorted rising. NaN when empty. */
export function quantile(sorted: Float64Array, p: number): number {
  if (sorted.length === 0) return Number.NaN;
  const at = (sorted.length - 1) * p;
  const below = sorted[Math.floor(at)]!;
  const above = sorted[Math.ceil(at)]!;
  return below + (above - below) * (at - Math.floor(at));
}
