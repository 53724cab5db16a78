import { log } from '../base/elementary.ts';
import type { RandomKey, RandomStream } from '../base/random.ts';

export interface Partition {
  /** Cluster of each of the rows, 0 … k − 1. */
  readonly labels: Int32Array;
  /** Sum of squared distances of the rows to the mean of their cluster. */
  readonly inertia: number;
  readonly iterations: number;
  /** No row was nearer to another centre in the last pass. */
  readonly converged: boolean;
}

/**
 * k-means on rows of which only the inner products are known: ‖xᵢ − c_k‖² = gᵢᵢ − 2·Sᵢₖ/n_k + T_k/n_k² with Sᵢₖ = Σ_{l in k} gᵢₗ and T_k the sum of g
 * within k. S is kept up to date by the rows that move, so that late passes cost next to nothing. Start: greedy k-means++; an empty
 * cluster takes the row farthest from its centre.
 * @param gram [n·n] float64. @param rows those to divide, ≥ k of them. @param k ≥ 1.
 * Cost O(m²) for m rows, then O(m·(k + rows that move)) a pass. Source: Arthur & Vassilvitskii 2007, SODA; Lloyd 1982. Checked by its fixed
 * point (every row nearest to its own centre), against scikit-learn's inertia and the kernel on rows.
 */
export function kMeansGram(
  gram: Float64Array,
  n: number,
  rows: ArrayLike<number>,
  k: number,
  random: RandomKey,
  maxIterations: number,
): Partition {
  const m = rows.length;
  const index = Int32Array.from(rows);
  const labels = nearestSeeds(gram, n, index, seeds(gram, n, index, k, random.stream()));
  const S = new Float64Array(m * k);
  const counts = new Float64Array(k);
  const move = (l: number, from: number, to: number) => {
    const g = gram.subarray(index[l]! * n, (index[l]! + 1) * n);
    for (let i = 0; i < m; i++) {
      const value = g[index[i]!]!;
      if (from >= 0) S[i * k + from]! -= value;
      S[i * k + to]! += value;
    }
    if (from >= 0) counts[from]!--;
    counts[to]!++;
    labels[l] = to;
  };
  for (let l = 0; l < m; l++) move(l, -1, labels[l]!);

  const within = new Float64Array(k);
  const nearest = new Float64Array(m);
  let iterations = 0;
  let changed = 1;
  while (changed > 0 && iterations < maxIterations) {
    iterations++;
    within.fill(0);
    for (let i = 0; i < m; i++) within[labels[i]!]! += S[i * k + labels[i]!]!;
    const moves: [number, number][] = [];
    for (let i = 0; i < m; i++) {
      const distance = (c: number) =>
        counts[c]! > 0 ? within[c]! / counts[c]! ** 2 - (2 * S[i * k + c]!) / counts[c]! : Number.POSITIVE_INFINITY;
      const own = labels[i]!;
      let best = own;
      let least = distance(own);
      // Rounding must not move a row to and fro between centres that are equally near.
      const slack = 1e-12 * gram[index[i]! * n + index[i]!]!;
      for (let c = 0; c < k; c++) {
        if (c === own) continue;
        const d = distance(c);
        if (d < least - slack) {
          least = d;
          best = c;
        }
      }
      nearest[i] = least + gram[index[i]! * n + index[i]!]!;
      if (best !== own) moves.push([i, best]);
    }
    for (const [i, to] of moves) move(i, labels[i]!, to);
    changed = moves.length + refill(counts, labels, nearest, move);
  }
  within.fill(0);
  let inertia = 0;
  for (let i = 0; i < m; i++) {
    inertia += gram[index[i]! * n + index[i]!]!;
    within[labels[i]!]! += S[i * k + labels[i]!]!;
  }
  for (let c = 0; c < k; c++) if (counts[c]! > 0) inertia -= within[c]! / counts[c]!;
  return { labels, inertia: Math.max(0, inertia), iterations, converged: changed === 0 };
}

function refill(
  counts: Float64Array,
  labels: Int32Array,
  nearest: Float64Array,
  move: (l: number, from: number, to: number) => void,
): number {
  let moved = 0;
  for (let c = 0; c < counts.length; c++) {
    if (counts[c]! > 0) continue;
    let far = -1;
    for (let i = 0; i < labels.length; i++) {
      if (counts[labels[i]!]! > 1 && nearest[i]! > (far < 0 ? 1e-12 : nearest[far]!)) far = i;
    }
    if (far < 0) continue; // fewer distinct rows than clusters
    nearest[far] = 0;
    move(far, labels[far]!, c);
    moved++;
  }
  return moved;
}

/** Each centre the best of 2 + ln k rows drawn in proportion to their squared distance from the centres before. */
function seeds(gram: Float64Array, n: number, index: Int32Array, k: number, draws: RandomStream): number[] {
  const m = index.length;
  const trials = 2 + Math.floor(log(k));
  const distance = (i: number, l: number) => {
    const a = index[i]!;
    const b = index[l]!;
    return Math.max(0, gram[a * n + a]! + gram[b * n + b]! - 2 * gram[a * n + b]!);
  };
  const chosen = [draws.below(m)];
  let near = Float64Array.from({ length: m }, (_, i) => distance(i, chosen[0]!));
  while (chosen.length < k) {
    const potential = near.reduce((sum, d) => sum + d, 0);
    let best = { row: 0, near, potential: Number.POSITIVE_INFINITY };
    for (let t = 0; t < trials; t++) {
      let rest = draws.uniform() * potential;
      let row = 0;
      for (; row < m - 1; row++) {
        rest -= near[row]!;
        if (rest < 0) break;
      }
      const nearer = near.map((d, i) => Math.min(d, distance(i, row)));
      const left = nearer.reduce((sum, d) => sum + d, 0);
      if (left < best.potential) best = { row, near: nearer, potential: left };
    }
    chosen.push(best.row);
    near = best.near as Float64Array<ArrayBuffer>;
  }
  return chosen;
}

function nearestSeeds(gram: Float64Array, n: number, index: Int32Array, chosen: readonly number[]): Int32Array {
  return index.map((a) => {
    let best = 0;
    let least = Number.POSITIVE_INFINITY;
    chosen.forEach((seed, c) => {
      const b = index[seed]!;
      const d = gram[b * n + b]! - 2 * gram[a * n + b]!;
      if (d < least) {
        least = d;
        best = c;
      }
    });
    return best;
  });
}
