import type { Context } from '../base/context.ts';
import type { Matrix } from '../table/matrix.ts';
import { type Scope, withScope } from './scope.ts';

const CHUNK_BYTES = 1 << 23; // of the table, in kernel memory at one time
const FEATURES = 256; // that the kernel sums in float32; chunks are whole blocks of them
const SHARES = 4; // pieces of work a thread

/**
 * The transposed table times a few vectors: out[j, c] = Σᵢ (xᵢⱼ − meanⱼ)·u_c[i]. Missing values count as the mean.
 * @param X [n, p] float32. @param means [p], or zeros. @param U [k] vectors of length n. None is modified.
 * @returns [p, k] float64, row-major: column c is the c-th product.
 * Cost n·p·k multiplications; float32 sums over 256 rows, float64 over those. Memory 8 MB of the table and 8·p·k bytes. The same bits for
 * any number of threads. Checked against float64 sums.
 */
export async function productOfColumns(
  ctx: Context,
  X: Matrix,
  means: Float64Array,
  U: readonly Float64Array[],
): Promise<Float64Array> {
  const { nRows: n, nCols: p } = X;
  const k = U.length;
  const k4 = (k + 3) & ~3;
  const stride = (n + 3) & ~3;
  const out = new Float64Array(p * k);
  return withScope(ctx, 'products', async (scope) => {
    const most = Math.max(1, Math.min(p, Math.floor(CHUNK_BYTES / (4 * stride))));
    const xAt = scope.allocate(4 * stride * most);
    const uAt = scope.allocate(4 * stride * k4);
    const outAt = scope.allocate(8 * most * k4);
    const u = scope.f32(uAt, stride * k4).fill(0);
    U.forEach((vector, c) => {
      u.set(vector, c * stride);
    });
    for (let j = 0; j < p; j += most) {
      const chunk = Math.min(most, p - j);
      copyCentred(scope, xAt, X, means, j, chunk, stride);
      await inShares(ctx, chunk, 2, (from, to) =>
        scope.call('productColumns', [xAt, stride, from, to, uAt, k4, outAt]),
      );
      const padded = scope.f64(outAt, chunk * k4);
      for (let f = 0; f < chunk; f++) out.set(padded.subarray(f * k4, f * k4 + k), (j + f) * k);
      ctx.progress((j + chunk) / p, 'products');
    }
    return out;
  });
}

/**
 * The table times a few vectors: out_c[i] = Σⱼ (xᵢⱼ − meanⱼ)·v[j, c]. Missing values count as the mean.
 * @param X [n, p] float32. @param means [p], or zeros. @param V [p, k] float64, row-major. None is modified.
 * @returns [k] vectors of length n, float64.
 * Cost n·p·k multiplications; float32 sums over 256 features, float64 over those. Memory 8 MB of the table and 8·n·k bytes. The same bits
 * for any number of threads. Checked against float64 sums.
 */
export async function productOfRows(
  ctx: Context,
  X: Matrix,
  means: Float64Array,
  V: Float64Array,
  k: number,
): Promise<Float64Array[]> {
  const { nRows: n, nCols: p } = X;
  const k4 = (k + 3) & ~3;
  const stride = (n + 3) & ~3;
  return withScope(ctx, 'products', async (scope) => {
    const blocks = Math.max(1, Math.floor(CHUNK_BYTES / (4 * FEATURES * stride)));
    const most = Math.min(p, FEATURES * blocks);
    const xAt = scope.allocate(4 * stride * most);
    const vAt = scope.allocate(4 * most * k4);
    const outAt = scope.allocate(8 * stride * k4);
    scope.f64(outAt, stride * k4).fill(0);
    for (let j = 0; j < p; j += most) {
      const chunk = Math.min(most, p - j);
      copyCentred(scope, xAt, X, means, j, chunk, stride);
      const v = scope.f32(vAt, chunk * k4).fill(0);
      for (let f = 0; f < chunk; f++) v.set(V.subarray((j + f) * k, (j + f + 1) * k), f * k4);
      await inShares(ctx, stride, 8, (from, to) =>
        scope.call('productRows', [xAt, stride, chunk, from, to, vAt, k4, outAt]),
      );
      ctx.progress((j + chunk) / p, 'products');
    }
    return Array.from({ length: k }, (_, c) => scope.f64(outAt + 8 * c * stride, n).slice());
  });
}

function copyCentred(
  scope: Scope,
  at: number,
  { data, nRows: n }: Matrix,
  means: Float64Array,
  first: number,
  count: number,
  stride: number,
): void {
  const x = scope.f32(at, stride * count);
  for (let f = 0; f < count; f++) {
    const from = (first + f) * n;
    const to = f * stride;
    const mean = means[first + f]!;
    for (let i = 0; i < n; i++) {
      const value = data[from + i]!;
      x[to + i] = Number.isNaN(value) ? 0 : value - mean;
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
