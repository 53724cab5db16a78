import type { Context } from '../../base/context.ts';
import { throwIfCancelled } from '../../base/errors.ts';
import { squaredDistances } from '../../kernels/distances.ts';
import { type Matrix, takeRows } from '../../table/matrix.ts';
import { memberships, silhouetteOf } from './silhouette.ts';

const BATCH = 512; // rows at a time: bounds the memory of their distances

/**
 * `silhouettes` of the rows of a table by Euclidean distance. A partition into fewer than two clusters tells nothing apart: 0 for its rows.
 * Noise has NaN.
 * @param X [n, p] float32, finite. Not modified. @param labels [n]; below 0: noise.
 * Cost 3·n²·p operations, memory 8·512·n bytes. The same bits for any number of threads.
 */
export async function rowSilhouettes(ctx: Context, X: Matrix, labels: Int32Array): Promise<Float64Array> {
  const n = X.nRows;
  const { cluster, counts } = memberships(labels);
  const out = Float64Array.from(cluster, (code) => (code < 0 ? Number.NaN : 0));
  if (counts.length < 2) return out;
  const sums = new Float64Array(counts.length);
  for (let start = 0; start < n; start += BATCH) {
    throwIfCancelled(ctx.signal, 'silhouettes');
    const rows = Int32Array.from({ length: Math.min(BATCH, n - start) }, (_, r) => start + r);
    const squared = await squaredDistances(ctx, takeRows(X, rows), X);
    rows.forEach((i, r) => {
      if (cluster[i]! < 0) return;
      sums.fill(0);
      for (let l = 0; l < n; l++) if (cluster[l]! >= 0) sums[cluster[l]!]! += Math.sqrt(squared[r * n + l]!);
      out[i] = silhouetteOf(cluster[i]!, sums, counts);
    });
  }
  return out;
}
