import type { Context } from '../base/context.ts';
import { log } from '../base/elementary.ts';
import { DataError } from '../base/errors.ts';
import type { Matrix } from '../table/matrix.ts';
import { breathe } from './breathe.ts';
import { type CovarianceKind, covarianceParameters, densities, estimate, type Gaussians } from './gaussians.ts';
import { kMeans } from './k-means.ts';
import { logSumExp } from './log-sum-exp.ts';

export interface MixtureOptions {
  readonly covariance?: CovarianceKind;
  /** Added to every variance, in squared units of the features. Default 1e-6. */
  readonly regularisation?: number;
  /** Rounds end when the mean log-likelihood rises by less. Default 1e-3. */
  readonly tolerance?: number;
  /** Default 200. */
  readonly maxIterations?: number;
  /** k-means starts whose best partition the rounds begin from. Default 10. */
  readonly starts?: number;
  /** Called with the objective of each round. */
  readonly watch?: (objective: number) => void;
}

export interface Mixture {
  readonly gaussians: Gaussians;
  /** Mean log-likelihood of a row. */
  readonly logLikelihood: number;
  /** −2·n·logLikelihood + (free parameters)·ln n: the smaller the better. */
  readonly bic: number;
  readonly iterations: number;
  readonly converged: boolean;
}

/**
 * A mixture of k Gaussians by expectation–maximisation from the partition of k-means. Covariances: `full`, one each; `tied`, one for all;
 * `diagonal`; `spherical`. With regularisation ε, Σ = S + εI; the rounds then maximise Σᵢ log Σ_k π_k N(xᵢ; μ_k, Σ_k)·exp(−½ε·tr Σ_k⁻¹), which never
 * falls; scikit-learn leaves the last factor out, which for ε small beside the variances is the same.
 * @param X [n, p] float32, finite. Not modified. @param k 1 … n.
 * @throws {DataError} k > n, or full or tied covariances of more than 1,000 features. @throws {NumericError} a covariance is not positive
 * definite (ε = 0). @throws {CancelledError}
 * Cost O(n·k·p) a round; with full or tied covariances O(n·k·p²) and k·p³/3. Arithmetic in float64 on one thread. Source: Dempster, Laird &
 * Rubin 1977; BIC: Schwarz 1978. Checked against scikit-learn 1.2.1, and that the objective never falls.
 */
export async function gaussianMixture(
  ctx: Context,
  X: Matrix,
  k: number,
  options: MixtureOptions = {},
): Promise<Mixture> {
  const { covariance = 'diagonal', regularisation = 1e-6, tolerance = 1e-3, maxIterations = 200 } = options;
  const { nRows: n, nCols: p } = X;
  if ((covariance === 'full' || covariance === 'tied') && p > 1000) {
    throw new DataError({
      where: 'gaussian-mixture',
      problem: `${covariance} covariances need at most 1000 features, got ${p}`,
      hint: "put pca before, or take covariance 'diagonal'",
    });
  }
  const start = await kMeans(ctx, X, k, { starts: options.starts ?? 10 });
  const size = start.centres.nRows; // fewer than k where rows are equal
  const rows = rowMajor(X);
  let weights = new Float64Array(n * size);
  start.labels.forEach((label, i) => {
    weights[i * size + label] = 1;
  });
  let gaussians = estimate(rows, n, p, size, weights, covariance, regularisation);
  let objective = Number.NEGATIVE_INFINITY;
  let iterations = 0;
  let converged = false;
  while (!converged && iterations < maxIterations) {
    await breathe(ctx, 'gaussian-mixture');
    iterations++;
    const round = responsibilities(rows, n, gaussians, regularisation);
    weights = round.weights;
    options.watch?.(round.mean);
    converged = round.mean - objective < tolerance;
    objective = round.mean;
    gaussians = estimate(rows, n, p, size, weights, covariance, regularisation);
    ctx.progress(iterations / maxIterations, 'Gaussian mixture');
  }
  if (!converged) {
    ctx.warn({
      code: 'not-converged',
      where: 'gaussian-mixture',
      message: `stopped after ${maxIterations} rounds, the log-likelihood still rising by more than ${tolerance} a row`,
    });
  }
  const logLikelihood = responsibilities(rows, n, gaussians, 0).mean;
  const free = size - 1 + size * p + covarianceParameters(covariance, size, p);
  return { gaussians, logLikelihood, bic: -2 * n * logLikelihood + free * log(n), iterations, converged };
}

/** Probability of each component for each row, [n, k], and the mean over the rows of the logarithm of their sum. */
export function responsibilities(
  rows: Float64Array,
  n: number,
  gaussians: Gaussians,
  regularisation: number,
): { weights: Float64Array<ArrayBuffer>; mean: number } {
  const { k } = gaussians;
  const weights = densities(rows, n, gaussians, regularisation);
  let sum = 0;
  for (let i = 0; i < n; i++) sum += logSumExp(weights.subarray(i * k, (i + 1) * k));
  return { weights, mean: sum / n };
}

/** [n, p] float64, row-major. */
export function rowMajor({ data, nRows: n, nCols: p }: Matrix): Float64Array {
  const out = new Float64Array(n * p);
  for (let j = 0; j < p; j++) for (let i = 0; i < n; i++) out[i * p + j] = data[j * n + i]!;
  return out;
}
