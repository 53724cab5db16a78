import { exp } from '../../base/elementary.ts';
import { logGamma } from '../special/log-gamma.ts';

/**
 * P(X ≥ x) and P(X ≤ x) of the hypergeometric distribution: `drawn` of `total` samples are drawn, `marked` of the total are marked, X of the
 * drawn are. The tails of Fisher's exact test of a 2 × 2 table.
 * @returns tails to about 1e-11 of themselves. Cost O(min(marked, drawn)). Checked against R `phyper`.
 */
export function hypergeometricTails(
  x: number,
  marked: number,
  drawn: number,
  total: number,
): { readonly upper: number; readonly lower: number } {
  const least = Math.max(0, drawn + marked - total);
  const most = Math.min(drawn, marked);
  const all = logChoose(total, drawn);
  let upper = 0;
  let lower = 0;
  for (let k = least; k <= most; k++) {
    const share = exp(logChoose(marked, k) + logChoose(total - marked, drawn - k) - all);
    if (k >= x) upper += share;
    if (k <= x) lower += share;
  }
  return { upper: Math.min(1, upper), lower: Math.min(1, lower) };
}

/** ln of the number of ways to choose k of n. */
export function logChoose(n: number, k: number): number {
  return k <= 0 || k >= n ? 0 : logGamma(n + 1) - logGamma(k + 1) - logGamma(n - k + 1);
}
