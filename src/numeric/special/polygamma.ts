import { log } from '../../base/elementary.ts';

/** From here on the asymptotic series is exact to rounding with the terms below. */
const FAR = 12;
/** B₂ₖ/(2k), k = 1 … 8: of ψ. */
const DIGAMMA = [1 / 12, -1 / 120, 1 / 252, -1 / 240, 1 / 132, -691 / 32760, 1 / 12, -3617 / 8160];
/** B₂ₖ, k = 1 … 8: of ψ′. */
const BERNOULLI = [1 / 6, -1 / 30, 1 / 42, -1 / 30, 5 / 66, -691 / 2730, 7 / 6, -3617 / 510];

/**
 * ψ(x) = d ln Γ(x)/dx for x > 0, absolute error below 1e-14·max(1, |ψ|). The recurrence up to 12, then the asymptotic series.
 * Source: Abramowitz & Stegun 1964, 6.3.5 and 6.3.18. Checked against R `digamma`.
 */
export function digamma(x: number): number {
  if (!(x > 0)) return Number.NaN;
  let below = 0;
  for (; x < FAR; x++) below += 1 / x;
  return log(x) - 0.5 / x - seriesIn(1 / (x * x), DIGAMMA) - below;
}

/** ψ′(x) for x > 0, to 1e-14 of itself. Source: Abramowitz & Stegun 1964, 6.4.6 and 6.4.12. Checked against R `trigamma`. */
export function trigamma(x: number): number {
  if (!(x > 0)) return Number.NaN;
  let below = 0;
  for (; x < FAR; x++) below += 1 / (x * x);
  return (1 + 0.5 / x + seriesIn(1 / (x * x), BERNOULLI)) / x + below;
}

/** Σ cₖ zᵏ, k = 1, 2, … */
function seriesIn(z: number, coefficients: readonly number[]): number {
  let sum = 0;
  for (let k = coefficients.length - 1; k >= 0; k--) sum = (sum + coefficients[k]!) * z;
  return sum;
}

/**
 * The x > 0 with ψ′(x) = y, to 1e-13 of itself; NaN for y < 0, ∞ for 0. Bisection between the roots of two bounds:
 * 1/x + 1/(2x²) < ψ′(x) < 1/x + 1/x². Checked against limma `trigammaInverse`.
 */
export function trigammaInverse(y: number): number {
  if (Number.isNaN(y) || y < 0) return Number.NaN;
  if (y === 0) return Number.POSITIVE_INFINITY;
  // The roots of the two bounds, wherein the answer lies.
  let low = (1 + Math.sqrt(1 + 2 * y)) / (2 * y);
  let high = (1 + Math.sqrt(1 + 4 * y)) / (2 * y);
  for (let step = 0; step < 200; step++) {
    const middle = low + (high - low) / 2;
    if (middle === low || middle === high) break;
    if (trigamma(middle) > y) low = middle;
    else high = middle;
  }
  return low + (high - low) / 2;
}
