import type { Context } from '../base/context.ts';
import { columnOf, type Matrix } from '../table/matrix.ts';
import { withScope } from './scope.ts';

export interface KMeansRun {
  /** [k, p] float32, row-major. */
  readonly centres: Float32Array;
  readonly labels: Int32Array;
  readonly inertia: number;
  readonly iterations: number;
  readonly converged: boolean;
}

/**
 * k-means on the rows of a table from `starts` greedy k-means++ starts, side by side on the threads.
 * @param X [n, p] float32, finite. Not modified. @param k 1 … n.
 * @returns one run for each start, each at a fixed point of Lloyd's iteration unless `maxIterations` came first.
 * Cost O(n·p·k) a pass; distances in float32, centres from float64 sums. Memory 4·n·p bytes and 8·(k·p + 2n) a start. The same bits for any
 * number of threads. Checked by the fixed point and against scikit-learn's inertia.
 */
export async function kMeansRuns(
  ctx: Context,
  X: Matrix,
  k: number,
  starts: number,
  maxIterations: number,
): Promise<KMeansRun[]> {
  const { nRows: n, nCols: p } = X;
  const stride = (p + 3) & ~3;
  const k4 = (k + 3) & ~3;
  const workBytes = await ctx.executor.call('kMeansWorkBytes', [n, stride, k]);
  return withScope(ctx, 'k-means', async (scope) => {
    const xAt = scope.allocate(4 * n * stride);
    const x = scope.f32(xAt, n * stride).fill(0);
    for (let j = 0; j < p; j++) {
      const column = columnOf(X, j);
      for (let i = 0; i < n; i++) x[i * stride + j] = column[i]!;
    }
    let done = 0;
    return Promise.all(
      Array.from({ length: starts }, async (_, s) => {
        const centresAt = scope.allocate(4 * k4 * stride);
        const labelsAt = scope.allocate(4 * n);
        const factsAt = scope.allocate(24);
        const workAt = scope.allocate(workBytes);
        scope.f32(centresAt, k4 * stride).fill(0);
        await scope.call('kMeansRun', [
          ...[xAt, n, stride, k, ...ctx.random.at('start', s).key, maxIterations],
          ...[centresAt, labelsAt, factsAt, workAt, scope.cancel],
        ]);
        const [inertia, iterations, settled] = scope.f64(factsAt, 3) as unknown as [number, number, number];
        const padded = scope.f32(centresAt, k * stride);
        const centres = new Float32Array(k * p);
        for (let c = 0; c < k; c++) centres.set(padded.subarray(c * stride, c * stride + p), c * p);
        ctx.progress(++done / starts, 'k-means');
        const labels = scope.i32(labelsAt, n).slice();
        return { centres, labels, inertia, iterations, converged: settled === 1 };
      }),
    );
  });
}
