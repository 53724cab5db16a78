import { incompleteBeta } from './special/incomplete-beta.ts';

/**
 * The largest share p that k hits among n still leave possible: P(X ≤ k | n, p) = tail. One-sided upper limit of Clopper and Pearson.
 * @param k 0 … n. @param n ≥ 0. @param tail in (0, 1).
 * @returns in [0, 1]; 1 when k = n, and so for no trials at all. Cost some 60 incomplete beta functions.
 * Source: Clopper & Pearson 1934, Biometrika 26. Checked against R `binom.test`.
 */
export function binomialUpper(k: number, n: number, tail: number): number {
  if (k >= n) return 1;
  // P(X ≤ k) = 1 − I_p(k + 1, n − k) falls as p rises.
  return bisect((p) => incompleteBeta(k + 1, n - k, p, 1 - p).upper > tail);
}

/**
 * Exact interval of a share from k hits among n independent trials (Clopper–Pearson): it holds the true share at least as often as `level` says.
 * @param k 0 … n. @param n ≥ 0. @param level in (0, 1), default 0.95. @returns [0, 1] for no trials.
 */
export function binomialLimits(k: number, n: number, level = 0.95): { readonly low: number; readonly high: number } {
  const tail = (1 - level) / 2;
  return { low: 1 - binomialUpper(n - k, n, tail), high: binomialUpper(k, n, tail) };
}

/** Where a condition that holds at 0 and fails at 1 turns, to the last bit that halving can tell. */
function bisect(holds: (p: number) => boolean): number {
  let low = 0;
  let high = 1;
  for (;;) {
    const middle = (low + high) / 2;
    if (middle === low || middle === high || high - low < 1e-15) return high;
    if (holds(middle)) low = middle;
    else high = middle;
  }
}
