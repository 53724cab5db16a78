// A partial Newton step: coordinate descent on the quadratic model of one predictor.
import { bendCox } from './elastic-net-cox';
import { loss, renewAfter, slopes } from './elastic-net-family';
import { addColumn, addWeightedColumn, dotColumn, dotColumn32, weightedSquares } from './elastic-net-columns';
import { active, baseGradient, baseStamp, bend, bent, change, coefficient, column, columnWeight, COX, curvature, eta, f, factor, family, GAUSSIAN, intercept, isSparse, ld, moved, movedBy, n, nActive, nPredictors, nSlots, nStrong, p, r32, set, slope, slotOf, stamp, strong, w32, word } from './elastic-net-state';
import { addScaled32, demote, subtractScaled32, weightedSquares32 } from './vector';

let nMoved: i32, sumBefore: f64;
/** Newton steps so far: the stamp that says for which of them a curvature was computed. */
let round: i32;
let careful: bool, precise: bool;
/** Of a sparse table: Σ w, what `slope` lacks in units of w, and what the intercept has moved by. */
let weightAll: f64, drift: f64, interceptBy: f64;

/** No linear predictor moves farther than this in one step: e⁵ is 150 times in odds. */
// @ts-ignore: decorator
@inline const FARTHEST: f64 = 5;
// @ts-ignore: decorator
@inline const HALVINGS: i32 = 30;

/** Before the steps of a call. The padding must be zero: it is inside every dot product. */
export function beginSteps(steps: i32): void {
  round = steps;
  memory.fill(r32, 0, <usize>ld << 2);
  memory.fill(w32, 0, <usize>ld << 2);
}

/** Squared error has one curvature for all steps. */
export function fixCurvatures(): void {
  slopes(0);
  demote(w32, bend, n);
  weightAll = sumOf(bend);
  for (let j = 0; j < p; j++) {
    if (isSparse) weigh(j); else store<f32>(curvature + (<usize>j << 2), weightedSquares32(column(j), w32, n));
  }
}

export function stepsTaken(): i32 {
  return round;
}

/** On: a step that would raise the objective is halved until it does not, which costs a look at the objective every time. */
export function beCareful(on: bool): void {
  careful = on;
}

/**
 * Residuals in float32 round a gradient by about 1e-7 of it, and so does the gap. On: r32 holds only what the step has changed, and what
 * the gradients were before it is computed in float64.
 */
export function bePrecise(on: bool): void {
  precise = on;
}

export function penalty(l1: f64, l2: f64): f64 {
  let s: f64 = 0;
  for (let q = 0; q < nPredictors; q++) {
    const m = word(nStrong, q);
    for (let k = 0; k < m; k++) {
      const j = word(strong, q * p + k), b = f(coefficient, q * p + j);
      s += f(factor, j) * (l1 * abs(b) + 0.5 * l2 * b * b);
    }
  }
  return s;
}

// @ts-ignore: decorator
@inline function bentAt(slot: i32): usize { return bent + (<usize>(slot * ld) << 2); }

/** Cox's Hessian times column j, for the present step: kept, or beyond the places for that computed into the last one. */
function bentColumn(j: i32): usize {
  const slot = word(slotOf, j);
  if (slot == nSlots) bendCox(j, bentAt(slot));
  return bentAt(slot);
}

function gradientBefore(j: i32): f64 {
  if (word(baseStamp, j) != round) {
    store<i32>(baseStamp + (<usize>j << 2), round);
    set(baseGradient, j, dotColumn(j, slope));
  }
  return f(baseGradient, j);
}

