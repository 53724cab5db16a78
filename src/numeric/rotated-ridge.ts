import type { Context } from '../base/context.ts';
import { allEigenvectors } from '../kernels/all-eigenvectors.ts';
import { type ElasticNetProblem, elasticNetPath, type PathPoint } from '../kernels/elastic-net.ts';
import { gramMatrix } from '../kernels/gram.ts';
import { transposeTimes } from '../kernels/products.ts';
import { columnOf, createMatrix, takeColumns } from '../table/matrix.ts';

/** Eigenvalues below this share of the largest are rounding errors of the Gram matrix. */
const RANK_TOLERANCE = 1e-9;
/** Penalties whose coefficients are made in one pass over the table. */
const BATCH = 16;

/**
 * The elastic net's path without L1 by way of the samples: with Z the centred table and ZZᵀ = UΛUᵀ, ridge on Z is ridge on UΛ^½, which has
 * at most n columns, orthogonal ones, where coordinate descent takes a few sweeps; the coefficients are ZᵀUΛ^−½ times those. They are
 * certified by their duality gap on the table itself, and where rounding leaves that above `tolerance`, descent on the table goes on from there.
 * For n < p. Features without penalty are not rotated: they stand beside the axes as they are.
 * @param problem with penalty factors of 0 and 1 alone; its `l1Ratio` is taken as 0. Not modified.
 * Cost n²p/2 for the Gram matrix, about 13·n³ for its eigenvectors, then O(n²) a sweep and n·p·nClasses a penalty for the certificate; memory
 * 24·n² bytes and 16·p·nClasses a penalty. The same bits for any number of threads.
 * Source: Hastie & Tibshirani 2004, Biostatistics 5(3), §2 (any model with an L2 penalty). Checked by the gap and against descent on the table.
 * @throws {DataError} as `elasticNetPath`. @throws {CancelledError}
 */
export async function rotatedRidgePath(
  problem: Omit<ElasticNetProblem, 'l1Ratio' | 'starts'>,
  ctx: Context,
): Promise<PathPoint[]> {
  const { X, tolerance, penaltyFactors } = problem;
  const n = X.nRows;
  const every = Array.from({ length: X.nCols }, (_, j) => j);
  const free = every.filter((j) => penaltyFactors?.[j] === 0);
  const penalised = every.filter((j) => penaltyFactors?.[j] !== 0);
  const Z = free.length > 0 ? takeColumns(X, penalised) : X;
  const { values, vectors } = await allEigenvectors(ctx, await gramMatrix(ctx, Z), n);
  const sizes = values.filter((value) => value > RANK_TOLERANCE * values[0]!).map(Math.sqrt);
  // The columns without penalty first, as they are.
  const nFree = free.length;
  const rotated = createMatrix(n, nFree + Math.max(1, sizes.length));
  free.forEach((j, c) => {
    columnOf(rotated, c).set(columnOf(X, j));
  });
  sizes.forEach((size, c) => {
    const column = columnOf(rotated, nFree + c);
    for (let i = 0; i < n; i++) column[i] = size * vectors[c]![i]!;
  });
  // Half of the tolerance is left for the way back.
  const all = { ...problem, l1Ratio: 0 } as ElasticNetProblem;
  const factors = nFree > 0 ? { penaltyFactors: new Float64Array(rotated.nCols).fill(1).fill(0, 0, nFree) } : {};
  const points = await elasticNetPath({ ...all, ...factors, X: rotated, tolerance: tolerance / 2 }, ctx);

  const starts: Float64Array[] = [];
  for (let from = 0; from < points.length; from += BATCH) {
    const some = points.slice(from, from + BATCH);
    const fresh = some.map((point) => new Float64Array(point.intercepts.length * X.nCols));
    const ofRows = some.map((point, l) => {
      const sums = Array.from(point.intercepts, () => new Float64Array(n));
      point.indices.forEach((at, e) => {
        const c = at % rotated.nCols;
        const q = (at - c) / rotated.nCols;
        if (c < nFree) {
          fresh[l]![q * X.nCols + free[c]!] = point.values[e]!;
          return;
        }
        const u = vectors[c - nFree]!;
        const share = point.values[e]! / sizes[c - nFree]!;
        for (let i = 0; i < n; i++) sums[q]![i]! += share * u[i]!;
      });
      return sums.map(centre);
    });
    const coefficients = await transposeTimes(ctx, Z, ofRows.flat(), { exact: true });
    ofRows.forEach(({ length }, l) => {
      coefficients.splice(0, length).forEach((list, q) => {
        for (let k = 0; k < penalised.length; k++) fresh[l]![q * X.nCols + penalised[k]!] = list[k]!;
      });
    });
    starts.push(...fresh);
  }
  const certified = await elasticNetPath({ ...all, starts }, ctx);
  return certified.map((point, l) => ({ ...point, cycles: point.cycles + points[l]!.cycles }));
}

function centre(v: Float64Array): Float64Array {
  const mean = v.reduce((sum, value) => sum + value, 0) / v.length;
  return v.map((value) => value - mean);
}
