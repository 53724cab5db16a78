import { log } from '../base/elementary.ts';
import { NumericError } from '../base/errors.ts';

export type CovarianceKind = 'full' | 'tied' | 'diagonal' | 'spherical';

/** The components of a mixture. */
export interface Gaussians {
  readonly k: number;
  readonly p: number;
  readonly covariance: CovarianceKind;
  /** log π, [k]. */
  readonly logShares: Float64Array;
  /** [k, p]. */
  readonly means: Float64Array;
  /** `full` [k, p, p] and `tied` [p, p]: Cholesky factors L, Σ = LLᵀ; `diagonal` [k, p] and `spherical` [k]: variances. */
  readonly factors: Float64Array;
}

const LOG_2PI = 1.8378770664093453;

/** Maximum-likelihood components for given memberships, with `regularisation` added to every variance. @param weights [n, k]. */
export function estimate(
  rows: Float64Array,
  n: number,
  p: number,
  k: number,
  weights: Float64Array,
  covariance: CovarianceKind,
  regularisation: number,
): Gaussians {
  const totals = new Float64Array(k);
  const means = new Float64Array(k * p);
  for (let i = 0; i < n; i++) {
    for (let c = 0; c < k; c++) {
      const w = weights[i * k + c]!;
      if (w === 0) continue;
      totals[c]! += w;
      for (let j = 0; j < p; j++) means[c * p + j]! += w * rows[i * p + j]!;
    }
  }
  // A component that lost all its rows keeps a little of everything rather than dividing by 0.
  for (let c = 0; c < k; c++) totals[c]! += 10 * Number.EPSILON;
  for (let c = 0; c < k; c++) for (let j = 0; j < p; j++) means[c * p + j]! /= totals[c]!;
  const logShares = totals.map((total) => log(total / n));
  const common = { k, p, covariance, logShares, means };
  if (covariance === 'diagonal' || covariance === 'spherical') {
    const variances = new Float64Array(k * p);
    for (let i = 0; i < n; i++) {
      for (let c = 0; c < k; c++) {
        const w = weights[i * k + c]!;
        if (w === 0) continue;
        for (let j = 0; j < p; j++) variances[c * p + j]! += w * (rows[i * p + j]! - means[c * p + j]!) ** 2;
      }
    }
    for (let at = 0; at < k * p; at++) variances[at] = variances[at]! / totals[Math.floor(at / p)]! + regularisation;
    if (covariance === 'diagonal') return { ...common, factors: variances };
    const factors = Float64Array.from({ length: k }, (_, c) => {
      let sum = 0;
      for (let j = 0; j < p; j++) sum += variances[c * p + j]!;
      return sum / p;
    });
    return { ...common, factors };
  }
  const count = covariance === 'full' ? k : 1;
  const factors = new Float64Array(count * p * p);
  const d = new Float64Array(p);
  for (let i = 0; i < n; i++) {
    for (let c = 0; c < k; c++) {
      const w = weights[i * k + c]! / (covariance === 'full' ? totals[c]! : n);
      if (w === 0) continue;
      for (let j = 0; j < p; j++) d[j] = rows[i * p + j]! - means[c * p + j]!;
      const base = covariance === 'full' ? c * p * p : 0;
      for (let a = 0; a < p; a++) {
        const wa = w * d[a]!;
        for (let b = 0; b <= a; b++) factors[base + a * p + b]! += wa * d[b]!;
      }
    }
  }
  for (let q = 0; q < count; q++) {
    const S = factors.subarray(q * p * p, (q + 1) * p * p);
    for (let j = 0; j < p; j++) S[j * p + j]! += regularisation;
    cholesky(S, p);
  }
  return { ...common, factors };
}

/** log π_k + log N(xᵢ; μ_k, Σ_k) − ½ε·tr Σ_k⁻¹, [n, k]. @param regularisation ε; 0 gives the log densities themselves. */
export function densities(
  rows: Float64Array,
  n: number,
  { k, p, covariance, logShares, means, factors }: Gaussians,
  regularisation: number,
): Float64Array<ArrayBuffer> {
  const out = new Float64Array(n * k);
  const z = new Float64Array(p);
  for (let c = 0; c < k; c++) {
    const { logDeterminant, trace } = spread(c, p, covariance, factors, regularisation > 0);
    const constant = logShares[c]! - 0.5 * (p * LOG_2PI + logDeterminant + regularisation * trace);
    const L = factors.subarray(covariance === 'full' ? c * p * p : 0);
    for (let i = 0; i < n; i++) {
      let squares = 0;
      for (let j = 0; j < p; j++) {
        let value = rows[i * p + j]! - means[c * p + j]!;
        if (covariance === 'diagonal') squares += (value * value) / factors[c * p + j]!;
        else if (covariance === 'spherical') squares += (value * value) / factors[c]!;
        else {
          for (let l = 0; l < j; l++) value -= L[j * p + l]! * z[l]!;
          value /= L[j * p + j]!;
          z[j] = value;
          squares += value * value;
        }
      }
      out[i * k + c] = constant - 0.5 * squares;
    }
  }
  return out;
}

/** log |Σ_c| and, where asked, tr Σ_c⁻¹ = ‖L⁻¹‖². */
function spread(c: number, p: number, covariance: CovarianceKind, factors: Float64Array, withTrace: boolean) {
  let logDeterminant = 0;
  let trace = 0;
  if (covariance === 'diagonal' || covariance === 'spherical') {
    for (let j = 0; j < p; j++) {
      const variance = covariance === 'diagonal' ? factors[c * p + j]! : factors[c]!;
      logDeterminant += log(variance);
      trace += 1 / variance;
    }
    return { logDeterminant, trace };
  }
  const L = factors.subarray(covariance === 'full' ? c * p * p : 0);
  for (let j = 0; j < p; j++) logDeterminant += 2 * log(L[j * p + j]!);
  if (!withTrace) return { logDeterminant, trace };
  const x = new Float64Array(p);
  for (let j = 0; j < p; j++) {
    // Column j of L⁻¹.
    for (let a = j; a < p; a++) {
      let value = a === j ? 1 : 0;
      for (let b = j; b < a; b++) value -= L[a * p + b]! * x[b]!;
      x[a] = value / L[a * p + a]!;
      trace += x[a]! * x[a]!;
    }
  }
  return { logDeterminant, trace };
}

/** Free parameters of the covariances. */
export function covarianceParameters(covariance: CovarianceKind, k: number, p: number): number {
  const one = { full: (p * (p + 1)) / 2, tied: (p * (p + 1)) / 2, diagonal: p, spherical: 1 }[covariance];
  return covariance === 'tied' ? one : k * one;
}

/** The lower triangle becomes L with S = LLᵀ. */
function cholesky(S: Float64Array, p: number): void {
  for (let a = 0; a < p; a++) {
    for (let b = 0; b <= a; b++) {
      let value = S[a * p + b]!;
      for (let l = 0; l < b; l++) value -= S[a * p + l]! * S[b * p + l]!;
      if (a > b) S[a * p + b] = value / S[b * p + b]!;
      else if (value > 0) S[a * p + a] = Math.sqrt(value);
      else {
        throw new NumericError({
          where: 'gaussian-mixture',
          problem: 'covariances must be positive definite, got one that is not',
          hint: 'raise regularisation, or put pca before',
        });
      }
    }
  }
}
