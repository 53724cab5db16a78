import type { Context } from '../base/context.ts';
import { exp, log2 } from '../base/elementary.ts';
import { DataError, ShapeError } from '../base/errors.ts';
import { squaredDistances } from '../kernels/distances.ts';
import { type Scope, withScope } from '../kernels/scope.ts';
import type { Matrix } from '../table/matrix.ts';
import { symmetricEigenvectors } from './lanczos.ts';
import { nearestNeighbours } from './nearest-neighbours.ts';
import { rowDistances } from './row-distances.ts';
import { type SparseRows, symmetrised } from './sparse-rows.ts';
import { pcaStart } from './tsne.ts';
import { umapCurve } from './umap-curve.ts';

export interface UmapOptions {
  /** Neighbours of a row, itself included. Default 15, or n where that is less. */
  readonly neighbours?: number;
  /** How near rows may come in the picture. Default 0.1. */
  readonly minDistance?: number;
  /** The scale of the picture. Default 1. */
  readonly spread?: number;
  /** Passes over the edges. Default 500 up to 10,000 rows, else 200. */
  readonly epochs?: number;
  /** Where the rows start: eigenvectors of the neighbour graph, or principal components. Default spectral up to 3,000 rows. */
  readonly start?: 'spectral' | 'pca';
}

export interface Umap {
  /** [n, 2] row-major. */
  readonly embedding: Float64Array;
  readonly a: number;
  readonly b: number;
  /** Places new rows among those of the fit, which stay: [m, 2] row-major. @throws {ShapeError} another number of features. */
  place(ctx: Context, X: Matrix): Promise<Float64Array>;
}

const NEGATIVES = 5; // rows pushed away for each attraction
const STRIDE = 20; // epochs to a kernel call

/**
 * UMAP into two dimensions: a weighted graph of nearest neighbours, laid out by attraction along its edges and repulsion of random pairs.
 * @param X [n, p] float32, finite, n ≥ 4. Not modified; the result holds on to it for `place`.
 * @throws {DataError} fewer than 4 rows. @throws {CancelledError}
 * Cost n²p/2 for exact neighbours, then O(epochs·n·neighbours) on one thread; memory 16·n² bytes. Deterministic. Source: McInnes, Healy &
 * Melville 2018, arXiv 1802.03426. Checked by trustworthiness, the published a and b, and the weights' defining equations.
 */
export async function umap(ctx: Context, X: Matrix, options: UmapOptions = {}): Promise<Umap> {
  const { nRows: n, nCols: p } = X;
  if (n < 4) throw new DataError({ where: 'umap', problem: `needs at least 4 rows, got ${n}` });
  const { minDistance = 0.1, spread = 1, epochs = n <= 10000 ? 500 : 200 } = options;
  const neighbours = Math.min(options.neighbours ?? 15, n);
  const { start = n <= 3000 ? 'spectral' : 'pca' } = options;
  const { a, b } = umapCurve(minDistance, spread);
  const graph = umapGraph(await rowDistances(ctx, X), n, neighbours);
  const embedding = (start === 'spectral' && (await spectralStart(ctx, graph, n))) || (await pcaStart(ctx, X, 3));
  const heads = new Int32Array(graph.columns.length);
  for (let i = 0; i < n; i++) heads.fill(i, graph.starts[i], graph.starts[i + 1]);
  await descend(ctx, heads, graph.columns, graph.values, embedding, null, { epochs, a, b });
  return {
    embedding,
    a,
    b,
    async place(context, rows) {
      if (rows.nCols !== p) {
        throw new ShapeError({ where: 'umap', problem: `was fitted on ${p} features, got ${rows.nCols}` });
      }
      const distances = (await squaredDistances(context, rows, X)).map(Math.sqrt);
      const near = nearestNeighbours(distances, rows.nRows, n, neighbours, false);
      const weights = memberships(near.distances, rows.nRows, near.k, log2(neighbours));
      const placed = new Float64Array(2 * rows.nRows);
      const from = new Int32Array(near.indices.length);
      for (let i = 0; i < rows.nRows; i++) {
        let total = 0;
        for (let q = i * near.k; q < (i + 1) * near.k; q++) {
          const l = near.indices[q]!;
          from[q] = i;
          total += weights[q]!;
          placed[2 * i]! += weights[q]! * embedding[2 * l]!;
          placed[2 * i + 1]! += weights[q]! * embedding[2 * l + 1]!;
        }
        placed[2 * i]! /= total;
        placed[2 * i + 1]! /= total;
      }
      await descend(context, from, near.indices, weights, placed, embedding, { epochs: Math.ceil(epochs / 3), a, b });
      return placed;
    },
  };
}

/** The fuzzy graph: memberships of each row's nearest rows, joined by a + b − ab. Edges that no epoch would draw are left in: they cost nothing. */
export function umapGraph(distances: Float64Array, n: number, neighbours: number): SparseRows {
  const near = nearestNeighbours(distances, n, n, neighbours - 1, true);
  const weights = memberships(near.distances, n, near.k, log2(neighbours));
  return symmetrised(n, near.k, near.indices, weights, (a, b) => a + b - a * b);
}