/** One coordinate: minimises the local quadratic in b_j exactly. Returns curvature × step², about twice what the objective fell. */
function coordinate(q: i32, j: i32, l1: f64, l2: f64): f64 {
  const x = column(j), at = q * p + j, weight = f(factor, j);
  const b = f(coefficient, at);
  let g = <f64>dotColumn32(j, r32);
  if (precise) g += gradientBefore(j);
  l1 *= weight;
  if (b == 0 && abs(g) <= l1) return 0;
  l2 *= weight;
  const j4 = <usize>j << 2;
  if (word(stamp, j) != round) {
    store<i32>(stamp + j4, round);
    set(movedBy, j, 0);
    store<i32>(moved + (<usize>nMoved << 2), j);
    if (family == COX) {
      const slot = min(nMoved, nSlots);
      store<i32>(slotOf + j4, slot);
      if (slot < nSlots) bendCox(j, bentAt(slot));
      store<f32>(curvature + j4, dotColumn32(j, bentColumn(j)));
    } else if (family != GAUSSIAN) store<f32>(curvature + j4, weightedSquares32(x, w32, n));
    nMoved++;
  }
  const v = <f64>load<f32>(curvature + j4);
  const u = g + v * b;
  const next = abs(u) <= l1 || v + l2 <= 0 ? 0 : (u > 0 ? u - l1 : u + l1) / (v + l2);
  const d = next - b;
  if (d == 0) return 0;
  set(coefficient, at, next);
  set(movedBy, j, f(movedBy, j) + d);
  if (family == COX) addScaled32(r32, -<f32>d, bentColumn(j), ld);
  else subtractScaled32(r32, <f32>d, w32, x, n);
  return v * d * d;
}

/** Σ w·x_j, and the curvature of x_j with its weighted mean taken off. */
function weigh(j: i32): void {
  const s = dotColumn(j, bend), squares = weightedSquares(j, bend), v = squares - s * s / weightAll;
  set(columnWeight, j, s);
  // What rounding leaves of a constant column is no curvature.
  store<f32>(curvature + (<usize>j << 2), v > 1e-12 * squares ? <f32>v : 0);
}

/**
 * The same of a sparse table, with the intercept: x_j less its weighted mean is what b_j multiplies, so that the residuals keep their sum of
 * 0. They are slope + drift·w: what moves all rows at once is kept as one number.
 */
function leanCoordinate(q: i32, j: i32, l1: f64, l2: f64): f64 {
  const at = q * p + j, weight = f(factor, j), b = f(coefficient, at), j4 = <usize>j << 2;
  if (family != GAUSSIAN && word(baseStamp, j) != round) {
    store<i32>(baseStamp + j4, round);
    weigh(j);
  }
  const s = f(columnWeight, j), g = dotColumn(j, slope) + drift * s;
  l1 *= weight;
  if (b == 0 && abs(g) <= l1) return 0;
  l2 *= weight;
  const v = <f64>load<f32>(curvature + j4), u = g + v * b;
  // A constant column, whose gradient is rounding, says nothing.
  const next = abs(u) <= l1 || v <= 0 ? 0 : (u > 0 ? u - l1 : u + l1) / (v + l2);
  const d = next - b;
  if (d == 0) return 0;
  if (word(stamp, j) != round) {
    store<i32>(stamp + j4, round);
    set(movedBy, j, 0);
    store<i32>(moved + (<usize>nMoved << 2), j);
    nMoved++;
  }
  set(coefficient, at, next);
  set(movedBy, j, f(movedBy, j) + d);
  addWeightedColumn(slope, -d, bend, j);
  const mean = s / weightAll;
  drift += d * mean;
  interceptBy -= d * mean;
  return v * d * d;
}

// @ts-ignore: decorator
@inline function descend(q: i32, j: i32, l1: f64, l2: f64): f64 {
  return isSparse && family != COX ? leanCoordinate(q, j, l1, l2) : coordinate(q, j, l1, l2);
}

function sumOf(values: usize): f64 {
  let s: f64 = 0;
  for (let i = 0; i < n; i++) s += f(values, i);
  return s;
}

/** Adds a feature to those that narrow steps look at, unless it is there. */
function remember(q: i32, j: i32): void {
  const keep = active + (<usize>(q * p) << 2), kept = word(nActive, q);
  for (let k = 0; k < kept; k++) if (word(keep, k) == j) return;
  store<i32>(keep + (<usize>kept << 2), j);
  store<i32>(nActive + (<usize>q << 2), kept + 1);
}

/** Every strong feature; those that are not zero afterwards are remembered. Returns the largest curvature × step². */
function wideSweep(q: i32, l1: f64, l2: f64): f64 {
  const keep = active + (<usize>(q * p) << 2), m = word(nStrong, q);
  let largest: f64 = 0, kept = 0;
  for (let k = 0; k < m; k++) {
    const j = word(strong, q * p + k);
    largest = max(largest, descend(q, j, l1, l2));
    if (f(coefficient, q * p + j) != 0) { store<i32>(keep + (<usize>kept << 2), j); kept++; }
  }
  store<i32>(nActive + (<usize>q << 2), kept);
  return largest;
}

