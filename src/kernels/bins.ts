import type { Context } from '../base/context.ts';
import type { Matrix } from '../table/matrix.ts';
import type { Scope } from './scope.ts';

const CHUNK_BYTES = 1 << 21; // of the table, in kernel memory at one time for each thread

/**
 * Quantises every feature to at most 256 bins: one for each distinct value when there are no more than that, else about n / 256 rows a
 * bin. Bins ascend with the values and equal values share one.
 * @param X [n, p] float32, finite. Not modified.
 * @returns address of the bins, [p, n] uint8 column-major, in the scope's memory.
 * Cost: a radix sort of every feature, over all threads. Memory n·p bytes + 2 MB a thread.
 */
export async function binFeatures(scope: Scope, ctx: Context, X: Matrix): Promise<number> {
  const { nRows: n, nCols: p } = X;
  const binsAt = scope.allocate(n * p);
  const most = Math.max(1, Math.min(p, Math.floor(CHUNK_BYTES / (4 * n))));
  const workBytes = await scope.call('binWorkBytes', [n]);
  let next = 0;
  await Promise.all(
    Array.from({ length: ctx.executor.threads }, async () => {
      const xAt = scope.allocate(4 * n * most);
      const workAt = scope.allocate(workBytes);
      while (next < p) {
        const j = next;
        const count = Math.min(most, p - j);
        next += count;
        scope.f32(xAt, n * count).set(X.data.subarray(j * n, (j + count) * n));
        await scope.call('binFeatures', [xAt, n, count, binsAt + j * n, workAt]);
      }
    }),
  );
  return binsAt;
}
