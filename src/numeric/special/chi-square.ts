import { incompleteGamma } from './incomplete-gamma.ts';

/** P(X ≤ x) of the χ² distribution: P(ν/2, x/2). @param df degrees of freedom > 0. Checked against R `pchisq`. */
export function chiSquareCdf(x: number, df: number): number {
  return Number.isNaN(x) || !(df > 0) ? Number.NaN : incompleteGamma(df / 2, x / 2).lower;
}

/** P(X > x), the p value of a χ² statistic, to 1e-12 of itself. Checked against R `pchisq(lower.tail = FALSE)`. */
export function chiSquareTail(x: number, df: number): number {
  return Number.isNaN(x) || !(df > 0) ? Number.NaN : incompleteGamma(df / 2, x / 2).upper;
}
