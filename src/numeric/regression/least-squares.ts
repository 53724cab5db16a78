import { ShapeError } from '../../base/errors.ts';
import { fTail } from '../special/f-distribution.ts';
import { studentTQuantile, studentTTail } from '../special/student-t.ts';
import { designOf, linearSum, type RegressionData } from './design.ts';
import { householderQr, inverseCrossProduct, solveUpper } from './householder-qr.ts';

/** Arrays are [p + 1], the intercept first. An aliased column has coefficient 0, and NaN for error, t and p. */
export interface LeastSquaresFit {
  readonly coefficients: Float64Array;
  readonly standardErrors: Float64Array;
  readonly t: Float64Array;
  /** Two-sided. */
  readonly p: Float64Array;
  /** Of the coefficients, [(p + 1)²]. */
  readonly covariance: Float64Array;
  /** √(Σ w·residual² / degrees of freedom). NaN without a degree of freedom, as everything that needs it. */
  readonly residualStandardError: number;
  /** Samples of positive weight less rank. */
  readonly degreesOfFreedom: number;
  readonly rSquared: number;
  readonly adjustedRSquared: number;
  /** Of all columns against the intercept alone. */
  readonly fTest: { readonly f: number; readonly df1: number; readonly df2: number; readonly p: number };
  /** Columns that depend on the intercept and those before them, as indices into `columns`. */
  readonly aliased: readonly number[];
}

/**
 * Least squares with an intercept: β minimises Σ w·(y − β₀ − xβ)², by Householder QR; standard errors from σ²·(XᵀWX)⁻¹.
 * @param tolerance a column nearer than this share of its length to the span of the earlier ones is aliased; default 1e-7, as R. Columns
 * that come from float32 want 1e-6.
 * @throws {ShapeError} lengths that differ. @throws {DataError} no sample, or values that are not finite.
 * More columns than samples are no error: those that no longer add anything are aliased. Cost O(n·p²). Checked against R 4.2 `lm`.
 */
export function leastSquares(data: RegressionData, tolerance = 1e-7): LeastSquaresFit {
  const { columns, y, weights } = designOf(data, 'leastSquares');
  const n = y.length;
  const size = columns.length;
  const roots = weights.map(Math.sqrt);
  for (const values of data.weights ? [...columns, y] : []) for (let i = 0; i < n; i++) values[i]! *= roots[i]!;
  const qr = householderQr(columns, tolerance);
  const rank = qr.kept.length;
  const rotated = qr.rotate(y);
  const solved = solveUpper(qr, rotated);
  const coefficients = new Float64Array(size);
  qr.kept.forEach((j, k) => {
    coefficients[j] = solved[k]!;
  });
  const degreesOfFreedom = n - rank;
  const unexplained = squares(rotated.subarray(rank));
  const explained = squares(rotated.subarray(1, rank)); // the first entry is the intercept's
  const variance = degreesOfFreedom > 0 ? unexplained / degreesOfFreedom : Number.NaN;
  const covariance = inverseCrossProduct(qr, size).map((v) => v * variance);
  const standardErrors = errorsOf(covariance, size, qr.aliased);
  const t = coefficients.map((b, j) => b / standardErrors[j]!);
  const rSquared = explained / (explained + unexplained);
  const df1 = rank - 1;
  const f = explained / df1 / variance;
  return {
    coefficients,
    standardErrors,
    t,
    p: t.map((v) => 2 * studentTTail(Math.abs(v), degreesOfFreedom)),
    covariance,
    residualStandardError: Math.sqrt(variance),
    degreesOfFreedom,
    rSquared: df1 > 0 ? rSquared : 0,
    adjustedRSquared: df1 > 0 ? 1 - ((1 - rSquared) * (n - 1)) / degreesOfFreedom : 0,
    fTest: { f, df1, df2: degreesOfFreedom, p: fTail(f, df1, degreesOfFreedom) },
    aliased: qr.aliased.map((j) => j - 1),
  };
}

const squares = (values: Float64Array) => values.reduce((sum, v) => sum + v * v, 0);

/** Roots of the diagonal, NaN where aliased. */
export function errorsOf(covariance: Float64Array, size: number, aliased: readonly number[]): Float64Array {
  return Float64Array.from({ length: size }, (_, j) =>
    aliased.includes(j) ? Number.NaN : Math.sqrt(covariance[j * size + j]!),
  );
}

export interface LinearPrediction {
  /** [n]. */
  readonly values: Float64Array;
  /** Of the expected value, [n]. */
  readonly standardErrors: Float64Array;
  readonly lower: Float64Array;
  readonly upper: Float64Array;
}

/**
 * Predictions with intervals: of the expected value (`confidence`), or of a new sample of weight 1, whose own scatter comes on top
 * (`prediction`). @param columns [p] of length n. @param level coverage, default 0.95.
 * @throws {ShapeError} another number of columns. Cost O(n·p²). Checked against R 4.2 `predict.lm`.
 */
export function predictLeastSquares(
  fit: LeastSquaresFit,
  columns: readonly ArrayLike<number>[],
  interval: 'confidence' | 'prediction' = 'confidence',
  level = 0.95,
): LinearPrediction {
  const size = fit.coefficients.length;
  if (columns.length !== size - 1) {
    throw new ShapeError({
      where: 'predictLeastSquares',
      problem: `was fitted on ${size - 1} columns, got ${columns.length}`,
    });
  }
  const n = columns[0]?.length ?? 1;
  const values = linearSum(fit.coefficients, columns, n);
  const x = new Float64Array(size);
  const standardErrors = values.map((_, i) => {
    for (let j = 0; j < size; j++) x[j] = j === 0 ? 1 : columns[j - 1]![i]!;
    let variance = 0;
    for (let a = 0; a < size; a++) {
      for (let b = 0; b < size; b++) variance += x[a]! * x[b]! * fit.covariance[a * size + b]!;
    }
    return Math.sqrt(variance);
  });
  const t = -studentTQuantile((1 - level) / 2, fit.degreesOfFreedom);
  const own = interval === 'prediction' ? fit.residualStandardError * fit.residualStandardError : 0;
  const width = standardErrors.map((error) => t * Math.sqrt(error * error + own));
  return {
    values,
    standardErrors,
    lower: values.map((v, i) => v - width[i]!),
    upper: values.map((v, i) => v + width[i]!),
  };
}
