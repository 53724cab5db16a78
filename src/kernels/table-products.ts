import type { Context } from '../base/context.ts';
import type { Matrix } from '../table/matrix.ts';
import { type Scope, withScope } from './scope.ts';
import { paddedRows, withKernelMatrix } from './shared-matrix.ts';

/** Products with a table that lies in kernel memory. Vectors are float64; sums too. The same bits for any number of threads. */
export interface TableProducts {
  /** Xᵀv for each v [nRows]: [nCols] each. Cost n·p a vector. */
  transposeTimes(vectors: readonly Float64Array[]): Promise<Float64Array[]>;
  /** Xb for each b [nCols]: [nRows] each. Cost n·p a vector. */
  times(vectors: readonly Float64Array[]): Promise<Float64Array[]>;
}

/** Runs `work` with products of X, which is copied to kernel memory once (4·n·p bytes) and freed at the end. Checked against float64 sums. */
export function withTableProducts<T>(
  ctx: Context,
  X: Matrix,
  work: (products: TableProducts) => Promise<T>,
): Promise<T> {
  return withKernelMatrix(ctx, X, (x) => {
    const { nRows: n, nCols: p } = X;
    const ld = paddedRows(n);
    const threads = ctx.executor.threads;
    return work({
      transposeTimes: (vectors) =>
        withScope(ctx, 'table-products', async (scope) => {
          const v = place(scope, vectors, n, ld);
          const out = scope.allocate(8 * p * vectors.length);
          await inShares(p, threads, (from, to) =>
            scope.call('tableTransposeTimes', [x, ld, p, from, to, v, vectors.length, out]),
          );
          return take(scope, out, vectors.length, p, p);
        }),
      times: (vectors) =>
        withScope(ctx, 'table-products', async (scope) => {
          const b = place(scope, vectors, p, p);
          const out = scope.allocate(8 * ld * vectors.length);
          await inShares(vectors.length, threads, (from, to) => scope.call('tableTimes', [x, ld, p, b, from, to, out]));
          return take(scope, out, vectors.length, n, ld);
        }),
    });
  });
}

function place(scope: Scope, vectors: readonly Float64Array[], length: number, stride: number): number {
  const at = scope.allocate(8 * stride * vectors.length);
  const all = scope.f64(at, stride * vectors.length);
  vectors.forEach((vector, l) => {
    all.set(vector, l * stride);
    all.fill(0, l * stride + length, (l + 1) * stride);
  });
  return at;
}

function take(scope: Scope, at: number, count: number, length: number, stride: number): Float64Array[] {
  const all = scope.f64(at, count * stride);
  return Array.from({ length: count }, (_, l) => all.slice(l * stride, l * stride + length));
}

async function inShares(
  length: number,
  shares: number,
  run: (from: number, to: number) => Promise<number>,
): Promise<void> {
  const cuts = Array.from({ length: shares + 1 }, (_, s) => Math.round((length * s) / shares));
  await Promise.all(cuts.slice(1).map((to, s) => (cuts[s]! < to ? run(cuts[s]!, to) : 0)));
}
