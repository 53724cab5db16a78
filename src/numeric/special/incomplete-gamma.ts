import { exp } from '../../base/elementary.ts';
import { NumericError } from '../../base/errors.ts';
import { devianceTerm, stirlingError } from './log-gamma.ts';

const MOST_TERMS = 1_000_000;
const TINY = 1e-300;

/**
 * Regularised incomplete gamma functions P(a, x) = ∫₀ˣ t^(a−1) e^(−t) dt / Γ(a) and Q = 1 − P, each to about 1e-14 of itself, so that small
 * tails keep their digits. P from its series below x = a + 1, Q from its continued fraction above.
 * @param a > 0. @param x ≥ 0.
 * @throws {NumericError} no convergence (a beyond about 1e10). Cost O(√a) terms near x = a, fewer elsewhere.
 * Source: DLMF 8.7.1, 8.9.2; the factor x^a e^(−x)/Γ(a + 1) as Loader 2000. Checked against R `pgamma` through the distributions above it.
 */
export function incompleteGamma(a: number, x: number): { readonly lower: number; readonly upper: number } {
  if (!(x > 0)) return { lower: 0, upper: 1 };
  if (x === Number.POSITIVE_INFINITY) return { lower: 1, upper: 0 };
  const factor = exp(-stirlingError(a) - devianceTerm(a, x)) / Math.sqrt(2 * Math.PI * a);
  if (x < a + 1) {
    let term = 1;
    let sum = 1;
    for (let k = 1; term > sum * 1e-17; k++) {
      if (k > MOST_TERMS) throw noConvergence(a, x);
      term *= x / (a + k);
      sum += term;
    }
    const lower = Math.min(1, factor * sum);
    return { lower, upper: 1 - lower };
  }
  const upper = Math.min(1, factor * a * upperFraction(a, x));
  return { lower: 1 - upper, upper };
}

/** Q·Γ(a)·e^x·x^(−a) by the modified Lentz method. */
function upperFraction(a: number, x: number): number {
  let b = x + 1 - a;
  let c = 1 / TINY;
  let d = 1 / b;
  let fraction = d;
  for (let k = 1; k <= MOST_TERMS; k++) {
    const an = -k * (k - a);
    b += 2;
    d = 1 / nonZero(an * d + b);
    c = nonZero(b + an / c);
    fraction *= c * d;
    if (Math.abs(c * d - 1) < 1e-16) return fraction;
  }
  throw noConvergence(a, x);
}

const nonZero = (v: number) => (Math.abs(v) < TINY ? TINY : v);

const noConvergence = (a: number, x: number) =>
  new NumericError({ where: 'incompleteGamma', problem: `no convergence at a = ${a}, x = ${x}` });
