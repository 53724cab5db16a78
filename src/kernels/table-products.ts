import type { Context } from '../base/context.ts';
import { isSparse, type Matrix, type SparseMatrix } from '../table/matrix.ts';
import { type Scope, withScope } from './scope.ts';
import { paddedRows, withKernelMatrix } from './shared-matrix.ts';
import { transposedProducts } from './transposed-products.ts';

/** Products with a table that lies in kernel memory. Vectors are float64; sums too. The same bits for any number of threads. */
export interface TableProducts {
  /** Xᵀv for each v [nRows]: [nCols] each. Cost n·p a vector. */
  transposeTimes(vectors: readonly Float64Array[]): Promise<Float64Array[]>;
  /** Xb for each b [nCols]: [nRows] each. Cost n·p a vector. */
  times(vectors: readonly Float64Array[]): Promise<Float64Array[]>;
}

/** Runs `work` with products of X, which is copied to kernel memory once (4·n·p bytes) and freed at the end; of a sparse one on its entries,
 * without a copy. Checked against float64 sums. */
export function withTableProducts<T>(
  ctx: Context,
  X: Matrix,
  work: (products: TableProducts) => Promise<T>,
): Promise<T> {
  if (isSparse(X)) return work(sparseProducts(X));
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

function sparseProducts(X: SparseMatrix): TableProducts {
  const { nRows: n, nCols: p } = X;
  const { starts, rows, values, base } = X.sparse;
  return {
    transposeTimes: async (vectors) => vectors.map((vector) => transposedProducts(X, [vector])),
    times: async (vectors) =>
      vectors.map((vector) => {
        const out = new Float64Array(n);
        let shared = 0;
        for (let j = 0; j < p; j++) {
          const b = vector[j]!;
          shared += b * base[j]!;
          for (let e = starts[j]!; e < starts[j + 1]!; e++) out[rows[e]!]! += b * (values[e]! - base[j]!);
        }
        return out.map((value) => value + shared);
      }),
  };
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
