import type { Context } from '../base/context.ts';
import { allEigenvectors } from '../kernels/all-eigenvectors.ts';
import { type ElasticNetProblem, elasticNetPath, type PathPoint } from '../kernels/elastic-net.ts';
import { gramMatrix } from '../kernels/gram.ts';
import { transposeTimes } from '../kernels/products.ts';
import { createMatrix } from '../table/matrix.ts';

/** Eigenvalues below this share of the largest are rounding errors of the Gram matrix. */
const RANK_TOLERANCE = 1e-9;
/** Penalties whose coefficients are made in one pass over the table. */
const BATCH = 16;

/**
 * The elastic net's path without L1 by way of the samples: with Z the centred table and ZZᵀ = UΛUᵀ, ridge on Z is ridge on UΛ^½, which has
 * at most n columns, orthogonal ones, where coordinate descent takes a few sweeps; the coefficients are ZᵀUΛ^−½ times those. They are
 * certified by their duality gap on the table itself, and where rounding leaves that above `tolerance`, descent on the table goes on from there.
 * For n < p.
 * @param problem without penalty factors; its `l1Ratio` is taken as 0. Not modified.
 * Cost n²p/2 for the Gram matrix, about 13·n³ for its eigenvectors, then O(n²) a sweep and n·p·nClasses a penalty for the certificate; memory
 * 24·n² bytes and 16·p·nClasses a penalty. The same bits for any number of threads.
 * Source: Hastie & Tibshirani 2004, Biostatistics 5(3), §2 (any model with an L2 penalty). Checked by the gap and against descent on the table.
 * @throws {DataError} as `elasticNetPath`. @throws {CancelledError}
 */
export async function rotatedRidgePath(
  problem: Omit<ElasticNetProblem, 'l1Ratio' | 'starts' | 'penaltyFactors'>,
  ctx: Context,
): Promise<PathPoint[]> {
  const { X, tolerance } = problem;
  const n = X.nRows;
  const { values, vectors } = await allEigenvectors(ctx, await gramMatrix(ctx, X), n);
  const sizes = values.filter((value) => value > RANK_TOLERANCE * values[0]!).map(Math.sqrt);
  const rank = Math.max(1, sizes.length);
  const rotated = createMatrix(n, rank);
  sizes.forEach((size, c) => {
    for (let i = 0; i < n; i++) rotated.data[c * n + i] = size * vectors[c]![i]!;
  });
  // Half of the tolerance is left for the way back.
  const all = { ...problem, l1Ratio: 0 } as ElasticNetProblem;
  const points = await elasticNetPath({ ...all, X: rotated, tolerance: tolerance / 2 }, ctx);

  const starts: Float64Array[] = [];
  for (let from = 0; from < points.length; from += BATCH) {
    const some = points.slice(from, from + BATCH);
    const ofRows = some.map((point) => {
      const sums = Array.from(point.intercepts, () => new Float64Array(n));
      point.indices.forEach((at, e) => {
        const c = at % rank;
        const u = vectors[c]!;
        const a = sums[(at - c) / rank]!;
        const share = point.values[e]! / sizes[c]!;
        for (let i = 0; i < n; i++) a[i]! += share * u[i]!;
      });
      return sums.map(centre);
    });
    const coefficients = await transposeTimes(ctx, X, ofRows.flat(), { exact: true });
    for (const { length } of ofRows) {
      const start = new Float64Array(length * X.nCols);
      coefficients.splice(0, length).forEach((list, q) => {
        start.set(list, q * X.nCols);
      });
      starts.push(start);
    }
  }
  const certified = await elasticNetPath({ ...all, starts }, ctx);
  return certified.map((point, l) => ({ ...point, cycles: point.cycles + points[l]!.cycles }));
}

function centre(v: Float64Array): Float64Array {
  const mean = v.reduce((sum, value) => sum + value, 0) / v.length;
  return v.map((value) => value - mean);
}
