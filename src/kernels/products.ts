import type { Context } from '../base/context.ts';
import { isSparse, type Matrix } from '../table/matrix.ts';
import { type Scope, withScope } from './scope.ts';
import { kernelAddress, paddedRows } from './shared-matrix.ts';
import { sparseTimes, sparseTransposeTimes } from './sparse-products.ts';

export interface ProductOptions {
  /** Subtracted from each feature, [p]; a missing value then counts as 0. Default: nothing is, and no value is missing. */
  readonly means?: Float64Array;
  /** Sums in float64 throughout, at half the speed. Default: in float32 over 256 terms, in float64 over those. */
  readonly exact?: boolean;
}

const CHUNK_BYTES = 1 << 22; // of the table, in kernel memory at one time; two are under way
const FEATURES = 256; // that the kernel sums in float32; chunks are whole blocks of them
const SHARES = 4; // pieces of work a thread

/**
 * The transposed table times some vectors: Xᵀu for each, less their mean part when there are `means`.
 * @param X [n, p] float32, dense or sparse. @param vectors of length n. None is modified. @returns as many vectors of length p.
 * Cost n·p multiplications a vector. Memory 8 MB of the table, none where it lies in kernel memory and there are no means. The same bits for any number of threads. Checked against float64 sums.
 */
export async function transposeTimes(
  ctx: Context,
  X: Matrix,
  vectors: readonly Float64Array[],
  { means, exact = false }: ProductOptions = {},
): Promise<Float64Array[]> {
  if (isSparse(X)) return sparseTransposeTimes(X, vectors, means);
  const { nRows: n, nCols: p } = X;
  const k = vectors.length;
  const stride = paddedRows(n);
  const padded = exact ? k : paddedRows(k);
  const out = vectors.map(() => new Float64Array(p));
  await withScope(ctx, 'products', async (scope) => {
    const bytes = exact ? 8 : 4;
    const uAt = scope.allocate(bytes * stride * padded);
    const u = (exact ? scope.f64(uAt, stride * padded) : scope.f32(uAt, stride * padded)).fill(0);
    vectors.forEach((vector, c) => {
      u.set(vector, c * stride);
    });
    const walk = chunksOf(ctx, scope, X, means, exact ? n : stride, FEATURES);
    const outAt = scope.allocate(8 * walk.most * padded);
    await walk.run(async (xAt, first, count) => {
      await inShares(ctx, count, 2, (from, to) =>
        exact
          ? scope.call('exactColumns', [xAt, n, count, from, to, uAt, stride, k, outAt])
          : scope.call('productColumns', [xAt, stride, from, to, uAt, padded, outAt]),
      );
      const sums = scope.f64(outAt, count * padded);
      out.forEach((vector, c) => {
        if (exact) vector.set(sums.subarray(c * count, (c + 1) * count), first);
        else for (let f = 0; f < count; f++) vector[first + f] = sums[f * padded + c]!;
      });
    });
  });
  return out;
}

/**
 * The table times some vectors: Xv for each, less their mean part when there are `means`.
 * @param X [n, p] float32, dense or sparse. @param vectors of length p. None is modified. @returns as many vectors of length n.
 * Cost n·p multiplications a vector. Memory as `transposeTimes`. A row's products are the same bits whatever the other rows are, for any number of
 * threads. Checked against float64 sums.
 */
export async function times(
  ctx: Context,
  X: Matrix,
  vectors: readonly Float64Array[],
  { means, exact = false }: ProductOptions = {},
): Promise<Float64Array[]> {
  if (isSparse(X)) return sparseTimes(X, vectors, means);
  const { nRows: n } = X;
  const k = vectors.length;
  const stride = paddedRows(n);
  const padded = exact ? k : paddedRows(k);
  return withScope(ctx, 'products', async (scope) => {
    const walk = chunksOf(ctx, scope, X, means, exact ? n : stride, FEATURES);
    const vAt = scope.allocate((exact ? 8 : 4) * walk.most * padded);
    const outAt = scope.allocate(8 * stride * padded);
    scope.f64(outAt, stride * padded).fill(0);
    await walk.run(async (xAt, first, count) => {
      if (exact) {
        const v = scope.f64(vAt, count * k);
        vectors.forEach((vector, c) => {
          v.set(vector.subarray(first, first + count), c * count);
        });
      } else {
        const v = scope.f32(vAt, count * padded).fill(0);
        vectors.forEach((vector, c) => {
          for (let f = 0; f < count; f++) v[f * padded + c] = vector[first + f]!;
        });
      }
      await inShares(ctx, exact ? n : stride, 8, (from, to) =>
        exact
          ? scope.call('exactRows', [xAt, n, count, from, to, vAt, k, outAt, stride])
          : scope.call('productRows', [xAt, stride, count, from, to, vAt, padded, outAt]),
      );
    });
    return vectors.map((_, c) => scope.f64(outAt + 8 * c * stride, n).slice());
  });
}

/**
 * The table in kernel memory, some columns at a time: the next are copied while the threads work on those before. All at once when they lie
 * there and stay as they are.
 * @param stride of a column in the copy, n or padded with zeros. @param unit chunks are multiples of it.
 */
function chunksOf(
  ctx: Context,
  scope: Scope,
  X: Matrix,
  means: Float64Array | undefined,
  stride: number,
  unit: number,
) {
  const { nRows: n, nCols: p } = X;
  const inPlace = means || stride !== n ? undefined : kernelAddress(ctx, X);
  const most = Math.min(p, unit * Math.max(1, Math.floor(CHUNK_BYTES / (4 * unit * stride))));
  const places = inPlace === undefined ? [0, 1].map(() => scope.allocate(4 * stride * most + 4)) : [];
  return {
    most,
    async run(work: (xAt: number, first: number, count: number) => Promise<void>): Promise<void> {
      let running = Promise.resolve();
      for (let first = 0, turn = 0; first < p; first += most, turn ^= 1) {
        const count = Math.min(most, p - first);
        const xAt = inPlace === undefined ? places[turn]! : inPlace + 4 * n * first;
        if (inPlace === undefined) copyColumns(scope, xAt, X, means, first, count, stride);
        await running;
        ctx.progress(first / p, 'products');
        running = work(xAt, first, count);
      }
      await running;
    },
  };
}

function copyColumns(
  scope: Scope,
  at: number,
  { data, nRows: n }: Matrix,
  means: Float64Array | undefined,
  first: number,
  count: number,
  stride: number,
): void {
  const x = scope.f32(at, stride * count);
  if (!means && stride === n) {
    x.set(data.subarray(first * n, (first + count) * n));
    return;
  }
  for (let f = 0; f < count; f++) {
    const from = (first + f) * n;
    const to = f * stride;
    const mean = means?.[first + f] ?? 0;
    for (let i = 0; i < n; i++) {
      const value = data[from + i]!;
      x[to + i] = means && Number.isNaN(value) ? 0 : value - mean;
    }
    x.fill(0, to + n, to + stride);
  }
}

/** Cuts 0 … n into whole multiples of `unit` and waits for all. */
function inShares(ctx: Context, n: number, unit: number, run: (from: number, to: number) => Promise<number>) {
  const share = unit * Math.ceil(n / (unit * ctx.executor.threads * SHARES));
  const calls: Promise<number>[] = [];
  for (let from = 0; from < n; from += share) calls.push(run(from, Math.min(n, from + share)));
  return Promise.all(calls);
}
