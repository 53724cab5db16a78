import { normalCdf, normalQuantile } from '../../numeric/special/normal.ts';
import { type Interval, quantile } from '../intervals.ts';
import { percentileInterval } from './percentile-interval.ts';
import { definedRising } from './statistic.ts';

/**
 * Bias-corrected and accelerated bootstrap interval, 95 %: quantiles of the replicates at Φ(z₀ + (z₀ + z)/(1 − a(z₀ + z))), z = ±1.96, where
 * z₀ = Φ⁻¹(share of replicates below the value, equal ones counted half) and a = Σ(θ̄ − θᵢ)³ / (6 (Σ(θ̄ − θᵢ)²)^1.5) over the jackknife values θᵢ.
 * Second-order accurate where the percentile interval is first-order. Where the correction is undefined (all replicates on one side of the
 * value; a jackknife without spread gives a = 0; 1 − a(z₀ + z) ≤ 0) the bounds are those of `percentileInterval`, and `method` says so.
 *
 * @param replicates of the bootstrap, in any order; NaN is left out. @param jackknife from `jackknifeGroups`; NaN is left out.
 * Source: Efron 1987, JASA 82, 171–185; Efron & Tibshirani 1993, §14.3. Checked against `scipy.stats.bootstrap(method='BCa')` on the same replicates.
 */
export function bcaInterval(value: number, replicates: Float64Array, jackknife: Float64Array): Interval {
  if (Number.isNaN(value)) return { value, low: Number.NaN, high: Number.NaN, method: 'bca' };
  const sorted = definedRising(replicates);
  const bias = normalQuantile(shareBelow(sorted, value));
  const acceleration = accelerationOf(jackknife);
  const level = (z: number) => {
    const stretch = 1 - acceleration * (bias + z);
    return stretch > 0 ? normalCdf(bias + (bias + z) / stretch) : Number.NaN;
  };
  const [low, high] = [level(normalQuantile(0.025)), level(normalQuantile(0.975))];
  if (!Number.isFinite(bias) || Number.isNaN(low + high)) return percentileInterval(value, replicates);
  return { value, low: quantile(sorted, low), high: quantile(sorted, high), method: 'bca' };
}

function shareBelow(sorted: Float64Array, value: number): number {
  let twice = 0;
  for (const one of sorted) twice += one < value ? 2 : one === value ? 1 : 0;
  return twice / (2 * sorted.length);
}

/** A sixth of the skewness of the jackknife influences. 0 when there is no spread. */
export function accelerationOf(jackknife: Float64Array): number {
  const values = jackknife.filter((value) => !Number.isNaN(value));
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  let squares = 0;
  let cubes = 0;
  for (const value of values) {
    const influence = mean - value;
    squares += influence * influence;
    cubes += influence * influence * influence;
  }
  // Equal values whose mean is rounded leave dust instead of 0.
  return squares > 1e-28 * mean * mean * values.length ? cubes / (6 * squares * Math.sqrt(squares)) : 0;
}
