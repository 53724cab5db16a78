import type { Context } from '../base/context.ts';
import type { Matrix } from '../table/matrix.ts';
import type { Scope } from './scope.ts';
import { kernelAddress } from './shared-matrix.ts';

const CHUNK_BYTES = 1 << 21; // of the table, in kernel memory at one time for each thread

export interface Bins {
  /** Address of the bins, [p, n] uint8 column-major, in the scope's memory. */
  readonly binsAt: number;
  /** Address of 1 for each feature with missing values, else 0, [p] uint8. */
  readonly missingAt: number;
}

/**
 * Quantises every feature to at most `most` bins: one for each distinct value when there are no more than that, else about n / most rows a
 * bin. Bins ascend with the values and equal values share one. Missing values (NaN) of a feature have bin most − 1 for themselves.
 * @param X [n, p] float32. Not modified.
 * @param most 2 … 256.
 * Cost: a radix sort of every feature, over all threads. Memory n·p bytes + 2 MB a thread.
 */
export async function binFeatures(scope: Scope, ctx: Context, X: Matrix, most = 256): Promise<Bins> {
  const { nRows: n, nCols: p } = X;
  const binsAt = scope.allocate(n * p);
  const missingAt = scope.allocate(p);
  const atOnce = Math.max(1, Math.min(p, Math.floor(CHUNK_BYTES / (4 * n))));
  const workBytes = await scope.call('binWorkBytes', [n]);
  const inPlace = kernelAddress(ctx, X);
  let next = 0;
  await Promise.all(
    Array.from({ length: ctx.executor.threads }, async () => {
      const chunkAt = inPlace === undefined ? scope.allocate(4 * n * atOnce) : 0;
      const workAt = scope.allocate(workBytes);
      while (next < p) {
        const j = next;
        const count = Math.min(atOnce, p - j);
        next += count;
        const xAt = inPlace === undefined ? chunkAt : inPlace + 4 * n * j;
        if (inPlace === undefined) scope.f32(xAt, n * count).set(X.data.subarray(j * n, (j + count) * n));
        await scope.call('binFeatures', [xAt, n, count, most, binsAt + j * n, missingAt + j, workAt]);
      }
    }),
  );
  return { binsAt, missingAt };
}
