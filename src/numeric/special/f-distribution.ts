import { incompleteBeta } from './incomplete-beta.ts';

/** P(F ≤ f) of the F distribution. @param df1 of the numerator, > 0. @param df2 of the denominator, > 0. Checked against R `pf`. */
export function fCdf(f: number, df1: number, df2: number): number {
  return sides(f, df1, df2).upper;
}

/** P(F > f), the p value of an F statistic, to 1e-12 of itself: I_x(ν₂/2, ν₁/2) with x = ν₂/(ν₂ + ν₁f). Checked against R `pf`. */
export function fTail(f: number, df1: number, df2: number): number {
  return sides(f, df1, df2).lower;
}

function sides(f: number, df1: number, df2: number) {
  if (Number.isNaN(f) || !(df1 > 0) || !(df2 > 0)) return { lower: Number.NaN, upper: Number.NaN };
  const ratio = (df1 * Math.max(f, 0)) / df2;
  const x = 1 / (1 + ratio);
  const y = ratio > 1 ? 1 / (1 + 1 / ratio) : ratio / (1 + ratio);
  return incompleteBeta(df2 / 2, df1 / 2, x, y);
}
