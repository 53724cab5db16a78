import type { Context } from '../base/context.ts';
import { exp, log } from '../base/elementary.ts';
import { elasticNetPath, type PathPoint, strongestGradient } from '../kernels/elastic-net.ts';
import { columnOf, createMatrix, type Matrix } from '../table/matrix.ts';
import type { Target } from '../table/target.ts';
import { moments } from './column-statistics.ts';
import { lassoResponse } from './lasso-response.ts';

/** Penalties on the way to a tenth of the strongest. */
const STEPS_A_DECADE = 30;
/** How far the path is followed, in steps: to a tenth of the strongest penalty, and as far as a thousandth where too few have entered. */
const LENGTHS = [30, 40, 53, 71, 90];
/** Duality gap asked for, as the elastic net learner does. */
const TOLERANCE = 1e-3;
const MOST_CYCLES = 1000;

/**
 * The first `count` features that enter the lasso path of the target, in the order in which they enter: by the strongest penalty at which
 * their coefficient is not zero, then by the size of the coefficients there, then by column. Fewer when the path explains the target
 * before. Features are standardised for it; a missing value counts as the mean.
 * @param X [n, p]. Not modified. Cost: a path to that many features; memory one copy of the table, and one in the kernel.
 */
export async function lassoOrder(
  X: Matrix,
  target: Target,
  count: number,
  kind: string,
  ctx: Context,
): Promise<number[]> {
  const weights = new Float64Array(X.nRows).fill(1 / X.nRows);
  const data = { ...lassoResponse(target, kind), weights, X: standardised(X) };
  const strongest = await strongestGradient(data, ctx);
  if (strongest === 0) return [];
  let entered: number[] = [];
  // The path is cheap where it is sparse, and dear where it is not: it is followed further, from its start, only when too few have entered.
  for (const length of LENGTHS) {
    const lambdas = Array.from({ length }, (_, l) => strongest * exp((-(l + 1) * log(10)) / STEPS_A_DECADE));
    const settings = { l1Ratio: 1, lambdas, tolerance: TOLERANCE, maxCycles: MOST_CYCLES };
    const points = await elasticNetPath({ ...data, ...settings }, ctx);
    entered = orderOfEntry(points, X.nCols);
    if (entered.length >= count || points.length < length) break; // enough, or saturated
  }
  return entered.slice(0, count);
}

function orderOfEntry(points: readonly PathPoint[], nCols: number): number[] {
  const entered = new Set<number>();
  for (const { indices, values } of points) {
    const sizes = new Map<number, number>();
    indices.forEach((at, e) => {
      const j = at % nCols;
      if (!entered.has(j)) sizes.set(j, (sizes.get(j) ?? 0) + values[e]! ** 2);
    });
    const fresh = [...sizes.keys()].sort((a, b) => sizes.get(b)! - sizes.get(a)! || a - b);
    for (const j of fresh) entered.add(j);
  }
  return [...entered];
}

/** A copy with mean 0 and standard deviation 1 (divisor n) in each column, 0 where missing; a constant column is 0. */
function standardised(X: Matrix): Matrix {
  const Z = createMatrix(X.nRows, X.nCols);
  for (let j = 0; j < X.nCols; j++) {
    const column = columnOf(X, j);
    const { mean, variance } = moments(column);
    if (!(variance > 0)) continue;
    const factor = 1 / Math.sqrt(variance);
    const out = columnOf(Z, j);
    for (let i = 0; i < column.length; i++) {
      const z = (column[i]! - mean) * factor;
      out[i] = Number.isNaN(z) ? 0 : z;
    }
  }
  return Z;
}
