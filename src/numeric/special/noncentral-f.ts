import { exp, log } from '../../base/elementary.ts';
import { fTail } from './f-distribution.ts';
import { incompleteBeta } from './incomplete-beta.ts';
import { logGamma } from './log-gamma.ts';

/**
 * P(F > f) of the noncentral F distribution: the chance that an analysis of variance passes f when the groups do differ. A Poisson mixture of beta
 * distributions, Σ e^(−λ/2)(λ/2)^j/j! · I_y(ν₂/2, ν₁/2 + j) with y = ν₂/(ν₂ + ν₁f).
 * @param df1 > 0. @param df2 > 0. @param lambda noncentrality ≥ 0; 0 is the F distribution.
 * @returns to about 1e-11 of itself; NaN where an argument is out of range. Cost O(√λ) beta functions.
 * Source: Johnson, Kotz & Balakrishnan 1995, vol. 2, eq. 30.10. Checked against scipy `ncf`, since R `pf(ncp)` is good to 1e-9 only.
 */
export function noncentralFTail(f: number, df1: number, df2: number, lambda: number): number {
  if (Number.isNaN(f) || !(lambda >= 0)) return Number.NaN;
  if (!(lambda > 0) || !(f > 0)) return fTail(f, df1, df2);
  const ratio = (df1 * f) / df2;
  const y = 1 / (1 + ratio);
  const x = ratio > 1 ? 1 / (1 + 1 / ratio) : ratio / (1 + ratio);
  const half = lambda / 2;
  // Beyond ten standard deviations of the Poisson distribution nothing is left.
  const reach = 10 * Math.sqrt(half) + 20;
  let tail = 0;
  for (let j = Math.max(0, Math.floor(half - reach)); j <= half + reach; j++) {
    const weight = exp(j * log(half) - half - logGamma(j + 1));
    tail += weight * incompleteBeta(df2 / 2, df1 / 2 + j, y, x).lower;
  }
  return Math.min(1, tail);
}
