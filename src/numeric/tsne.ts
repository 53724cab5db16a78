import type { Context } from '../base/context.ts';
import { exp, log } from '../base/elementary.ts';
import { DataError, ParamError } from '../base/errors.ts';
import { withScope } from '../kernels/scope.ts';
import type { Matrix } from '../table/matrix.ts';
import { nearestNeighbours } from './nearest-neighbours.ts';
import { pca } from './pca.ts';
import { rowDistances } from './row-distances.ts';
import { type SparseRows, symmetrised } from './sparse-rows.ts';

export interface TsneOptions {
  /** About how many neighbours a row has; below n/3. Default 30, or (n − 1)/3 where that is less. */
  readonly perplexity?: number;
  /** Default 1000, of which the first 250 with attraction multiplied by `exaggeration`. */
  readonly iterations?: number;
  /** Default 12. */
  readonly exaggeration?: number;
  /** Step; default n / exaggeration / 4, at least 50. */
  readonly learningRate?: number;
}

export interface Tsne {
  /** [n, 2] row-major. */
  readonly embedding: Float64Array;
  /** Σ pᵢₗ log(pᵢₗ/qᵢₗ) at the end. */
  readonly divergence: number;
  readonly iterations: number;
}

const EARLY = 250;

/**
 * t-SNE into two dimensions: places the rows so that near rows stay near, minimising the divergence of Student-t similarities q from Gaussian
 * ones p, by gradient descent with momentum and gains. The p are kept for the 3·perplexity nearest rows, the repulsion is summed over all
 * pairs (no Barnes–Hut tree), the start is the first two principal components. What lies far apart in the picture means little.
 * @param X [n, p] float32, finite, n ≥ 4. Not modified.
 * @throws {ParamError} perplexity out of range. @throws {DataError} fewer than 4 rows. @throws {CancelledError}
 * Cost O(n²) an iteration, four pairs at a time on all threads: 1,000 iterations take about 1 s for 1,000 rows and 2 minutes for 10,000 on two
 * threads; memory 16·n² bytes. Forces in float32. The same bits for any number of threads. Source: van der Maaten & Hinton 2008, JMLR 9; step
 * size: Belkina et al. 2019, Nat. Commun. 10. Checked against finite differences, and by trustworthiness against scikit-learn 1.2.1.
 */
export async function tsne(ctx: Context, X: Matrix, options: TsneOptions = {}): Promise<Tsne> {
  const { nRows: n } = X;
  if (n < 4) throw new DataError({ where: 'tsne', problem: `needs at least 4 rows, got ${n}` });
  const { iterations = 1000, exaggeration = 12 } = options;
  const perplexity = options.perplexity ?? Math.min(30, (n - 1) / 3);
  if (!(perplexity >= 1 && perplexity <= (n - 1) / 3)) {
    throw new ParamError({
      where: 'tsne.perplexity',
      problem: `must be from 1 to a third of the ${n} rows, got ${perplexity}`,
    });
  }
  const rate = options.learningRate ?? Math.max(n / exaggeration / 4, 50);
  const P = tsneAffinities(await rowDistances(ctx, X, { squared: true }), n, perplexity);
  const Y = await pcaStart(ctx, X, 1e-4);
  return withScope(ctx, 'tsne', async (scope) => {
    const stride = (n + 3) & ~3;
    const ysAt = scope.allocate(8 * stride);
    const startsAt = scope.allocate(4 * (n + 1));
    const columnsAt = scope.allocate(4 * P.columns.length);
    const valuesAt = scope.allocate(4 * P.columns.length);
    const outAt = scope.allocate(40 * n);
    scope.i32(startsAt, n + 1).set(P.starts);
    scope.i32(columnsAt, P.columns.length).set(P.columns);
    scope.f32(valuesAt, P.columns.length).set(P.values);
    const share = Math.max(256, Math.ceil(n / ctx.executor.threads));
    const gains = new Float64Array(2 * n).fill(1);
    const step = new Float64Array(2 * n);
    const forces = async () => {
      const ys = scope.f32(ysAt, 2 * stride).fill(1e18); // the padding repels nobody
      for (let i = 0; i < n; i++) {
        ys[i] = Y[2 * i]!;
        ys[stride + i] = Y[2 * i + 1]!;
      }
      const calls: Promise<number>[] = [];
      for (let from = 0; from < n; from += share) {
        const range = [from, Math.min(n, from + share)];
        calls.push(scope.call('tsneForces', [ysAt, n, stride, startsAt, columnsAt, valuesAt, ...range, outAt]));
      }
      await Promise.all(calls);
      const out = scope.f64(outAt, 5 * n);
      let Z = 0;
      for (let i = 0; i < n; i++) Z += out[5 * i + 4]!;
      return { out, Z };
    };
    for (let iteration = 0; iteration < iterations; iteration++) {
      const early = iteration < EARLY;
      const { out, Z } = await forces();
      const pull = early ? exaggeration : 1;
      const momentum = early ? 0.5 : 0.8;
      const centre = [0, 0];
      for (let at = 0; at < 2 * n; at++) {
        const from = 5 * (at >> 1) + (at & 1);
        const gradient = 4 * (pull * out[from]! - out[from + 2]! / Z);
        gains[at] = Math.max(0.01, step[at]! * gradient < 0 ? gains[at]! + 0.2 : gains[at]! * 0.8);
        step[at] = momentum * step[at]! - rate * gains[at]! * gradient;
        Y[at]! += step[at]!;
        centre[at & 1]! += Y[at]! / n;
      }
      for (let at = 0; at < 2 * n; at++) Y[at]! -= centre[at & 1]!;
      ctx.progress((iteration + 1) / iterations, 't-SNE');
    }
    return { embedding: Y, divergence: divergenceOf(P, Y, (await forces()).Z), iterations };
  });
}

