// What the files of the elastic-net kernel share: the problem, and where in memory each array lies. Set at the start of every call;
// there is one instance a thread, so no two calls share them.
export let n: i32, ld: i32, p: i32, nPredictors: i32;
export let X: usize, codes: usize, omega: usize;
export let coefficient: usize, intercept: usize, eta: usize, expo: usize, total: usize, shift: usize, base: usize, change: usize;
export let residual: usize, reference: usize, referenceGradient: usize, gradient: usize, columnNorm: usize;
export let strong: usize, nStrong: usize, isStrong: usize;
export let r32: usize, w32: usize, curvature: usize, stamp: usize, moved: usize, movedBy: usize, active: usize, nActive: usize;
export let scalars: usize; // nullLoss, round (as f64)

/** Names the problem. Rows of a column are padded to whole vectors: ld. */
export function describe(rows: i32, features: i32, predictors: i32): void {
  n = rows; ld = (rows + 3) & ~3; p = features; nPredictors = predictors;
}

export function give(x: usize, classCodes: usize, weights: usize): void {
  X = x; codes = classCodes; omega = weights;
}

/** Lays the workspace out from `work` on. Returns its size in bytes. */
export function bind(work: usize): usize {
  const square = <usize>p * nPredictors, rows = <usize>ld * nPredictors;
  let at = work;
  scalars = at; at += 64;
  coefficient = at; at += square << 3;
  referenceGradient = at; at += square << 3;
  gradient = at; at += square << 3;
  columnNorm = at; at += <usize>p << 3;
  movedBy = at; at += <usize>p << 3;
  intercept = at; at += (<usize>nPredictors << 3) + 8;
  at = (at + 15) & ~15;
  eta = at; at += rows << 3;
  expo = at; at += rows << 3;
  residual = at; at += rows << 3;
  reference = at; at += rows << 3;
  total = at; at += <usize>ld << 3;
  shift = at; at += <usize>ld << 3;
  base = at; at += <usize>ld << 3;
  change = at; at += <usize>ld << 3;
  r32 = at; at += <usize>ld << 2;
  w32 = at; at += <usize>ld << 2;
  curvature = at; at += <usize>p << 2;
  stamp = at; at += <usize>p << 2;
  moved = at; at += <usize>p << 2;
  strong = at; at += square << 2;
  nStrong = at; at += <usize>nPredictors << 2;
  active = at; at += square << 2;
  nActive = at; at += <usize>nPredictors << 2;
  isStrong = at; at += square;
  return at - work;
}

// @ts-ignore: decorator
@inline export function f(at: usize, i: i32): f64 { return load<f64>(at + (<usize>i << 3)); }
// @ts-ignore: decorator
@inline export function set(at: usize, i: i32, value: f64): void { store<f64>(at + (<usize>i << 3), value); }
// @ts-ignore: decorator
@inline export function column(j: i32): usize { return X + ((<usize>j * ld) << 2); }
// @ts-ignore: decorator
@inline export function isClass(i: i32, q: i32): f64 {
  // One predictor stands for class 1 of two.
  return load<i32>(codes + (<usize>i << 2)) == (nPredictors == 1 ? 1 : q) ? 1 : 0;
}
