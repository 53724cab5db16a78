import type { Context } from '../base/context.ts';
import { breathe } from './breathe.ts';
import { kMeansGram } from './k-means-gram.ts';

export interface ConsensusOptions {
  /** Subsamples for each k. Default 100. */
  readonly resamples?: number;
  /** Share of the rows in a subsample. Default 0.8. */
  readonly share?: number;
}

export interface Consensus {
  readonly k: number;
  /** [n·n]: in how many of the subsamples that hold both rows they share a cluster, 0 … 1; diagonal 1; 0 for a pair never drawn together. */
  readonly matrix: Float64Array;
  /** Area under the distribution function of the pairs' values, Monti's A(k). */
  readonly area: number;
  /** Share of pairs with a value above 0.1 and below 0.9: those about whom the subsamples disagree. */
  readonly ambiguous: number;
}

/**
 * Consensus clustering: k-means on subsamples of the rows, for each k of a list.
 * @param gram [n·n] of the centred rows. Not modified. @param ks each 2 … share·n.
 * @throws {CancelledError} Cost for each k: `resamples` times O(n²); memory 8·n² bytes for each k and 8·n² more. One thread. Source: Monti et al.
 * 2003, Machine Learning 52; the share of ambiguous pairs: Șenbabaoğlu et al. 2014, Sci. Rep. 4:6207. Checked on planted clusters.
 */
export async function consensus(
  ctx: Context,
  gram: Float64Array,
  n: number,
  ks: readonly number[],
  options: ConsensusOptions = {},
): Promise<Consensus[]> {
  const { resamples = 100, share = 0.8 } = options;
  const size = Math.max(1, Math.min(n, Math.round(share * n)));
  const subsamples = Array.from({ length: resamples }, (_, r) =>
    ctx.random
      .at('subsample', r)
      .stream()
      .shuffle(Int32Array.from({ length: n }, (_, i) => i))
      .slice(0, size)
      .sort(),
  );
  const together = new Float64Array(n * n);
  for (const rows of subsamples) addPairs(together, n, rows, null);
  const out: Consensus[] = [];
  for (const k of ks) {
    const matrix = new Float64Array(n * n);
    for (let r = 0; r < resamples; r++) {
      await breathe(ctx, 'consensus');
      const rows = subsamples[r]!;
      addPairs(matrix, n, rows, kMeansGram(gram, n, rows, k, ctx.random.at('k-means', k, r), 100).labels);
      ctx.progress((out.length + (r + 1) / resamples) / ks.length, 'consensus');
    }
    for (let at = 0; at < n * n; at++) if (together[at]! > 0) matrix[at]! /= together[at]!;
    for (let i = 0; i < n; i++) matrix[i * n + i] = 1;
    out.push({ k, matrix, ...distribution(matrix, n) });
  }
  return out;
}

/** Monti's Δ(k): A for the smallest k, then the relative gain (A(k) − A(k − 1)) / A(k − 1). */
export function deltaAreas(results: readonly Consensus[]): number[] {
  return results.map(({ area }, q) => {
    const before = q > 0 ? results[q - 1]!.area : 0;
    return before > 0 ? (area - before) / before : area;
  });
}

/** Adds 1 for each pair of rows in one cluster; with null for each pair. */
function addPairs(matrix: Float64Array, n: number, rows: Int32Array, labels: Int32Array | null): void {
  for (let a = 0; a < rows.length; a++) {
    const at = rows[a]! * n;
    for (let b = 0; b < rows.length; b++) if (!labels || labels[a] === labels[b]) matrix[at + rows[b]!]!++;
  }
}

/** A = Σ (x_m − x_{m−1})·CDF(x_m) over the sorted values (Monti eq. 6): the mean of 1 − value, so a sum does. */
function distribution(matrix: Float64Array, n: number): { area: number; ambiguous: number } {
  let sum = 0;
  let between = 0;
  let most = 0;
  for (let i = 0; i < n; i++) {
    for (let l = 0; l < i; l++) {
      const value = matrix[i * n + l]!;
      sum += value;
      if (value > most) most = value;
      if (value > 0.1 && value < 0.9) between++;
    }
  }
  const pairs = (n * (n - 1)) / 2;
  // The integral of a step function from its first to its last jump, as Monti writes it: to the largest value, not to 1.
  return { area: pairs > 0 ? most - sum / pairs : 0, ambiguous: pairs > 0 ? between / pairs : 0 };
}
