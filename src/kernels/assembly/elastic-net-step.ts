// A partial Newton step: coordinate descent on the quadratic model of one predictor.
import { bendCox } from './elastic-net-cox';
import { loss, renewAfter, slopes } from './elastic-net-family';
import { active, baseGradient, baseStamp, bend, bent, change, coefficient, column, COX, curvature, eta, f, factor, family, GAUSSIAN, intercept, ld, moved, movedBy, n, nActive, nPredictors, nSlots, nStrong, p, r32, set, slope, slotOf, stamp, strong, w32, word } from './elastic-net-state';
import { addScaled32, addScaled64, demote, dot32, dot64, subtractScaled32, weightedSquares32 } from './vector';

let nMoved: i32, sumBefore: f64;
/** Newton steps so far: the stamp that says for which of them a curvature was computed. */
let round: i32;
let careful: bool, precise: bool;

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
  for (let j = 0; j < p; j++) store<f32>(curvature + (<usize>j << 2), weightedSquares32(column(j), w32, n));
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
    set(baseGradient, j, dot64(column(j), slope, n));
  }
  return f(baseGradient, j);
}

/** One coordinate: minimises the local quadratic in b_j exactly. Returns curvature × step², about twice what the objective fell. */
function coordinate(q: i32, j: i32, l1: f64, l2: f64): f64 {
  const x = column(j), at = q * p + j, weight = f(factor, j);
  const b = f(coefficient, at);
  let g = <f64>dot32(x, r32, n);
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
      store<f32>(curvature + j4, dot32(x, bentColumn(j), n));
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
    largest = max(largest, coordinate(q, j, l1, l2));
    if (f(coefficient, q * p + j) != 0) { store<i32>(keep + (<usize>kept << 2), j); kept++; }
  }
  store<i32>(nActive + (<usize>q << 2), kept);
  return largest;
}

function narrowSweep(q: i32, l1: f64, l2: f64): f64 {
  const kept = word(nActive, q);
  let largest: f64 = 0;
  for (let k = 0; k < kept; k++) largest = max(largest, coordinate(q, word(active, q * p + k), l1, l2));
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
  let sumW: f64 = 0;
  for (let i = 0; i < n; i++) sumW += f(bend, i);
  sumBefore = 0;
  if (precise) {
    for (let i = 0; i < n; i++) sumBefore += f(slope, i);
    memory.fill(r32, 0, <usize>n << 2);
  } else demote(r32, slope, n);
  demote(w32, bend, n);
  round++;
  nMoved = 0;
  let interceptBy: f64 = 0, first: f64 = 0;
  // The quadratic is only a local model, solving it three times better than it moved is enough (measured: fewer or more sweeps are both
  // slower); but that of squared error is exact.
  const sweeps = family == GAUSSIAN ? 64 : family == COX ? 30 : 8, better = family == GAUSSIAN ? 0 : family == COX ? 0.01 : 0.3;
  for (let sweep = 0; sweep < sweeps; sweep++) {
    let largest = wide && sweep == 0 ? wideSweep(q, l1, l2) : narrowSweep(q, l1, l2);
    if (family != COX) {
      const d = interceptStep(sumW);
      interceptBy += d;
      largest = max(largest, sumW * d * d);
    }
    if (sweep == 0) first = largest;
    if (largest <= max(enough, better * first)) break;
  }
  for (let i = 0; i < ld; i++) set(change, i, interceptBy);
  for (let k = 0; k < nMoved; k++) {
    const j = word(moved, k);
    if (f(movedBy, j) != 0) addScaled64(change, f(movedBy, j), column(j), n);
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
