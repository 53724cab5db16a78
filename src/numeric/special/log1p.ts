import { log } from '../../base/elementary.ts';

/** ln(1 + x) without loss for small x: the rounding of 1 + x cancels in the ratio. Source: Kahan, in Goldberg 1991, ACM Comput. Surv. 23, theorem 4. */
export function log1p(x: number): number {
  const u = 1 + x;
  return u === 1 ? x : u === Number.POSITIVE_INFINITY ? u : (log(u) * x) / (u - 1);
}
