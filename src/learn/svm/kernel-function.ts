import type { Context } from '../../base/context.ts';
import { exp } from '../../base/elementary.ts';
import { ShapeError } from '../../base/errors.ts';
import { withShared } from '../../base/shared.ts';
import { squaredDistances } from '../../kernels/distances.ts';
import { gramMatrix } from '../../kernels/gram.ts';
import { columnOf, type Matrix } from '../../table/matrix.ts';

/** What is put in the place of inner products. */
export interface KernelFunction {
  readonly kernel: 'rbf' | 'linear' | 'polynomial' | 'precomputed';
  readonly gamma: number;
  readonly degree: number;
  readonly offset: number;
}

/**
 * Runs `use` with K of the training rows, [n·n] float64, symmetric to the bit: of the Gram matrix, one pass over the table that settings
 * tried at the same time share. rbf takes it centred, which changes no distance and keeps digits.
 * @throws {ShapeError} precomputed, and X is not square and symmetric.
 * Cost n²p + n², memory 8·n² bytes twice.
 */
export function withTrainingKernel<R>(
  fn: KernelFunction,
  X: Matrix,
  ctx: Context,
  use: (K: Float64Array) => Promise<R>,
): Promise<R> {
  if (fn.kernel === 'precomputed') return use(givenKernel(X));
  const centre = fn.kernel === 'rbf';
  return withShared(
    ctx.signal,
    ['gram', X, centre],
    () => gramMatrix(ctx, X, { centre }),
    (gram) => use(fn.kernel === 'linear' ? gram : ofGram(fn, gram, X.nRows)),
  );
}

function ofGram(fn: KernelFunction, gram: Float64Array, n: number): Float64Array {
  const K = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    for (let l = 0; l <= i; l++) {
      const product = gram[i * n + l]!;
      const value =
        fn.kernel === 'rbf'
          ? exp(-fn.gamma * Math.max(0, gram[i * n + i]! + gram[l * n + l]! - 2 * product))
          : polynomial(fn, product);
      K[i * n + l] = value;
      K[l * n + i] = value;
    }
  }
  return K;
}

/**
 * Runs `use` with K of new rows against training rows, [X rows · rows] row-major; the same for models of one path asked at the same time.
 * Of precomputed kernels X itself holds it. A row's values do not depend on the other rows.
 */
export function withCrossKernel<R>(
  fn: KernelFunction,
  X: Matrix,
  rows: Matrix,
  ctx: Context,
  use: (K: Float64Array) => R,
): Promise<R> {
  const { kernel, gamma, degree, offset } = fn;
  return withShared(
    ctx.signal,
    ['kernel', X, rows, kernel, gamma, degree, offset],
    async () => {
      const squares = await squaredDistances(ctx, X, rows);
      if (kernel === 'rbf') return squares.map((square) => exp(-gamma * square));
      // x·y = (‖x‖² + ‖y‖² − ‖x − y‖²) / 2: no worse than a product summed in float32.
      const [own, other] = [squaredNorms(X), squaredNorms(rows)];
      return squares.map((square, at) => {
        const product = 0.5 * (own[Math.floor(at / other.length)]! + other[at % other.length]! - square);
        return kernel === 'linear' ? product : polynomial(fn, product);
      });
    },
    use,
  );
}

/** ‖x‖² of every row, in float64 in the order of the features. */
function squaredNorms(X: Matrix): Float64Array {
  const sums = new Float64Array(X.nRows);
  for (let j = 0; j < X.nCols; j++) {
    const x = columnOf(X, j);
    for (let i = 0; i < sums.length; i++) sums[i]! += x[i]! * x[i]!;
  }
  return sums;
}

/** By repeated multiplication: the same bits everywhere. */
function polynomial({ gamma, degree, offset }: KernelFunction, product: number): number {
  const base = gamma * product + offset;
  let value = base;
  for (let d = 1; d < degree; d++) value *= base;
  return value;
}

function givenKernel(X: Matrix): Float64Array {
  const refuse = (problem: string) =>
    new ShapeError({
      where: 'svm',
      problem: `a precomputed kernel of the training samples must be square and symmetric, ${problem}`,
      hint: 'in a study, where the training samples of a fold are not all samples, choose another kernel',
    });
  if (X.nRows !== X.nCols) throw refuse(`got ${X.nRows} × ${X.nCols}`);
  const n = X.nRows;
  for (let i = 0; i < n; i++) {
    for (let l = 0; l < i; l++) {
      const [a, b] = [X.data[i * n + l]!, X.data[l * n + i]!];
      if (Math.abs(a - b) > 1e-5 * Math.max(Math.abs(a), Math.abs(b))) throw refuse(`got ${a} and ${b} for one pair`);
    }
  }
  return Float64Array.from(X.data);
}

/** 1 / (p · variance of all entries), as scikit-learn's gamma='scale'; 1 for a table of one value. Cost O(n·p). */
export function gammaScale(X: Matrix): number {
  const count = X.data.length;
  const mean = X.data.reduce((sum, x) => sum + x, 0) / count;
  let squares = 0;
  for (const x of X.data) squares += (x - mean) ** 2;
  return squares > 0 ? X.nRows / squares : 1;
}

/** Σⱼ variance of feature j: the mean squared distance of a row from the mean. 1 for a table of constants. Cost O(n·p). */
export function totalVariance(X: Matrix): number {
  let total = 0;
  for (let j = 0; j < X.nCols; j++) {
    const x = columnOf(X, j);
    const mean = x.reduce((sum, value) => sum + value, 0) / X.nRows;
    let squares = 0;
    for (let i = 0; i < X.nRows; i++) squares += (x[i]! - mean) ** 2;
    total += squares;
  }
  return total > 0 ? total / X.nRows : 1;
}

/** Gamma of the table: a number as it is, or a word of the parameter. */
export function gammaOf(gamma: number | string, X: Matrix): number {
  if (typeof gamma === 'number') return gamma;
  const factor = { scale: 1, 'scale/10': 0.1, 'scale/3': 1 / 3, 'scale*3': 3 }[gamma];
  return factor! * gammaScale(X);
}
