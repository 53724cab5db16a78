import type { Context } from '../base/context.ts';
import { DataError } from '../base/errors.ts';
import { squaredDistances } from '../kernels/distances.ts';
import { gramMatrix } from '../kernels/gram.ts';
import { kMeansRuns } from '../kernels/k-means.ts';
import { createMatrix, type Matrix } from '../table/matrix.ts';
import { breathe } from './breathe.ts';
import { kMeansGram } from './k-means-gram.ts';

const GRAM_ROWS = 5000; // rows up to which an n × n matrix is worth its memory

export interface KMeansOptions {
  /** Starts, of which the best is kept. Default 10. */
  readonly starts?: number;
  /** Passes allowed for each start. Default 300. */
  readonly maxIterations?: number;
  /** The Gram matrix of the centred rows, where it is at hand (p ≥ n only). */
  readonly gram?: Float64Array;
}

export interface KMeans {
  /** [clusters, p] float32: the means of the clusters, the largest cluster first. */
  readonly centres: Matrix;
  /** Cluster of each row, [n]. */
  readonly labels: Int32Array;
  /** Sum of squared distances of the rows to their centres. */
  readonly inertia: number;
  /** Passes of the best start. */
  readonly iterations: number;
  readonly converged: boolean;
}

/**
 * k-means: divides the rows so that the sum of squared distances to the mean of each cluster is small; the best of several greedy k-means++
 * starts, each run until no row changes. When p ≥ n (up to 5,000 rows) everything happens in the n × n Gram matrix; else on the rows. Clusters are numbered by
 * size, the largest first, and among equals by their first row.
 * @param X [n, p] float32, finite. Not modified. @param k 1 … n. Where the distinct rows are fewer, so are the clusters (a warning).
 * @throws {DataError} k > n. @throws {CancelledError}
 * Cost with p ≥ n: n²p/2 once, then O(n²) a start; else O(n·p·k) a pass. The same bits for any number of threads. Source: Lloyd 1982, IEEE Trans.
 * Inf. Theory 28; Arthur & Vassilvitskii 2007, SODA. Checked by the fixed point and against scikit-learn 1.2.1 (inertia).
 */
export async function kMeans(ctx: Context, X: Matrix, k: number, options: KMeansOptions = {}): Promise<KMeans> {
  const { starts = 10, maxIterations = 300 } = options;
  const { nRows: n, nCols: p } = X;
  if (k > n) throw new DataError({ where: 'k-means', problem: `k must be at most the ${n} rows, got ${k}` });
  let labels: Int32Array;
  let facts: { inertia: number; iterations: number; converged: boolean };
  if (p >= n && n <= GRAM_ROWS) {
    const gram = options.gram ?? (await gramMatrix(ctx, X));
    const rows = Int32Array.from({ length: n }, (_, i) => i);
    let best = kMeansGram(gram, n, rows, k, ctx.random.at('start', 0), maxIterations);
    for (let s = 1; s < starts; s++) {
      await breathe(ctx, 'k-means');
      const run = kMeansGram(gram, n, rows, k, ctx.random.at('start', s), maxIterations);
      if (run.inertia < best.inertia) best = run;
    }
    labels = best.labels;
    facts = best;
  } else {
    const runs = await kMeansRuns(ctx, X, k, starts, maxIterations);
    const best = runs.reduce((kept, run) => (run.inertia < kept.inertia ? run : kept));
    labels = best.labels;
    facts = best;
  }
  const { inertia, iterations, converged } = facts;
  const numbered = renumbered(labels);
  const found = Math.max(...numbered) + 1;
  if (found < k) {
    ctx.warn({
      code: 'fewer-clusters',
      where: 'k-means',
      message: `${found} distinct rows make ${found} clusters of the ${k} asked for`,
    });
  }
  const centres = clusterMeans(X, numbered, found);
  // The distances that new rows will be given decide for these too.
  return { centres, labels: await nearestCentres(ctx, X, centres), inertia, iterations, converged };
}

/** Clusters numbered by size, the largest first; of equal ones that with the earlier row. Negative labels stay. */
export function renumbered(labels: Int32Array): Int32Array {
  const seen = new Map<number, { first: number; size: number }>();
  labels.forEach((label, i) => {
    if (label < 0) return;
    const known = seen.get(label);
    if (known) known.size++;
    else seen.set(label, { first: i, size: 1 });
  });
  const order = [...seen].sort(([, a], [, b]) => b.size - a.size || a.first - b.first);
  const place = new Map(order.map(([label], c) => [label, c]));
  return labels.map((label) => (label < 0 ? label : place.get(label)!));
}

/** The mean of each cluster, [k, p]. @param labels 0 … k − 1, each at least once. */
export function clusterMeans(X: Matrix, labels: Int32Array, k: number): Matrix {
  const { nRows: n, nCols: p, data } = X;
  const centres = createMatrix(k, p);
  const counts = new Float64Array(k);
  for (const label of labels) counts[label]!++;
  const sums = new Float64Array(k);
  for (let j = 0; j < p; j++) {
    sums.fill(0);
    for (let i = 0; i < n; i++) sums[labels[i]!]! += data[j * n + i]!;
    for (let c = 0; c < k; c++) centres.data[j * k + c] = sums[c]! / counts[c]!;
  }
  return centres;
}

/** The nearest centre of each row, of equal ones the first. */
export async function nearestCentres(ctx: Context, X: Matrix, centres: Matrix): Promise<Int32Array> {
  const k = centres.nRows;
  const distances = await squaredDistances(ctx, X, centres);
  return Int32Array.from({ length: X.nRows }, (_, i) => {
    let best = 0;
    for (let c = 1; c < k; c++) if (distances[i * k + c]! < distances[i * k + best]!) best = c;
    return best;
  });
}
