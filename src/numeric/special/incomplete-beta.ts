import { exp } from '../../base/elementary.ts';
import { NumericError } from '../../base/errors.ts';
import { devianceTerm, stirlingError } from './log-gamma.ts';

const MOST_TERMS = 1_000_000;
const TINY = 1e-300;

/**
 * Regularised incomplete beta function I_x(a, b) = ∫₀ˣ t^(a−1) (1−t)^(b−1) dt / B(a, b) and its complement I_y(b, a), each to about 1e-13 of
 * itself. Both x and y = 1 − x are arguments: near 1, x alone would have lost the digits of y.
 * @param a > 0. @param b > 0. @param x in [0, 1]. @param y 1 − x.
 * @throws {NumericError} no convergence. Cost O(√max(a, b)) terms.
 * Source: DiDonato and Morris 1992, ACM Trans. Math. Softw. 18, eq. 9, by the modified Lentz method; the factor as Loader 2000. Checked against R `pt`, `pf`.
 */
export function incompleteBeta(
  a: number,
  b: number,
  x: number,
  y: number,
): { readonly lower: number; readonly upper: number } {
  if (!(x > 0)) return { lower: 0, upper: 1 };
  if (!(y > 0)) return { lower: 1, upper: 0 };
  const sum = a + b;
  const factor =
    Math.sqrt((a * b) / (2 * Math.PI * sum)) *
    exp(stirlingError(sum) - stirlingError(a) - stirlingError(b) - devianceTerm(a, sum * x) - devianceTerm(b, sum * y));
  // The fraction converges fast on the near side of the mean; the other side is its mirror image.
  if (x < (a + 1) / (sum + 2)) {
    const lower = Math.min(1, factor * fraction(a, b, x, y));
    return { lower, upper: 1 - lower };
  }
  const upper = Math.min(1, factor * fraction(b, a, y, x));
  return { lower: 1 - upper, upper };
}

/**
 * B(a, b)·I_x(a, b) / (x^a y^b), by the even part of the fraction: in its terms a − (a + b)x, which cancels when x is near the mean, can
 * be taken from y.
 */
function fraction(a: number, b: number, x: number, y: number): number {
  const excess = y < 0.5 ? (a + b) * y - b : a - (a + b) * x;
  let c = nonZero((a / (a + 1)) * (excess + 1));
  let d = 0;
  let value = c;
  for (let n = 1; n <= MOST_TERMS; n++) {
    const over = a + 2 * n - 1;
    const alpha = ((((a + n - 1) / over) * (a + b + n - 1)) / over) * n * (b - n) * x * x;
    const beta = n + (n * (b - n) * x) / over + ((a + n) / (over + 2)) * (excess + 1 + n * (1 + y));
    d = 1 / nonZero(alpha * d + beta);
    c = nonZero(beta + alpha / c);
    value *= c * d;
    if (Math.abs(c * d - 1) < 1e-16) return 1 / value;
  }
  throw new NumericError({ where: 'incompleteBeta', problem: `no convergence at a = ${a}, b = ${b}, x = ${x}` });
}

const nonZero = (v: number) => (Math.abs(v) < TINY ? TINY : v);
