import { createArgsort } from './argsort.ts';
import { digammaTable } from './digamma.ts';
import { countNearer } from './information-on-classes.ts';
import type { ColumnScore } from './target-scores.ts';

/**
 * Mutual information of two numbers: ψ(k) + ψ(N) − ⟨ψ(n_x) + ψ(n_y)⟩, where of each row the k-th nearest lies at r in the larger of the two
 * distances, both in units of their standard deviation, and n_x, n_y rows lie nearer than r in x, in y, itself among them (Kraskov et al.
 * 2004, eq. 8). Where r is 0, k, n_x and n_y are the numbers of rows of the same pair, x and y (Gao et al. 2017).
 * @param targets [n]. @param neighbors k; of fewer rows, all the others.
 */
export function informationOnNumbers(targets: Float64Array, neighbors: number): ColumnScore {
  const n = targets.length;
  const psi = digammaTable(n);
  const argsort = createArgsort(n);
  const present = new Float32Array(n);
  const rows = new Uint32Array(n);
  const byTarget = Uint32Array.from(targets.keys()).sort((a, b) => targets[a]! - targets[b]! || a - b);
  const xs = new Float64Array(n); // ascending
  const ys = new Float64Array(n); // of the same rows
  const sortedY = new Float64Array(n);
  const placeInX = new Int32Array(n); // of a row
  const placeInY = new Int32Array(n); // of the s-th in x
  const nearest = new Float64Array(neighbors);
  return (column) => {
    let N = 0;
    for (let i = 0; i < n; i++) {
      placeInX[i] = -1;
      if (Number.isNaN(column[i]!)) continue;
      present[N] = column[i]!;
      rows[N++] = i;
    }
    const { sorted, order } = argsort(present, N);
    for (let s = 0; s < N; s++) {
      const i = rows[order[s]!]!;
      xs[s] = sorted[s]!;
      ys[s] = targets[i]!;
      placeInX[i] = s;
    }
    const unitX = deviation(xs, N);
    const unitY = deviation(ys, N);
    if (N < 2 || !(unitX > 0) || !(unitY > 0)) return N < 2 ? Number.NaN : 0;
    for (let s = 0; s < N; s++) {
      xs[s]! /= unitX;
      ys[s]! /= unitY;
    }
    let at = 0;
    for (const i of byTarget) {
      const s = placeInX[i]!;
      if (s < 0) continue;
      sortedY[at] = ys[s]!;
      placeInY[s] = at++;
    }
    const k = Math.min(neighbors, N - 1);
    let total = 0;
    for (let s = 0; s < N; s++) {
      const r = radius(xs, ys, N, s, k, nearest);
      // Less than the smallest positive number: equal.
      const within = r > 0 ? r : Number.MIN_VALUE;
      total -= psi[countNearer(xs, N, s, within)]! + psi[countNearer(sortedY, N, placeInY[s]!, within)]!;
      total += psi[r > 0 ? k : countSame(xs, ys, N, s)]!;
    }
    return Math.max(0, psi[N]! + total / N);
  };
}

/** Standard deviation of the first `count` values (divisor n; a scale for distances). */
function deviation(values: Float64Array, count: number): number {
  let sum = 0;
  for (let i = 0; i < count; i++) sum += values[i]!;
  const mean = sum / count;
  let squares = 0;
  for (let i = 0; i < count; i++) squares += (values[i]! - mean) ** 2;
  return Math.sqrt(squares / count);
}

/**
 * The k-th smallest of max(|dx|, |dy|): down and then up from x, until x alone is as far as the k-th found. One side after the other,
 * not the nearer of both at each step: a branch that no processor guesses costs more than the few rows it saves.
 */
function radius(
  xs: Float64Array,
  ys: Float64Array,
  count: number,
  s: number,
  k: number,
  nearest: Float64Array,
): number {
  const x = xs[s]!;
  const y = ys[s]!;
  nearest.fill(Number.POSITIVE_INFINITY);
  let bound = Number.POSITIVE_INFINITY;
  // The rows next to it on either side make the first bound.
  const first = Math.max(0, s - k);
  const last = Math.min(count - 1, s + k);
  for (let t = first; t <= last; t++) {
    if (t !== s) bound = keep(nearest, k, Math.max(Math.abs(xs[t]! - x), Math.abs(ys[t]! - y)));
  }
  for (let t = first - 1; t >= 0 && x - xs[t]! < bound; t--) {
    const dy = Math.abs(ys[t]! - y);
    if (dy < bound) bound = keep(nearest, k, Math.max(x - xs[t]!, dy));
  }
  for (let t = last + 1; t < count && xs[t]! - x < bound; t++) {
    const dy = Math.abs(ys[t]! - y);
    if (dy < bound) bound = keep(nearest, k, Math.max(xs[t]! - x, dy));
  }
  return bound;
}

/** Puts a distance among the k smallest, ascending. @returns the k-th. */
function keep(nearest: Float64Array, k: number, distance: number): number {
  let place = k - 1;
  if (distance >= nearest[place]!) return nearest[place]!;
  while (place > 0 && nearest[place - 1]! > distance) {
    nearest[place] = nearest[place - 1]!;
    place--;
  }
  nearest[place] = distance;
  return nearest[k - 1]!;
}

/** Rows of the same pair, itself among them. */
function countSame(xs: Float64Array, ys: Float64Array, count: number, s: number): number {
  let same = 1;
  for (let t = s - 1; t >= 0 && xs[t] === xs[s]; t--) if (ys[t] === ys[s]) same++;
  for (let t = s + 1; t < count && xs[t] === xs[s]; t++) if (ys[t] === ys[s]) same++;
  return same;
}
