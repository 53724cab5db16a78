import { fTail } from '../special/f-distribution.ts';
import { noncentralFTail } from '../special/noncentral-f.ts';

/**
 * The chance that a one-way analysis of variance of these group sizes finds an effect at level alpha.
 * @param effect Cohen's f ≥ 0: the deviation of the group means, weighted by size, over the deviation within; √(η²/(1 − η²)). Of two groups that differ
 * by d deviations, |d|·√(n₁n₂)/n. @param sizes of the groups; empty ones do not count. @param alpha in (0, 1).
 * @returns alpha for no effect; NaN with fewer than two groups, or as many as samples. Checked against R `power.anova.test`.
 */
export function anovaPower(effect: number, sizes: readonly number[], alpha: number): number {
  const [n, df1, df2] = degreesOf(sizes);
  if (df1 < 1 || df2 < 1) return Number.NaN;
  return noncentralFTail(criticalF(alpha, df1, df2), df1, df2, n * effect * effect);
}

/** The least effect (Cohen's f) that is found with this chance. NaN as `anovaPower`. By bisection, to 1e-9 of itself. */
export function detectableEffect(power: number, sizes: readonly number[], alpha: number): number {
  const [, df1, df2] = degreesOf(sizes);
  if (df1 < 1 || df2 < 1) return Number.NaN;
  return rising((effect) => anovaPower(effect, sizes, alpha), power);
}

function degreesOf(sizes: readonly number[]): [number, number, number] {
  const present = sizes.filter((size) => size > 0);
  const n = present.reduce((sum, size) => sum + size, 0);
  return [n, present.length - 1, n - present.length];
}

const criticalF = (alpha: number, df1: number, df2: number) => rising((f) => -fTail(f, df1, df2), -alpha);

/** The x > 0 at which a rising function reaches a value. */
function rising(of: (x: number) => number, value: number): number {
  let high = 1;
  while (of(high) < value && high < 1e9) high *= 2;
  let low = 0;
  while (high - low > 1e-10 * high) {
    const middle = (low + high) / 2;
    if (of(middle) < value) low = middle;
    else high = middle;
  }
  return high;
}
