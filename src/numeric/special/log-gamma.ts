import { log } from '../../base/elementary.ts';
import { log1p } from './log1p.ts';

const HALF_LOG_2PI = 0.9189385332046728;
/** Bernoulli numbers B₂ₖ / (2k(2k − 1)), k = 1 … 8: the coefficients of the Stirling series. */
const STIRLING = [1 / 12, -1 / 360, 1 / 1260, -1 / 1680, 1 / 1188, -691 / 360360, 1 / 156, -3617 / 122400];

/** ln Γ(x) for x > 0. Absolute error below 1e-14·max(1, |ln Γ|). Checked against R `lgamma`. */
export function logGamma(x: number): number {
  return stirlingError(x) + (x - 0.5) * log(x) - x + HALF_LOG_2PI;
}

/**
 * What Stirling's formula misses: δ(x) = ln Γ(x + 1) − (x + ½) ln x + x − ½ ln 2π, for x > 0. Densities are built from it because it
 * stays small where ln Γ is large. The series from 16 on; below, δ(x) = δ(x + 1) + (x + ½) ln(1 + 1/x) − 1.
 * Source: Loader 2000, Fast and accurate computation of binomial probabilities, §3.
 */
export function stirlingError(x: number): number {
  let steps = 0;
  for (; x < 16; x++) steps += (x + 0.5) * log1p(1 / x) - 1;
  const z = 1 / (x * x);
  let series = 0;
  for (let k = STIRLING.length - 1; k >= 0; k--) series = series * z + STIRLING[k]!;
  return steps + series / x;
}

/**
 * Deviance x ln(x/m) + m − x ≥ 0, for x, m > 0, without cancellation when x is near m: the series in v = (x − m)/(x + m).
 * Source: Loader 2000, §3.
 */
export function devianceTerm(x: number, m: number): number {
  const v = (x - m) / (x + m);
  if (Math.abs(v) > 0.1) return x * log(x / m) + m - x;
  let sum = (x - m) * v;
  let power = 2 * x * v;
  for (let k = 3; k < 60; k += 2) {
    power *= v * v;
    const next = sum + power / k;
    if (next === sum) break;
    sum = next;
  }
  return sum;
}