/** The first two principal components, the first with the given standard deviation; of one feature or of no variance what there is, and 0. */
export async function pcaStart(ctx: Context, X: Matrix, deviation: number): Promise<Float64Array> {
  const n = X.nRows;
  const { scores, variances } = await pca(ctx, X, Math.min(2, X.nCols, n));
  const rank = variances.length;
  const scale = rank > 0 ? deviation / Math.sqrt((variances[0]! * (n - 1)) / n) : 0;
  const draws = ctx.random.at('start').stream();
  // Equal rows must be able to part: a thousandth of the spread at random.
  return Float64Array.from({ length: 2 * n }, (_, at) => {
    const score = (at & 1) < rank ? scores[(at >> 1) * rank + (at & 1)]! * scale : 0;
    return score + 1e-3 * deviation * draws.normal();
  });
}

/**
 * The symmetric similarities p of t-SNE: in each row exp(−β·d²) over its 3·perplexity nearest rows with β such that the entropy is
 * log(perplexity), made symmetric, summing to 1 over the table. @param squares [n·n] squared distances. Cost O(n²).
 */
export function tsneAffinities(squares: Float64Array, n: number, perplexity: number): SparseRows {
  const near = nearestNeighbours(squares, n, n, Math.floor(3 * perplexity) + 1, true);
  const { k } = near;
  const target = log(perplexity);
  const p = new Float64Array(k);
  const values = new Float64Array(n * k);
  for (let i = 0; i < n; i++) {
    const d = near.distances.subarray(i * k, (i + 1) * k);
    let low = 0;
    let high = Number.POSITIVE_INFINITY;
    let beta = 1;
    let sum = 0;
    const first = d[0]!; // subtracted: the nearest has p = 1, so that the sum is never 0
    for (let step = 0; step < 100; step++) {
      sum = 0;
      let moment = 0;
      for (let q = 0; q < k; q++) {
        const shifted = d[q]! - first;
        p[q] = exp(-beta * shifted);
        sum += p[q]!;
        moment += p[q]! * shifted;
      }
      const entropy = log(sum) + (beta * moment) / sum;
      if (Math.abs(entropy - target) < 1e-6) break;
      if (entropy > target) low = beta;
      else high = beta;
      beta = high === Number.POSITIVE_INFINITY ? 2 * beta : (low + high) / 2;
    }
    for (let q = 0; q < k; q++) values[i * k + q] = p[q]! / sum;
  }
  return symmetrised(n, k, near.indices, values, (a, b) => (a + b) / (2 * n));
}

function divergenceOf({ starts, columns, values }: SparseRows, Y: Float64Array, Z: number): number {
  let sum = 0;
  for (let i = 0; i + 1 < starts.length; i++) {
    for (let e = starts[i]!; e < starts[i + 1]!; e++) {
      const l = columns[e]!;
      if (!(values[e]! > 0)) continue;
      const d = (Y[2 * i]! - Y[2 * l]!) ** 2 + (Y[2 * i + 1]! - Y[2 * l + 1]!) ** 2;
      sum += values[e]! * log(values[e]! * Z * (1 + d));
    }
  }
  return sum;
}
