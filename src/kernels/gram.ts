import type { Context } from '../base/context.ts';
import { isSparse, type Matrix } from '../table/matrix.ts';
import { withScope } from './scope.ts';
import { kernelAddress } from './shared-matrix.ts';
import { evenTriangle, forRanges } from './shares.ts';
import { sparseGramMatrix } from './sparse-gram.ts';

export interface GramOptions {
  /** Subtract each feature's mean. Default true. */
  readonly centre?: boolean;
  /** Divide each feature by its standard deviation (population). Default false. */
  readonly scale?: boolean;
}

const PANEL = 16; // samples in a panel of the kernel
const CHUNK_BYTES = 1 << 23; // of the table, in kernel memory at one time
const SHARES = 4; // pieces of work a thread: enough to even out the triangle's rows

/**
 * The Gram matrix of the samples, G = Z Zᵀ: gᵢₗ = Σⱼ zᵢⱼ zₗⱼ with Z the table after centring (and scaling) each feature.
 * Missing values count as the feature's mean (as 0 when not centred); a constant feature counts as 0 when centred.
 * When p ≫ n, principal components, linear kernels and distances between samples need nothing else of the table.
 * @param X [n, p] float32; sparse: see `sparseGramMatrix`. Not modified.
 * @returns [n·n] float64, symmetric to the bit.
 * Cost n²p multiplications and as many additions / 2 (half the matrix); float32 sums over 256 features, float64 over those. Memory 8·n²
 * bytes + 2 chunks of 8 MB, never the whole table. The same bits for any number of threads. Checked against float64 sums.
 */
export async function gramMatrix(ctx: Context, X: Matrix, options: GramOptions = {}): Promise<Float64Array> {
  const { centre = true, scale = false } = options;
  if (isSparse(X)) return sparseGramMatrix(ctx, X, centre, scale);
  const { nRows: n, nCols: p } = X;
  const nPanels = Math.ceil(n / PANEL);
  const padded = nPanels * PANEL;
  const most = Math.max(1, Math.min(p, Math.floor(CHUNK_BYTES / (4 * padded))));
  return withScope(ctx, 'gram', async (scope) => {
    const inPlace = kernelAddress(ctx, X);
    const chunkAt = inPlace === undefined ? scope.allocate(4 * n * most) : 0;
    const panelsAt = scope.allocate(4 * padded * most);
    const gramAt = scope.allocate(8 * padded * padded);
    scope.f64(gramAt, padded * padded).fill(0);
    const shares = ctx.executor.threads * SHARES;
    const tileCuts = evenTriangle(nPanels, shares);
    let summing: Promise<unknown> = Promise.resolve();
    for (let j = 0; j < p; j += most) {
      const chunk = Math.min(most, p - j);
      const xAt = inPlace === undefined ? chunkAt : inPlace + 4 * n * j;
      // Copied while the threads sum the chunk before it.
      if (inPlace === undefined) scope.f32(xAt, n * chunk).set(X.data.subarray(j * n, (j + chunk) * n));
      await summing;
      ctx.progress(j / p, 'gram matrix');
      const cuts = Array.from({ length: shares + 1 }, (_, s) => Math.round((chunk * s) / shares));
      await forRanges(cuts, (from, to) =>
        scope.call('gramPack', [xAt, n, chunk, from, to, panelsAt, Number(centre), Number(scale)]),
      );
      summing = forRanges(tileCuts, (from, to) => scope.call('gramTiles', [panelsAt, n, chunk, from, to, gramAt]));
    }
    await summing;
    const lower = scope.f64(gramAt, padded * padded);
    const gram = new Float64Array(n * n);
    for (let i = 0; i < n; i++) {
      for (let l = 0; l <= i; l++) {
        gram[i * n + l] = lower[i * padded + l]!;
        gram[l * n + i] = gram[i * n + l]!;
      }
    }
    return gram;
  });
}
