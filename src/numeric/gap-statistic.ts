import type { Context } from '../base/context.ts';
import { withRandom } from '../base/context.ts';
import { log } from '../base/elementary.ts';
import { createMatrix, type Matrix } from '../table/matrix.ts';
import { kMeans } from './k-means.ts';

export interface Gap {
  readonly k: number;
  /** Mean of log W over the reference tables − log W of the data, W the sum of squared distances to the centres. */
  readonly gap: number;
  /** Standard deviation of the reference log W times √(1 + 1/references). */
  readonly error: number;
}

export interface GapOptions {
  /** Reference tables. Default 20. */
  readonly references?: number;
  /** k-means starts. Default 10. */
  readonly starts?: number;
}

/**
 * The gap statistic of k-means for k = 1 … `most`: how much smaller the within-cluster sum of squares is than for tables of no structure, each
 * feature uniform over its range (the paper's choice a). The k of the paper is the smallest with gap(k) ≥ gap(k + 1) − error(k + 1): `gapChoice`.
 * Ranges of features, not of principal components, so that correlated features alone can look like clusters; a W of 0 gives ∞.
 * @param X [n, p] float32, finite. @throws {DataError} `most` above n. @throws {CancelledError}
 * Cost (references + 1)·most k-means. Source: Tibshirani, Walther & Hastie 2001, JRSS B 63, §3. Checked on its simulated settings (1 cluster,
 * 3 clusters in 2 dimensions) and the closed form for k = 1.
 */
export async function gapStatistic(ctx: Context, X: Matrix, most: number, options: GapOptions = {}): Promise<Gap[]> {
  const { references = 20, starts = 10 } = options;
  const tables = [X, ...Array.from({ length: references }, (_, r) => uniformLike(X, ctx.random.at('reference', r)))];
  const out: Gap[] = [];
  for (let k = 1; k <= most; k++) {
    const logs: number[] = [];
    for (const [t, table] of tables.entries()) {
      logs.push(log((await kMeans(withRandom(ctx, ctx.random.at('k-means', t, k)), table, k, { starts })).inertia));
    }
    const reference = logs.slice(1);
    const mean = reference.reduce((sum, v) => sum + v, 0) / references;
    const variance = reference.reduce((sum, v) => sum + (v - mean) ** 2, 0) / references;
    out.push({ k, gap: mean - logs[0]!, error: Math.sqrt(variance * (1 + 1 / references)) });
    ctx.progress(k / most, 'gap statistic');
  }
  return out;
}

/** The smallest k with gap(k) ≥ gap(k + 1) − error(k + 1); the last where there is none. @param gaps of `gapStatistic`, at least one. */
export function gapChoice(gaps: readonly Gap[]): number {
  const at = gaps.findIndex(({ gap }, q) => q + 1 < gaps.length && gap >= gaps[q + 1]!.gap - gaps[q + 1]!.error);
  return gaps[at < 0 ? gaps.length - 1 : at]!.k;
}

function uniformLike({ data, nRows: n, nCols: p }: Matrix, random: Context['random']): Matrix {
  const draws = random.stream();
  const out = createMatrix(n, p);
  for (let j = 0; j < p; j++) {
    let low = Number.POSITIVE_INFINITY;
    let high = Number.NEGATIVE_INFINITY;
    for (let at = j * n; at < (j + 1) * n; at++) {
      low = Math.min(low, data[at]!);
      high = Math.max(high, data[at]!);
    }
    for (let at = j * n; at < (j + 1) * n; at++) out.data[at] = low + (high - low) * draws.uniform();
  }
  return out;
}
