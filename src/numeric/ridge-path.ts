import type { Context } from '../base/context.ts';
import { throwIfCancelled } from '../base/errors.ts';
import { gramMatrix } from '../kernels/gram.ts';
import { times, transposeTimes } from '../kernels/products.ts';
import { createMatrix, isSparse, type Matrix, sparseMatrix } from '../table/matrix.ts';
import { transposeEntries } from '../table/sparse.ts';
import { shiftedSolve } from './shifted-lanczos.ts';

export interface RidgePoint {
  readonly lambda: number;
  readonly intercept: number;
  /** [p] */
  readonly coefficients: Float64Array;
  /** Primal − dual objective, as a share of the null model's loss: how far this is, at most, from the optimum. */
  readonly gap: number;
  /** R² on these rows. */
  readonly explained: number;
}

/** Vectors treated at one time: bounds the memory of a long path. */
const BATCH = 64;
const REFINEMENTS = 4;

/**
 * Ridge regression over a path of penalties: minimises 1/(2n)·‖y − b₀ − Xb‖² + λ/2·‖b‖², b₀ free. All penalties come from one small
 * system: with Z the centred table, (ZZᵀ/n + λ)·a = y − ȳ and b = Zᵀa/n when n ≤ p, else (ZᵀZ/n + λ)·b = Zᵀy/n, solved for every λ in one
 * Krylov space (`shiftedSolve`): nothing is decomposed. Each point is certified: ‖y − ȳ − Zb − λa‖²/2n is the gap to the dual point λa/n
 * (n ≤ p), ‖Zᵀr/n − λb‖²/2λ that to the residuals r. Where float32 sums of the Gram matrix leave it above `tolerance`, the residuals
 * of the system, computed from the table in float64, are solved for and added.
 * @param X [n, p] float32, finite. Not modified. @param y [n], finite. @param lambdas > 0. @param tolerance on `gap`, default 1e-8.
 * Cost n·p·min(n, p)/2 for the Gram matrix and 2·n·p a penalty; memory 8·min(n, p)² bytes and 8 MB. The same bits for any number of
 * threads. A sparse table stays so, and its entries count instead of n·p. Source: Saunders, Gammerman & Vovk 1998, ICML, §2 (dual form). Checked against scikit-learn's Ridge and by the gap.
 * @throws {CancelledError}
 */
export async function ridgePath(
  X: Matrix,
  y: Float64Array,
  lambdas: readonly number[],
  ctx: Context,
  tolerance = 1e-8,
): Promise<RidgePoint[]> {
  const { nRows: n, nCols: p } = X;
  const means = columnMeans(X);
  const mean = y.reduce((sum, value) => sum + value, 0) / n;
  const centred = y.map((value) => value - mean);
  const nullLoss = squares(centred) / (2 * n);
  const isDual = n <= p;
  const A = isDual ? await gramMatrix(ctx, X) : await featureProducts(ctx, X, means);
  for (let at = 0; at < A.length; at++) A[at]! /= n;
  const pause = () => throwIfCancelled(ctx.signal, 'ridge');
  const solve = (rhs: Float64Array, shifts: readonly number[]) => shiftedSolve(A, rhs, shifts, 1e-9, pause).solutions;

  const Z = centredProducts(ctx, X, means);
  const first = isDual ? centred : (await Z.transposeTimes([centred]))[0]!.map((value) => value / n);
  const unknowns = solve(first, lambdas).map((x) => (isDual ? centre(x) : x));
  const points: RidgePoint[] = [];
  for (let from = 0; from < lambdas.length; from += BATCH) {
    const lambda = lambdas.slice(from, from + BATCH);
    let x = unknowns.slice(from, from + BATCH);
    let state = await look(x, lambda);
    for (let round = 0; round < REFINEMENTS; round++) {
      if (state.every(({ gap }) => gap <= tolerance * nullLoss)) break;
      x = x.map((old, l) => {
        const step = solve(state[l]!.residual, [lambda[l]!])[0]!;
        return old.map((value, i) => value + step[i]!);
      });
      state = await look(x, lambda);
    }
    state.forEach(({ b, gap, left }, l) => {
      const intercept = mean - means.reduce((sum, m, j) => sum + m * b[j]!, 0);
      const share = nullLoss > 0 ? 1 / nullLoss : 0;
      points.push({
        lambda: lambda[l]!,
        intercept,
        coefficients: b,
        gap: gap * share,
        explained: nullLoss > 0 ? 1 - left * share : 0,
      });
    });
  }
  return points;

  /** Coefficients, gap, loss, and what is left of the system, for each penalty. */
  async function look(x: readonly Float64Array[], lambda: readonly number[]) {
    const b = isDual ? (await Z.transposeTimes(x)).map((list) => list.map((value) => value / n)) : x;
    const eta = await Z.times(b);
    const r = eta.map((list) => list.map((value, i) => centred[i]! - value));
    const left = r.map((list) => squares(list) / (2 * n));
    const image = isDual ? r : (await Z.transposeTimes(r)).map((list) => list.map((value) => value / n));
    return lambda.map((shift, l) => {
      const residual = image[l]!.map((value, i) => value - shift * x[l]![i]!);
      const gap = squares(residual) / (isDual ? 2 * n : 2 * shift);
      return { b: b[l]!, gap, left: left[l]!, residual };
    });
  }
}