function narrowSweep(q: i32, l1: f64, l2: f64): f64 {
  const kept = word(nActive, q);
  let largest: f64 = 0;
  for (let k = 0; k < kept; k++) largest = max(largest, descend(q, word(active, q * p + k), l1, l2));
  return largest;
}

/** Takes back the part of the coefficients' moves that lies between the shares `from` and `to` of the step. */
function shorten(q: i32, from: f64, to: f64): void {
  for (let k = 0; k < nMoved; k++) {
    const j = word(moved, k), at = q * p + j;
    const b = f(coefficient, at) - (from - to) * f(movedBy, j);
    // One that the whole step would have made zero is not zero after a part of it: later steps must look at it.
    if (f(coefficient, at) == 0 && b != 0) remember(q, j);
    set(coefficient, at, b);
  }
}

/** Minimises the local quadratic in the intercept; its step. */
function interceptStep(sumW: f64): f64 {
  let sumR: f64 = sumBefore;
  for (let i = 0; i < n; i++) sumR += <f64>load<f32>(r32 + (<usize>i << 2));
  const d = sumR / sumW;
  for (let i = 0; i < n; i++) {
    const i4 = <usize>i << 2;
    store<f32>(r32 + i4, load<f32>(r32 + i4) - <f32>d * load<f32>(w32 + i4));
  }
  return d;
}

/**
 * A Newton step for one predictor, the others held. Returns the largest curvature × step² of its first sweep.
 * @param wide look at every strong feature first, and remember those that are not zero; otherwise at the remembered ones only.
 */
export function newtonStep(q: i32, l1: f64, l2: f64, enough: f64, wide: bool): f64 {
  const before = careful ? loss() + penalty(l1, l2) : 0;
  slopes(q);
  weightAll = sumOf(bend);
  sumBefore = precise ? sumOf(slope) : 0;
  const lean = isSparse && family != COX; // float64 throughout: entries that lie apart are no faster as float32
  if (!lean) {
    if (precise) memory.fill(r32, 0, <usize>n << 2); else demote(r32, slope, n);
    demote(w32, bend, n);
  }
  round++;
  nMoved = 0;
  interceptBy = lean ? sumOf(slope) / weightAll : 0;
  drift = -interceptBy;
  let first: f64 = lean ? weightAll * interceptBy * interceptBy : 0;
  // The quadratic is only a local model, solving it three times better than it moved is enough (measured: fewer or more sweeps are both
  // slower); but that of squared error is exact.
  const sweeps = family == GAUSSIAN ? 64 : family == COX ? 30 : 8, better = family == GAUSSIAN ? 0 : family == COX ? 0.01 : 0.3;
  for (let sweep = 0; sweep < sweeps; sweep++) {
    let largest = wide && sweep == 0 ? wideSweep(q, l1, l2) : narrowSweep(q, l1, l2);
    if (family != COX && !lean) {
      const d = interceptStep(weightAll);
      interceptBy += d;
      largest = max(largest, weightAll * d * d);
    }
    if (sweep == 0) first = max(first, largest);
    if (largest <= max(enough, better * first)) break;
  }
  for (let i = 0; i < ld; i++) set(change, i, interceptBy);
  for (let k = 0; k < nMoved; k++) {
    const j = word(moved, k);
    if (f(movedBy, j) != 0) addColumn(change, f(movedBy, j), j);
  }
  let share: f64 = 1;
  if (family != GAUSSIAN) {
    let farthest: f64 = 0;
    for (let i = 0; i < n; i++) farthest = max(farthest, abs(f(change, i)));
    // Where classes are all but separated the curvature is next to nothing and the quadratic's minimum far off: go only part of the way.
    if (farthest > FARTHEST) share = FARTHEST / farthest;
  }
  const damped = share < 1;
  if (damped) shorten(q, 1, share);
  move(q, share);
  for (let half = 0; careful && half < HALVINGS; half++) {
    if (loss() + penalty(l1, l2) <= before * (1 + 1e-10)) break;
    shorten(q, share, 0.5 * share);
    move(q, -0.5 * share);
    share *= 0.5;
  }
  set(intercept, q, f(intercept, q) + share * interceptBy);
  return damped ? Infinity : first;
}

function move(q: i32, share: f64): void {
  const linear = eta + (<usize>(q * ld) << 3);
  for (let i = 0; i < n; i++) set(linear, i, f(linear, i) + share * f(change, i));
  renewAfter(q);
}
