import { exp, log } from '../../base/elementary.ts';
import { incompleteBeta } from './incomplete-beta.ts';
import { normalQuantile, normalTail } from './normal.ts';

/** P(T ≤ t) of Student's t distribution. @param df degrees of freedom > 0; ∞ is the normal distribution. Checked against R `pt`. */
export function studentTCdf(t: number, df: number): number {
  return studentTTail(-t, df);
}

/** P(T > t), to 1e-12 of itself: ½ I_x(ν/2, ½) with x = ν/(ν + t²). A two-sided p value is twice this at |t|. Checked against R `pt`. */
export function studentTTail(t: number, df: number): number {
  if (Number.isNaN(t) || !(df > 0)) return Number.NaN;
  if (df === Number.POSITIVE_INFINITY) return normalTail(t);
  const share = t * t > df ? 1 / (1 + df / (t * t)) : (t * t) / df / (1 + (t * t) / df); // t²/(ν + t²), also for an infinite t
  const rest = 1 / (1 + (t * t) / df);
  const { lower, upper } = incompleteBeta(df / 2, 0.5, rest, share);
  return t > 0 ? lower / 2 : 0.5 + upper / 2;
}

/** The t with P(T ≤ t) = p, to 1e-12 of itself. @param p in [0, 1]; outside, NaN. By bisection of ln t. Checked against R `qt`. */
export function studentTQuantile(p: number, df: number): number {
  if (!(p >= 0 && p <= 1) || !(df > 0)) return Number.NaN;
  if (p === 0.5) return 0;
  if (p > 0.5) return -studentTQuantile(1 - p, df);
  if (p === 0) return Number.NEGATIVE_INFINITY;
  if (df === Number.POSITIVE_INFINITY) return normalQuantile(p);
  // ln t lies between these: the tail is heavier than the normal one near p = ½ and at most that of a power law far out.
  let low = 1;
  while (studentTTail(low, df) < p) low /= 16;
  let high = 2;
  while (studentTTail(high, df) > p) high *= 16;
  low = log(low);
  high = log(high);
  for (let step = 0; step < 200; step++) {
    const middle = (low + high) / 2;
    if (middle === low || middle === high) break;
    if (studentTTail(exp(middle), df) > p) low = middle;
    else high = middle;
  }
  return -exp(high);
}
