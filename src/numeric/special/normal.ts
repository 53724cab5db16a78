import { exp, log } from '../../base/elementary.ts';
import { incompleteGamma } from './incomplete-gamma.ts';

const SQRT_2PI = Math.sqrt(2 * Math.PI);

/** Φ(z) = P(Z ≤ z) of the standard normal distribution, to 1e-12 of itself in either tail. Checked against R `pnorm`. */
export function normalCdf(z: number): number {
  return normalTail(-z);
}

/** P(Z > z), which keeps its digits where 1 − Φ(z) would not: ½ Q(½, z²/2). Checked against R `pnorm(lower.tail = FALSE)`. */
export function normalTail(z: number): number {
  if (Number.isNaN(z)) return z;
  const { lower, upper } = incompleteGamma(0.5, (z * z) / 2);
  return z > 0 ? upper / 2 : 0.5 + lower / 2;
}

/**
 * The z with Φ(z) = p, to 1e-13. @param p in [0, 1]; outside, NaN.
 * Starts from the rational approximation 26.2.23 of Abramowitz and Stegun 1964 (error below 4.5e-4), then Halley steps on the
 * logarithm of the tail. Checked against R `qnorm`.
 */
export function normalQuantile(p: number): number {
  if (!(p >= 0 && p <= 1)) return Number.NaN;
  if (p === 0.5) return 0;
  if (p > 0.5) return -normalQuantile(1 - p);
  if (p === 0) return Number.NEGATIVE_INFINITY;
  const t = Math.sqrt(-2 * log(p));
  let z = t - (2.515517 + t * (0.802853 + t * 0.010328)) / (1 + t * (1.432788 + t * (0.189269 + t * 0.001308)));
  for (let step = 0; step < 4; step++) {
    const tail = normalTail(z);
    const slope = exp((-z * z) / 2) / SQRT_2PI / tail; // −d ln tail / dz
    const miss = log(tail / p) / slope;
    z += miss / (1 + (miss * (slope - z)) / 2);
    if (Math.abs(miss) < 1e-15 * z) break;
  }
  return -z;
}
