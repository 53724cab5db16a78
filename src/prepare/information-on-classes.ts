import type { ClassTarget } from '../table/target.ts';
import { createArgsort } from './argsort.ts';
import { digammaTable } from './digamma.ts';
import type { ColumnScore } from './target-scores.ts';

/**
 * Mutual information of a number and a class: ψ(N) + ⟨ψ(k)⟩ − ⟨ψ(N_class)⟩ − ⟨ψ(m)⟩, where of each row the k-th nearest of its own class lies
 * at r, and m rows of any class lie nearer than r, itself among them (Ross 2014, eq. 4). Where r is 0, k and m are the numbers of rows of
 * that very value in the class and in all (Gao et al. 2017): for a feature of few values this is the estimate from its table of counts.
 * A class with one present value is left out. @param neighbors k; in a class of fewer rows, all the others.
 */
export function informationOnClasses({ codes, classes }: ClassTarget, neighbors: number): ColumnScore {
  const n = codes.length;
  const psi = digammaTable(n);
  const argsort = createArgsort(n);
  const values = new Float32Array(n);
  const rows = new Uint32Array(n);
  const sizes = new Int32Array(classes.length);
  const starts = new Int32Array(classes.length + 1);
  const filled = new Int32Array(classes.length);
  /** The values of each class one after another, ascending, and where each stands among all. */
  const grouped = new Float32Array(n);
  const places = new Int32Array(n);
  const all = new Float32Array(n);
  return (column) => {
    sizes.fill(0);
    for (let i = 0; i < n; i++) if (!Number.isNaN(column[i]!)) sizes[codes[i]!]!++;
    let N = 0;
    for (let i = 0; i < n; i++) {
      if (Number.isNaN(column[i]!) || sizes[codes[i]!]! < 2) continue;
      values[N] = column[i]!;
      rows[N++] = i;
    }
    if (N === 0) return Number.NaN;
    const { sorted, order } = argsort(values, N);
    for (let k = 0; k < sizes.length; k++) {
      starts[k + 1] = starts[k]! + (sizes[k]! < 2 ? 0 : sizes[k]!);
      filled[k] = starts[k]!;
    }
    for (let s = 0; s < N; s++) {
      const at = filled[codes[rows[order[s]!]!]!]!++;
      grouped[at] = all[s] = sorted[s]!;
      places[at] = s;
    }
    let total = 0;
    for (let c = 0; c < sizes.length; c++) {
      const from = starts[c]!;
      const to = starts[c + 1]!;
      const k = Math.min(neighbors, to - from - 1);
      let local = 0;
      for (let at = from; at < to; at++) {
        const x = grouped[at]!;
        if (at > from && x === grouped[at - 1]) {
          total += local; // equal values have the same neighbours
          continue;
        }
        const r = radius(grouped, at, from, to, k);
        if (r > 0) local = psi[k]! - psi[countNearer(all, N, places[at]!, r)]!;
        else local = psi[countEqual(grouped, from, to, at, x)]! - psi[countEqual(all, 0, N, places[at]!, x)]!;
        local -= psi[to - from]!;
        total += local;
      }
    }
    return Math.max(0, psi[N]! + total / N);
  };
}

/** Distance from an ascending value to its k-th nearest: the shortest of the runs of k + 1 values that hold it. */
function radius(values: Float32Array, at: number, from: number, to: number, k: number): number {
  const x = values[at]!;
  let best = Number.POSITIVE_INFINITY;
  for (let s = Math.max(from, at - k); s <= at && s + k < to; s++) {
    best = Math.min(best, Math.max(x - values[s]!, values[s + k]! - x));
  }
  return best;
}

/** How many of `count` ascending values lie nearer than r to the one at `at`, itself among them: steps that double, then halve. */
export function countNearer(values: Float32Array | Float64Array, count: number, at: number, r: number): number {
  const x = values[at]!;
  let low = at;
  let step = 1;
  while (low - step >= 0 && x - values[low - step]! < r) {
    low -= step;
    step *= 2;
  }
  for (; step >= 1; step >>= 1) if (low - step >= 0 && x - values[low - step]! < r) low -= step;
  let high = at;
  step = 1;
  while (high + step < count && values[high + step]! - x < r) {
    high += step;
    step *= 2;
  }
  for (; step >= 1; step >>= 1) if (high + step < count && values[high + step]! - x < r) high += step;
  return high - low + 1;
}

/** How many of the ascending values from … to equal x, which stands at `at`. */
function countEqual(values: Float32Array, from: number, to: number, at: number, x: number): number {
  let low = at;
  while (low > from && values[low - 1] === x) low--;
  let high = at + 1;
  while (high < to && values[high] === x) high++;
  return high - low;
}