/** exp(−(d − ρ)/σ) with ρ the nearest distance above 0 and σ such that a row's memberships sum to `target`. [n·k] */
export function memberships(distances: Float64Array, n: number, k: number, target: number): Float64Array {
  const out = new Float64Array(n * k);
  const mean = distances.reduce((sum, d) => sum + d, 0) / Math.max(1, distances.length);
  for (let i = 0; i < n; i++) {
    const d = distances.subarray(i * k, (i + 1) * k);
    const rho = d.find((value) => value > 0) ?? 0;
    let low = 0;
    let high = Number.POSITIVE_INFINITY;
    let sigma = 1;
    for (let step = 0; step < 64; step++) {
      let sum = 0;
      for (const value of d) sum += value > rho ? exp(-(value - rho) / sigma) : 1;
      if (Math.abs(sum - target) < 1e-5) break;
      if (sum > target) high = sigma;
      else low = sigma;
      sigma = high === Number.POSITIVE_INFINITY ? 2 * sigma : (low + high) / 2;
    }
    const own = d.reduce((sum, value) => sum + value, 0) / Math.max(1, k);
    sigma = Math.max(sigma, 1e-3 * (rho > 0 ? own : mean));
    for (let q = 0; q < k; q++) out[i * k + q] = d[q]! > rho ? exp(-(d[q]! - rho) / sigma) : 1;
  }
  return out;
}

/** The second and third eigenvectors of D^−½WD^−½, spread over 20 × 20; null where the graph falls into parts. */
async function spectralStart(ctx: Context, graph: SparseRows, n: number): Promise<Float64Array | null> {
  const degrees = new Float64Array(n);
  for (let i = 0; i < n; i++)
    for (let e = graph.starts[i]!; e < graph.starts[i + 1]!; e++) degrees[i]! += graph.values[e]!;
  const A = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    A[i * n + i] = 0.5; // (I + N)/2 has eigenvalues in 0 … 1
    for (let e = graph.starts[i]!; e < graph.starts[i + 1]!; e++) {
      const l = graph.columns[e]!;
      A[i * n + l]! += (0.5 * graph.values[e]!) / Math.sqrt(degrees[i]! * degrees[l]!);
    }
  }
  const { values, vectors } = await symmetricEigenvectors(ctx, A, n, 3, 1e-8);
  if (values[1]! > 1 - 1e-7) return null;
  const most = Math.max(...vectors.slice(1).map((v) => v.reduce((top, x) => Math.max(top, Math.abs(x)), 0)));
  const draws = ctx.random.at('start').stream();
  return Float64Array.from({ length: 2 * n }, (_, at) => {
    const v = vectors[1 + (at & 1)]!;
    return (10 / most) * v[at >> 1]! + 1e-4 * draws.normal();
  });
}

async function descend(
  ctx: Context,
  heads: Int32Array,
  tails: Int32Array,
  weights: Float64Array,
  embedding: Float64Array,
  reference: Float64Array | null,
  { epochs, a, b }: { epochs: number; a: number; b: number },
): Promise<void> {
  const most = weights.reduce((top, w) => Math.max(top, w), 0);
  const kept = Int32Array.from(weights.keys()).filter((e) => weights[e]! >= most / epochs);
  const m = kept.length;
  await withScope(ctx, 'umap', async (scope) => {
    const put = (values: Float64Array) => {
      const at = scope.allocate(8 * values.length);
      scope.f64(at, values.length).set(values);
      return at;
    };
    const every = Float64Array.from(kept, (e) => most / weights[e]!);
    const headsAt = putInts(
      scope,
      Int32Array.from(kept, (e) => heads[e]!),
    );
    const tailsAt = putInts(
      scope,
      Int32Array.from(kept, (e) => tails[e]!),
    );
    const ysAt = put(embedding);
    const zsAt = reference ? put(reference) : ysAt;
    const everyAt = put(every);
    const nextAt = put(every);
    const negativeAt = put(every.map((pause) => pause / NEGATIVES));
    const nTails = (reference ?? embedding).length / 2;
    for (let epoch = 0; epoch < epochs; epoch += STRIDE) {
      await scope.call('umapEpochs', [
        ...[headsAt, tailsAt, m, ysAt, zsAt, nTails, everyAt, nextAt, negativeAt],
        ...[epoch, Math.min(epochs, epoch + STRIDE), epochs, a, b, 1, NEGATIVES],
        ...[...ctx.random.at('epoch', epoch).key, scope.cancel],
      ]);
      ctx.progress(Math.min(1, (epoch + STRIDE) / epochs), 'UMAP');
    }
    embedding.set(scope.f64(ysAt, embedding.length));
  });
}

function putInts(scope: Scope, values: Int32Array): number {
  const at = scope.allocate(4 * values.length);
  scope.i32(at, values.length).set(values);
  return at;
}
