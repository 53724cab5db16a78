// A partial Newton step: coordinate descent on the quadratic model of one predictor.
import { active, change, base, coefficient, column, curvature, eta, expo, f, intercept, isClass, ld, moved, movedBy, n, nActive, nPredictors, nStrong, omega, p, r32, set, shift, stamp, strong, total, w32 } from './elastic-net-state';
import { addScaled64, dot32, subtractScaled32, weightedSquares32 } from './vector';

let nMoved: i32;
/** Newton steps so far: the stamp that says for which of them a curvature was computed. */
let round: i32;
let useBound: bool;

// @ts-ignore: decorator
@inline const SQUARES_FLOOR: f64 = 1e-6;
/** No linear predictor moves farther than this in one step: e⁵ is 150 times in odds. */
// @ts-ignore: decorator
@inline const FARTHEST: f64 = 5;

/** Before the steps of a call. The padding must be zero: it is inside every dot product. */
export function beginSteps(steps: i32): void {
  round = steps;
  memory.fill(r32, 0, <usize>ld << 2);
  memory.fill(w32, 0, <usize>ld << 2);
}

export function stepsTaken(): i32 {
  return round;
}

/** On: steps by the bound p(1−p) ≤ ¼, with which no step can raise the objective; off: by the curvature itself, which is quicker. */
export function boundCurvature(on: bool): void {
  useBound = on;
}

/** One coordinate: minimises the local quadratic in b_j exactly. Returns curvature × step², about twice what the objective fell. */
function coordinate(q: i32, j: i32, l1: f64, l2: f64): f64 {
  const x = column(j), at = q * p + j;
  const b = f(coefficient, at);
  const g = <f64>dot32(x, r32, ld);
  if (b == 0 && abs(g) <= l1) return 0;
  const j4 = <usize>j << 2;
  if (load<i32>(stamp + j4) != round) {
    store<i32>(stamp + j4, round);
    store<f32>(curvature + j4, weightedSquares32(x, w32, ld));
    set(movedBy, j, 0);
    store<i32>(moved + (<usize>nMoved << 2), j);
    nMoved++;
  }
  const v = <f64>load<f32>(curvature + j4);
  const u = g + v * b;
  const next = abs(u) <= l1 || v + l2 <= 0 ? 0 : (u > 0 ? u - l1 : u + l1) / (v + l2);
  const d = next - b;
  if (d == 0) return 0;
  set(coefficient, at, next);
  set(movedBy, j, f(movedBy, j) + d);
  subtractScaled32(r32, <f32>d, w32, x, ld);
  return v * d * d;
}

/** Adds a feature to those that narrow steps look at, unless it is there. */
function remember(q: i32, j: i32): void {
  const q4 = <usize>q << 2, keep = active + (<usize>(q * p) << 2), kept = load<i32>(nActive + q4);
  for (let k = 0; k < kept; k++) if (load<i32>(keep + (<usize>k << 2)) == j) return;
  store<i32>(keep + (<usize>kept << 2), j);
  store<i32>(nActive + q4, kept + 1);
}

/**
 * A Newton step for one predictor, the others held. Returns the largest curvature × step².
 * @param wide look at every strong feature first, and remember those that are not zero; otherwise at the remembered ones only.
 */
export function newtonStep(q: i32, l1: f64, l2: f64, enough: f64, wide: bool): f64 {
  let sumW: f64 = 0;
  for (let i = 0; i < n; i++) {
    const share = f(expo, q * ld + i) / f(total, i), o = f(omega, i);
    const w = o * (useBound ? 0.25 : max(share * (1 - share), SQUARES_FLOOR));
    store<f32>(r32 + (<usize>i << 2), <f32>(o * (isClass(i, q) - share)));
    store<f32>(w32 + (<usize>i << 2), <f32>w);
    sumW += w;
  }
  round++;
  nMoved = 0;
  let interceptBy: f64 = 0, first: f64 = 0;
  const q4 = <usize>q << 2, keep = active + (<usize>(q * p) << 2);
  for (let sweep = 0; sweep < 8; sweep++) {
    let largest: f64 = 0;
    if (wide && sweep == 0) {
      const list = strong + (<usize>(q * p) << 2), m = load<i32>(nStrong + q4);
      let kept = 0;
      for (let k = 0; k < m; k++) {
        const j = load<i32>(list + (<usize>k << 2));
        largest = max(largest, coordinate(q, j, l1, l2));
        if (f(coefficient, q * p + j) != 0) { store<i32>(keep + (<usize>kept << 2), j); kept++; }
      }
      store<i32>(nActive + q4, kept);
    } else {
      const kept = load<i32>(nActive + q4);
      for (let k = 0; k < kept; k++) largest = max(largest, coordinate(q, load<i32>(keep + (<usize>k << 2)), l1, l2));
    }
    let sumR: f64 = 0;
    for (let i = 0; i < n; i++) sumR += <f64>load<f32>(r32 + (<usize>i << 2));
    const d = sumR / sumW;
    interceptBy += d;
    for (let i = 0; i < n; i++) {
      const i4 = <usize>i << 2;
      store<f32>(r32 + i4, load<f32>(r32 + i4) - <f32>d * load<f32>(w32 + i4));
    }
    largest = max(largest, sumW * d * d);
    if (sweep == 0) first = largest;
    // The quadratic is only a local model: solving it three times better than it moved is enough (measured: fewer or more sweeps are both slower).
    if (largest <= max(enough, 0.3 * first)) break;
  }
  for (let i = 0; i < ld; i++) set(change, i, interceptBy);
  for (let k = 0; k < nMoved; k++) {
    const j = load<i32>(moved + (<usize>k << 2));
    if (f(movedBy, j) != 0) addScaled64(change, f(movedBy, j), column(j), ld);
  }
  let farthest: f64 = 0;
  for (let i = 0; i < n; i++) farthest = max(farthest, abs(f(change, i)));
  // Where classes are all but separated the curvature is next to nothing and the quadratic's minimum far off: go only part of the way.
  const damped = farthest > FARTHEST, share = damped ? FARTHEST / farthest : 1;
  if (damped) {
    for (let k = 0; k < nMoved; k++) {
      const j = load<i32>(moved + (<usize>k << 2)), at = q * p + j;
      const b = f(coefficient, at) - (1 - share) * f(movedBy, j);
      // One that the whole step would have made zero is not zero after a part of it: later steps must look at it.
      if (f(coefficient, at) == 0 && b != 0) remember(q, j);
      set(coefficient, at, b);
    }
  }
  set(intercept, q, f(intercept, q) + share * interceptBy);
  const linear = eta + (<usize>(q * ld) << 3);
  for (let i = 0; i < n; i++) set(linear, i, f(linear, i) + share * f(change, i));
  for (let i = 0; i < n; i++) {
    set(expo, q * ld + i, Math.exp(f(linear, i) - f(shift, i)));
    let s = f(base, i);
    for (let k = 0; k < nPredictors; k++) s += f(expo, k * ld + i);
    set(total, i, s);
  }
  return damped ? Infinity : first;
}
