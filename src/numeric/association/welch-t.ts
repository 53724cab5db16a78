import { exp } from '../../base/elementary.ts';
import { logGamma } from '../special/log-gamma.ts';
import { studentTQuantile, studentTTail } from '../special/student-t.ts';

export interface WelchT {
  /** Mean of the first less mean of the second. */
  readonly difference: number;
  /** 95 % limits of the difference. */
  readonly low: number;
  readonly high: number;
  readonly t: number;
  /** Welch–Satterthwaite. */
  readonly df: number;
  /** Two-sided. */
  readonly p: number;
  /** The difference in units of the pooled standard deviation, corrected for small samples: Hedges' g. */
  readonly hedgesG: number;
}

/**
 * Welch's t test of two means, with no assumption of equal variances, and Hedges' g = J(n₁ + n₂ − 2)·difference/s with J(ν) = Γ(ν/2)/(√(ν/2)·Γ((ν − 1)/2)).
 * All but the difference are NaN with fewer than two values in a group, or without any scatter. Cost O(n).
 * Source: Welch 1947, Biometrika 34; Hedges 1981, J. Educ. Stat. 6. Checked against R `t.test`.
 */
export function welchT(first: ArrayLike<number>, second: ArrayLike<number>): WelchT {
  const [a, b] = [momentsOf(first), momentsOf(second)];
  const difference = a.mean - b.mean;
  const [ea, eb] = [a.variance / a.n, b.variance / b.n];
  const error = Math.sqrt(ea + eb);
  const df = ((ea + eb) * (ea + eb)) / ((ea * ea) / (a.n - 1) + (eb * eb) / (b.n - 1));
  const t = error > 0 ? difference / error : Number.NaN;
  const width = -studentTQuantile(0.025, df) * error;
  const nu = a.n + b.n - 2;
  const pooled = Math.sqrt(((a.n - 1) * a.variance + (b.n - 1) * b.variance) / nu);
  const correction = exp(logGamma(nu / 2) - logGamma((nu - 1) / 2)) / Math.sqrt(nu / 2);
  return {
    ...{ difference, low: difference - width, high: difference + width },
    ...{ t, df, p: 2 * studentTTail(Math.abs(t), df), hedgesG: (correction * difference) / pooled },
  };
}

function momentsOf(values: ArrayLike<number>) {
  const n = values.length;
  let mean = 0;
  for (let i = 0; i < n; i++) mean += values[i]! / n;
  let squares = 0;
  for (let i = 0; i < n; i++) squares += (values[i]! - mean) * (values[i]! - mean);
  return { n, mean, variance: squares / (n - 1) };
}
