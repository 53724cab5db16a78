// What the files of the elastic-net kernel share: the problem, and where in memory each array lies. Set at the start of every call;
// there is one instance a thread, so no two calls share them.
export let n: i32, ld: i32, p: i32, nPredictors: i32, nFree: i32, family: i32, isSparse: bool;
/** `response` by family: class codes i32 [n]; y or counts f64 [n]; for Cox i32 [n, 2], rows from the latest time to the earliest. */
/** Of a sparse table: where the entries of each column begin, i32 [p + 1], their rows and their values. */
export let starts: usize, entryRows: usize, entryValues: usize;
export let X: usize, response: usize, omega: usize, factor: usize;
export let coefficient: usize, intercept: usize, eta: usize, expo: usize, own: usize, total: usize, shift: usize, base: usize, change: usize;
export let residual: usize, reference: usize, referenceGradient: usize, referenceError: usize, gradient: usize, columnNorm: usize;
export let strong: usize, nStrong: usize, isStrong: usize;
export let r32: usize, w32: usize, curvature: usize, stamp: usize, moved: usize, movedBy: usize, active: usize, nActive: usize;
export let baseGradient: usize, baseStamp: usize;
export let bent: usize, nSlots: i32, scratch: usize, slotOf: usize;
/** Of a sparse table: a column in full; those without penalty; Σ w·x_j in the present step. */
export let expanded: usize, freeColumns: usize, columnWeight: usize;
export let free: usize, slope: usize, bend: usize, hessian: usize, solution: usize, running: usize;
export let scalars: usize; // f64: null loss, round, unit, saturated loss, shift of all exponents

export const MULTINOMIAL: i32 = 0;
export const GAUSSIAN: i32 = 1;
export const POISSON: i32 = 2;
export const COX: i32 = 3;

// @ts-ignore: decorator
@inline export const NULL_LOSS: i32 = 0;
// @ts-ignore: decorator
@inline export const ROUND: i32 = 1;
/** What a slope or a step is measured by: the scale of the response. */
// @ts-ignore: decorator
@inline export const UNIT: i32 = 2;
// @ts-ignore: decorator
@inline export const SATURATED_LOSS: i32 = 3;
// @ts-ignore: decorator
@inline export const SHIFT: i32 = 4;

/** Names the problem. Vectors over the rows, but not the columns of the table, are padded to whole vectors: ld. */
export function describe(ofFamily: i32, rows: i32, features: i32, predictors: i32, freeFeatures: i32, sparse: bool): void {
  isSparse = sparse; family = ofFamily; n = rows; ld = (rows + 3) & ~3; p = features; nPredictors = predictors; nFree = freeFeatures;
}

export function give(x: usize, ofResponse: usize, weights: usize, factors: usize): void {
  X = x; response = ofResponse; omega = weights; factor = factors;
  if (!isSparse) return;
  starts = x;
  entryRows = starts + (((<usize>p << 2) + 4 + 15) & ~15);
  entryValues = entryRows + (<usize>word(starts, p) << 2);
}

/** Lays the workspace out from `work` on. Returns its size in bytes. */
export function bind(work: usize): usize {
  const square = <usize>p * nPredictors, rows = <usize>ld * nPredictors, m = (<usize>nFree + 1) * nPredictors;
  let at = work;
  scalars = at; at += 64;
  coefficient = at; at += square << 3;
  gradient = at; at += square << 3;
  columnNorm = at; at += <usize>p << 3;
  movedBy = at; at += <usize>p << 3;
  baseGradient = at; at += <usize>p << 3;
  intercept = at; at += <usize>nPredictors << 3;
  referenceError = at; at += <usize>nPredictors << 3;
  hessian = at; at += (m * m) << 3;
  solution = at; at += m << 3;
  running = at; at += m << 3;
  at = (at + 15) & ~15;
  eta = at; at += rows << 3;
  expo = at; at += rows << 3;
  own = at; at += rows << 3;
  residual = at; at += rows << 3;
  reference = at; at += rows << 3;
  total = at; at += <usize>ld << 3;
  shift = at; at += <usize>ld << 3;
  base = at; at += <usize>ld << 3;
  change = at; at += <usize>ld << 3;
  slope = at; at += <usize>ld << 3;
  bend = at; at += <usize>ld << 3;
  r32 = at; at += <usize>ld << 2;
  w32 = at; at += <usize>ld << 2;
  referenceGradient = at; at += square << 2;
  curvature = at; at += <usize>p << 2;
  stamp = at; at += <usize>p << 2;
  baseStamp = at; at += <usize>p << 2;
  moved = at; at += <usize>p << 2;
  strong = at; at += square << 2;
  nStrong = at; at += <usize>nPredictors << 2;
  active = at; at += square << 2;
  nActive = at; at += <usize>nPredictors << 2;
  free = at; at += <usize>nFree << 2;
  isStrong = at; at += square;
  if (isSparse) {
    at = (at + 15) & ~15;
    columnWeight = at; at += <usize>p << 3;
    expanded = at; at += <usize>ld << 2;
    freeColumns = at; at += (<usize>nFree * ld) << 2;
  }
  if (family == COX) {
    at = (at + 15) & ~15;
    scratch = at; at += <usize>ld << 3;
    slotOf = at; at += <usize>p << 2;
    at = (at + 15) & ~15;
    // As many columns as rows, for a lasso has no more features than that, or in 16 MB up to eight times as many, for other mixes of penalties
    // do. Others are computed anew whenever they are needed, which is ten times slower.
    nSlots = min(p, max(ld, min(8 * ld, (1 << 22) / ld)));
    bent = at; at += ((<usize>nSlots + 1) * ld) << 2;
  }
  return at - work;
}

// @ts-ignore: decorator
@inline export function f(at: usize, i: i32): f64 { return load<f64>(at + (<usize>i << 3)); }
// @ts-ignore: decorator
@inline export function set(at: usize, i: i32, value: f64): void { store<f64>(at + (<usize>i << 3), value); }
// @ts-ignore: decorator
@inline export function word(at: usize, i: i32): i32 { return load<i32>(at + (<usize>i << 2)); }
// @ts-ignore: decorator
@inline export function column(j: i32): usize { return X + ((<usize>j * n) << 2); }