/** Products with the centred table: Zᵀv = Xᵀ(v − v̄), Zb = Xb − (m·b). */
function centredProducts(ctx: Context, X: Matrix, means: Float64Array) {
  return {
    transposeTimes: (vectors: readonly Float64Array[]) => transposeTimes(ctx, X, vectors.map(centre), { exact: true }),
    async times(vectors: readonly Float64Array[]): Promise<Float64Array[]> {
      const all = await times(ctx, X, vectors, { exact: true });
      return all.map((list, l) => {
        const shift = means.reduce((sum, m, j) => sum + m * vectors[l]![j]!, 0);
        return list.map((value) => value - shift);
      });
    },
  };
}

function centre(v: Float64Array): Float64Array {
  const mean = v.reduce((sum, value) => sum + value, 0) / v.length;
  return v.map((value) => value - mean);
}

function squares(v: Float64Array): number {
  return v.reduce((sum, value) => sum + value * value, 0);
}

function columnMeans(X: Matrix): Float64Array {
  const { nRows, nCols, sparse } = X;
  return Float64Array.from({ length: nCols }, (_, j) => {
    let sum = 0;
    if (sparse) {
      const [from, to] = [sparse.starts[j]!, sparse.starts[j + 1]!];
      for (let e = from; e < to; e++) sum += sparse.values[e]!;
      sum += (nRows - (to - from)) * sparse.base[j]!;
    } else for (let i = 0; i < nRows; i++) sum += X.data[j * nRows + i]!;
    return sum / nRows;
  });
}

/** ZᵀZ, [p·p]: of a sparse table from the entries less their base, D, as DᵀD − n·mmᵀ, m the means of D. */
async function featureProducts(ctx: Context, X: Matrix, means: Float64Array): Promise<Float64Array> {
  if (!isSparse(X)) return gramMatrix(ctx, transposeCentred(X, means), { centre: false });
  const { nRows: n, nCols: p, sparse } = X;
  const A = await gramMatrix(ctx, sparseMatrix(p, transposeEntries(sparse, n)), { centre: false });
  const m = means.map((mean, j) => mean - sparse.base[j]!);
  for (let j = 0; j < p; j++) for (let l = 0; l < p; l++) A[j * p + l]! -= n * m[j]! * m[l]!;
  return A;
}

/** [p, n] with the means taken off. */
function transposeCentred({ data, nRows: n, nCols: p }: Matrix, means: Float64Array): Matrix {
  const out = createMatrix(p, n);
  for (let j = 0; j < p; j++) for (let i = 0; i < n; i++) out.data[i * p + j] = data[j * n + i]! - means[j]!;
  return out;
}
