import type { Context } from '../base/context.ts';
import { ParamError } from '../base/errors.ts';
import { gramMatrix } from '../kernels/gram.ts';
import { times, transposeTimes } from '../kernels/products.ts';
import { createMatrix, type Matrix } from '../table/matrix.ts';
import { rankOf, signOfLargest } from './axes.ts';
import { columnMeans } from './column-means.ts';
import { symmetricEigenvectors } from './lanczos.ts';
import { randomisedAxes } from './randomised-axes.ts';

export interface Pca {
  /** Mean of each feature, [p]. */
  readonly means: Float64Array;
  /** Loadings, [p, k] row-major: column c is the c-th axis, of length 1. */
  readonly axes: Float64Array;
  /** Coordinates of the rows, [n, k] row-major. */
  readonly scores: Float64Array;
  /** Variance along each axis, [k], decreasing: Σ score² / (n − 1). */
  readonly variances: Float64Array;
  /** Share of the total variance, [k], in 0 … 1. */
  readonly explained: Float64Array;
  /** How it was computed. */
  readonly solver: 'gram' | 'covariance' | 'randomised';
}

export interface PcaOptions {
  /** `auto`: exact unless both sides of the table are above 3,000, then randomised. */
  readonly solver?: 'auto' | 'exact' | 'randomised';
}

const EXACT = 3000; // rows or features up to which the square matrix of one side is cheap

/**
 * Principal components with their axes. Exact: from the n × n Gram matrix of the centred rows when p ≥ n (scores U√Λ, axes XᵀU/√Λ), else from the
 * p × p covariance; or randomised (Halko et al.) when both are large. Fewer components come back where the rank is below k. The sign of an
 * axis is free: here the largest score of each is positive (the first of equals), as scikit-learn's svd_flip does.
 * @param X [n, p] float32, n ≥ 2; missing values count as the feature's mean. Not modified. @param k 1 … min(n, p).
 * @throws {ParamError} k out of range. @throws {NumericError} the eigenvalue solver did not converge. @throws {CancelledError}
 * Cost n·p·min(n, p)/2 for the square matrix, then O(min² · a few k), and n·p·k; randomised O(n·p·(k + 10)·10), more at `randomisedAxes`. Memory 16·min² bytes. The same
 * bits for any number of threads. Source: Halko, Martinsson & Tropp 2011, SIAM Review 53(2), algorithms 4.4 and 5.1. Checked against scikit-learn 1.2.1.
 */
export async function pca(ctx: Context, X: Matrix, k: number, options: PcaOptions = {}): Promise<Pca> {
  const { nRows: n, nCols: p } = X;
  const least = Math.min(n, p);
  if (!Number.isInteger(k) || k < 1 || k > least) {
    throw new ParamError({ where: 'pca.k', problem: `must be a whole number from 1 to ${least}, got ${k}` });
  }
  const means = columnMeans(X);
  const { solver = 'auto' } = options;
  const total = squaredDeviations(X, means);
  const random = solver === 'randomised' || (solver === 'auto' && least > EXACT && 4 * k < least);
  const found = random
    ? { ...(await randomisedAxes(ctx, X, means, k)), solver: 'randomised' as const }
    : p >= n
      ? await fromGram(ctx, X, means, k, total)
      : await fromCovariance(ctx, X, means, k, total);
  const { scores } = found;
  const rank = found.squares.length;
  const axes = new Float64Array(p * rank);
  const out = new Float64Array(n * rank);
  for (let c = 0; c < rank; c++) {
    const sign = signOfLargest(scores[c]!);
    for (let i = 0; i < n; i++) out[i * rank + c] = sign * scores[c]![i]!;
    for (let j = 0; j < p; j++) axes[j * rank + c] = sign * found.axes[c]![j]!;
  }
  return {
    means,
    axes,
    scores: out,
    variances: found.squares.map((square) => square / (n - 1)),
    explained: found.squares.map((square) => (total > 0 ? square / total : 0)),
    solver: found.solver,
  };
}

async function fromGram(ctx: Context, X: Matrix, means: Float64Array, k: number, total: number) {
  const { nRows: n, nCols: p } = X;
  const { values, vectors } = await symmetricEigenvectors(ctx, await gramMatrix(ctx, X), n, k);
  const rank = rankOf(values, total);
  const squares = values.slice(0, rank);
  const axes = await transposeTimes(ctx, X, vectors.slice(0, rank), { means });
  const scores = vectors.slice(0, rank).map((u, c) => u.map((value) => value * Math.sqrt(squares[c]!)));
  axes.forEach((axis, c) => {
    const scale = 1 / Math.sqrt(squares[c]!);
    for (let j = 0; j < p; j++) axis[j]! *= scale;
  });
  return { axes, scores, squares, solver: 'gram' as const };
}

async function fromCovariance(ctx: Context, X: Matrix, means: Float64Array, k: number, total: number) {
  const { nRows: n, nCols: p } = X;
  const turned = createMatrix(p, n);
  for (let j = 0; j < p; j++) {
    for (let i = 0; i < n; i++) {
      const value = X.data[j * n + i]! - means[j]!;
      turned.data[i * p + j] = Number.isNaN(value) ? 0 : value;
    }
  }
  const covariance = await gramMatrix(ctx, turned, { centre: false });
  const { values, vectors } = await symmetricEigenvectors(ctx, covariance, p, k);
  const rank = rankOf(values, total);
  const axes = vectors.slice(0, rank);
  const scores = await times(ctx, X, axes, { means });
  return { axes, scores, squares: values.slice(0, rank), solver: 'covariance' as const };
}

function squaredDeviations({ data, nRows: n, nCols: p }: Matrix, means: Float64Array): number {
  let total = 0;
  for (let j = 0; j < p; j++) {
    const mean = means[j]!;
    let s = 0;
    for (let at = j * n; at < (j + 1) * n; at++) {
      const d = data[at]! - mean;
      if (!Number.isNaN(d)) s += d * d;
    }
    total += s;
  }
  return total;
}
