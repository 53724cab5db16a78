// Columns of the table by one set of names. Dense: n float32 each. Sparse: entries alone, every other row being 0; a column's base has been
// taken off, which the intercept makes good for (and Cox's likelihood does not see).
import { squares64, dot32, dot64, addScaled64 } from './vector';
import { column, entryRows, entryValues, expanded, f, free, freeColumns, isSparse, ld, n, nFree, set, starts, word } from './elastic-net-state';

// @ts-ignore: decorator
@inline function value(e: i32): f64 { return <f64>load<f32>(entryValues + (<usize>e << 2)); }

/** Σ x_j·v, v float64. */
export function dotColumn(j: i32, v: usize): f64 {
  if (!isSparse) return dot64(column(j), v, n);
  let even: f64 = 0, odd: f64 = 0, e = word(starts, j);
  const end = word(starts, j + 1);
  for (; e + 1 < end; e += 2) {
    even += value(e) * f(v, word(entryRows, e));
    odd += value(e + 1) * f(v, word(entryRows, e + 1));
  }
  if (e < end) even += value(e) * f(v, word(entryRows, e));
  return even + odd;
}

/** Σ x_j·v, v float32. */
export function dotColumn32(j: i32, v: usize): f32 {
  if (!isSparse) return dot32(column(j), v, n);
  let s: f64 = 0;
  for (let e = word(starts, j), end = word(starts, j + 1); e < end; e++)
    s += value(e) * <f64>load<f32>(v + (<usize>word(entryRows, e) << 2));
  return <f32>s;
}

/** v ← v + d·x_j, v float64. */
export function addColumn(v: usize, d: f64, j: i32): void {
  if (!isSparse) { addScaled64(v, d, column(j), n); return; }
  for (let e = word(starts, j), end = word(starts, j + 1); e < end; e++) {
    const i = word(entryRows, e);
    set(v, i, f(v, i) + d * value(e));
  }
}

/** v ← v + d·w∘x_j, all float64, of a sparse table. */
export function addWeightedColumn(v: usize, d: f64, w: usize, j: i32): void {
  for (let e = word(starts, j), end = word(starts, j + 1); e < end; e++) {
    const i = word(entryRows, e);
    set(v, i, f(v, i) + d * f(w, i) * value(e));
  }
}

/** Σ w·x_j², w float64, of a sparse table. */
export function weightedSquares(j: i32, w: usize): f64 {
  let s: f64 = 0;
  for (let e = word(starts, j), end = word(starts, j + 1); e < end; e++) s += value(e) * value(e) * f(w, word(entryRows, e));
  return s;
}

/** Σ x_j². */
export function squaresOf(j: i32): f64 {
  if (!isSparse) return squares64(column(j), n);
  let s: f64 = 0;
  for (let e = word(starts, j), end = word(starts, j + 1); e < end; e++) s += value(e) * value(e);
  return s;
}

/** Column j, n float32: of a sparse table in a place that the next call takes. */
export function fullColumn(j: i32): usize {
  if (!isSparse) return column(j);
  expand(j, expanded);
  return expanded;
}

function expand(j: i32, out: usize): void {
  memory.fill(out, 0, <usize>ld << 2);
  for (let e = word(starts, j), end = word(starts, j + 1); e < end; e++)
    store<f32>(out + (<usize>word(entryRows, e) << 2), load<f32>(entryValues + (<usize>e << 2)));
}

/** The features without penalty, in full, for as long as the workspace lives. */
export function expandFree(): void {
  if (isSparse) for (let a = 0; a < nFree; a++) expand(word(free, a), freeColumn(a));
}

// @ts-ignore: decorator
@inline export function freeColumn(a: i32): usize { return isSparse ? freeColumns + ((<usize>a * ld) << 2) : column(word(free, a)); }
