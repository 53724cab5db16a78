// Multinomial (and, with one predictor, binomial) elastic-net path by partial Newton steps and cyclic coordinate descent.
// Friedman, Hastie & Tibshirani 2010, JSS 33(1), §4; sequential strong rules: Tibshirani et al. 2012, JRSS-B 74(2), §6.
//
// Precision: inside a Newton step residuals are float32 (a step is a direction, and is corrected by the next one); linear predictors,
// coefficients, gradients of the certificate and the duality gap are float64, so the solution is as exact as `tolerance` asks.
import { addScaled64, dot32, dot64, subtractScaled32, weightedSquares32 } from './vector';

// The problem and the addresses of its workspace: set by bind() at the start of every call. One instance a thread, so no two calls share them.
let n: i32, ld: i32, p: i32, nPredictors: i32;
let X: usize, codes: usize, omega: usize;
let coefficient: usize, intercept: usize, eta: usize, expo: usize, total: usize, shift: usize, base: usize;
let residual: usize, reference: usize, referenceGradient: usize, gradient: usize, columnNorm: usize;
let strong: usize, nStrong: usize, isStrong: usize;
let r32: usize, w32: usize, curvature: usize, stamp: usize, moved: usize, movedBy: usize, active: usize, nActive: usize;
let scalars: usize; // nullLoss, round (as f64)
let round: i32, useBound: bool;

// @ts-ignore: decorator
@inline const SQUARES_FLOOR: f64 = 1e-6;

function bind(work: usize): usize {
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

/** Bytes of workspace for a problem of this shape. */
export function elasticNetWorkBytes(rows: i32, features: i32, predictors: i32): f64 {
  n = rows; ld = (rows + 3) & ~3; p = features; nPredictors = predictors;
  return <f64>bind(0);
}

// @ts-ignore: decorator
@inline function f(at: usize, i: i32): f64 { return load<f64>(at + (<usize>i << 3)); }
// @ts-ignore: decorator
@inline function set(at: usize, i: i32, value: f64): void { store<f64>(at + (<usize>i << 3), value); }
// @ts-ignore: decorator
@inline function column(j: i32): usize { return X + ((<usize>j * ld) << 2); }
// @ts-ignore: decorator
@inline function isClass(i: i32, q: i32): f64 {
  // One predictor stands for class 1 of two.
  return load<i32>(codes + (<usize>i << 2)) == (nPredictors == 1 ? 1 : q) ? 1 : 0;
}

function initialise(): void {
  memory.fill(scalars, 0, bind(scalars));
  for (let j = 0; j < p; j++) {
    let s: f64 = 0;
    const x = column(j);
    for (let i = 0; i < n; i++) { const v = <f64>load<f32>(x + (<usize>i << 2)); s += v * v; }
    set(columnNorm, j, sqrt(s));
  }
  for (let q = 0; q < nPredictors; q++) {
    let share: f64 = 0;
    for (let i = 0; i < n; i++) share += f(omega, i) * isClass(i, q);
    const start = nPredictors == 1 ? Math.log(share / (1 - share)) : Math.log(share);
    set(intercept, q, start);
    for (let i = 0; i < n; i++) set(eta, q * ld + i, start);
  }
}

/** exp(η − shift) of every predictor and their sum, with the shift renewed. */
function renewProbabilities(): void {
  for (let i = 0; i < n; i++) {
    let m: f64 = nPredictors == 1 ? 0 : -Infinity;
    for (let q = 0; q < nPredictors; q++) m = max(m, f(eta, q * ld + i));
    let s: f64 = nPredictors == 1 ? Math.exp(-m) : 0;
    set(shift, i, m);
    set(base, i, s);
    for (let q = 0; q < nPredictors; q++) { const e = Math.exp(f(eta, q * ld + i) - m); set(expo, q * ld + i, e); s += e; }
    set(total, i, s);
  }
}

function renewResiduals(): void {
  for (let q = 0; q < nPredictors; q++)
    for (let i = 0; i < n; i++)
      set(residual, q * ld + i, f(omega, i) * (isClass(i, q) - f(expo, q * ld + i) / f(total, i)));
}

/** Weighted mean negative log-likelihood. */
function loss(): f64 {
  let s: f64 = 0;
  for (let i = 0; i < n; i++) {
    const code = load<i32>(codes + (<usize>i << 2));
    const own = nPredictors == 1 ? (code == 1 ? f(eta, i) : 0) : f(eta, code * ld + i);
    s += f(omega, i) * (Math.log(f(total, i)) + f(shift, i) - own);
  }
  return s;
}

function penalty(l1: f64, l2: f64): f64 {
  let s: f64 = 0;
  for (let q = 0; q < nPredictors; q++) {
    const m = load<i32>(nStrong + (<usize>q << 2));
    for (let k = 0; k < m; k++) {
      const b = f(coefficient, q * p + load<i32>(strong + (<usize>(q * p + k) << 2)));
      s += l1 * abs(b) + 0.5 * l2 * b * b;
    }
  }
  return s;
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
let nMoved: i32;

/**
 * A Newton step for one predictor, the others held. Returns the largest curvature × step².
 * @param wide look at every strong feature first, and remember those that are not zero; otherwise at the remembered ones only.
 */
function newtonStep(q: i32, l1: f64, l2: f64, enough: f64, wide: bool): f64 {
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
  set(intercept, q, f(intercept, q) + interceptBy);
  const column0 = eta + (<usize>(q * ld) << 3);
  for (let i = 0; i < n; i++) set(column0, i, f(column0, i) + interceptBy);
  for (let k = 0; k < nMoved; k++) {
    const j = load<i32>(moved + (<usize>k << 2));
    if (f(movedBy, j) != 0) addScaled64(column0, f(movedBy, j), column(j), ld);
  }
  for (let i = 0; i < n; i++) {
    set(expo, q * ld + i, Math.exp(f(column0, i) - f(shift, i)));
    let s = f(base, i);
    for (let k = 0; k < nPredictors; k++) s += f(expo, k * ld + i);
    set(total, i, s);
  }
  return first;
}

/** Newton steps on the intercepts alone: the dual point of the certificate needs residuals that sum to zero. */
function settleIntercepts(): void {
  for (let step = 0; step < 50; step++) {
    let worst: f64 = 0;
    for (let q = 0; q < nPredictors; q++) {
      let g: f64 = 0, h: f64 = 0;
      for (let i = 0; i < n; i++) {
        const share = f(expo, q * ld + i) / f(total, i);
        g += f(omega, i) * (isClass(i, q) - share);
        h += f(omega, i) * share * (1 - share);
      }
      worst = max(worst, abs(g));
      const d = g / max(h, 1e-12);
      if (abs(g) < 1e-13 || abs(d) > 1) continue;
      set(intercept, q, f(intercept, q) + d);
      for (let i = 0; i < n; i++) {
        const at = q * ld + i;
        set(eta, at, f(eta, at) + d);
        const e = f(expo, at) * Math.exp(d);
        set(total, i, f(total, i) - f(expo, at) + e);
        set(expo, at, e);
      }
    }
    if (worst < 1e-12) break;
  }
  renewProbabilities();
}

/**
 * Gradients at the present residuals, wherever they could reach `threshold`. A gradient moves by no more than ‖x_j‖·‖r − r₀‖ since it
 * was last computed for all features (Cauchy–Schwarz): most features are proved to be inactive without being touched.
 */
function renewGradients(threshold: f64, all: bool): void {
  renewResiduals();
  let within: i32 = 0;
  if (!all) {
    for (let q = 0; q < nPredictors; q++) {
      let d: f64 = 0;
      for (let i = 0; i < n; i++) { const e = f(residual, q * ld + i) - f(reference, q * ld + i); d += e * e; }
      const far = sqrt(d) * (1 + 1e-9);
      for (let j = 0; j < p; j++) {
        const at = q * p + j;
        if (abs(f(referenceGradient, at)) + far * f(columnNorm, j) < threshold) { set(gradient, at, 0); continue; }
        set(gradient, at, dot64(column(j), residual + (<usize>(q * ld) << 3), ld));
        within++;
      }
    }
    if (within * 3 < p * nPredictors) return;
  }
  for (let j = 0; j < p; j++)
    for (let q = 0; q < nPredictors; q++)
      set(gradient, q * p + j, dot64(column(j), residual + (<usize>(q * ld) << 3), ld));
  memory.copy(referenceGradient, gradient, <usize>(p * nPredictors) << 3);
  memory.copy(reference, residual, <usize>(ld * nPredictors) << 3);
}

/** Primal objective − dual objective ≥ 0; 0 at the optimum. Uses the gradients above l1 in size, which renewGradients has computed. */
function dualityGap(primal: f64, l1: f64, l2: f64): f64 {
  let largest: f64 = 0, conjugate: f64 = 0;
  for (let at = 0; at < p * nPredictors; at++) {
    const over = abs(f(gradient, at)) - l1;
    if (over > 0) { largest = max(largest, over); conjugate += over * over; }
  }
  let scale: f64 = 1;
  if (l2 > 0) conjugate /= 2 * l2;
  else { scale = l1 / (l1 + largest); conjugate = 0; }
  let entropy: f64 = 0;
  for (let i = 0; i < n; i++) {
    const code = load<i32>(codes + (<usize>i << 2));
    if (nPredictors == 1) {
      const u = scale * f(expo, i) / f(total, i) + (code == 1 ? 1 - scale : 0), v = 1 - u;
      entropy += f(omega, i) * ((u > 0 ? u * Math.log(u) : 0) + (v > 0 ? v * Math.log(v) : 0));
    } else {
      for (let q = 0; q < nPredictors; q++) {
        const u = scale * f(expo, q * ld + i) / f(total, i) + (code == q ? 1 - scale : 0);
        if (u > 0) entropy += f(omega, i) * u * Math.log(u);
      }
    }
  }
  return primal + entropy + conjugate;
}

function chooseStrong(threshold: f64): void {
  for (let q = 0; q < nPredictors; q++) {
    let m = 0;
    for (let j = 0; j < p; j++) {
      const at = q * p + j;
      const keep = f(coefficient, at) != 0 || abs(f(gradient, at)) >= threshold;
      store<u8>(isStrong + at, keep ? 1 : 0);
      if (keep) { store<i32>(strong + (<usize>(q * p + m) << 2), j); m++; }
    }
    store<i32>(nStrong + (<usize>q << 2), m);
  }
}

/** Adds the features that the strong rule left out wrongly; how many there were. */
function addViolations(l1: f64): i32 {
  let added = 0;
  for (let q = 0; q < nPredictors; q++) {
    let m = load<i32>(nStrong + (<usize>q << 2));
    for (let j = 0; j < p; j++) {
      const at = q * p + j;
      if (load<u8>(isStrong + at) || abs(f(gradient, at)) <= l1) continue;
      store<u8>(isStrong + at, 1);
      store<i32>(strong + (<usize>(q * p + m) << 2), j);
      m++;
      added++;
    }
    store<i32>(nStrong + (<usize>q << 2), m);
  }
  return added;
}

/**
 * Solves for lambdas[start … nLambdas), each from the solution before it.
 * A point record is 4 + nPredictors float64: entries written, gap / null loss, share of the null loss explained, Newton cycles, intercepts.
 * Coefficients that are not zero are appended to `out` as (predictor·p + j: f64, value: f64). When the next point might not fit in
 * `capacity` entries the call returns early; the caller takes the entries and calls again with `start` moved on.
 * Returns the number of points done in this call, or −1 when cancelled.
 */
export function elasticNetPath(
  x: usize, rows: i32, features: i32, predictors: i32, classCodes: usize, weights: usize, alpha: f64, lambdas: usize, nLambdas: i32,
  start: i32, tolerance: f64, maxCycles: i32, work: usize, out: usize, capacity: i32, points: usize, cancel: usize,
): i32 {
  n = rows; ld = (rows + 3) & ~3; p = features; nPredictors = predictors;
  X = x; codes = classCodes; omega = weights;
  bind(work);
  const fresh = start == 0;
  if (fresh) initialise();
  renewProbabilities();
  if (fresh) set(scalars, 0, loss());
  const nullLoss = f(scalars, 0);
  round = <i32>f(scalars, 1);
  // Padding must stay zero: it is inside every dot product.
  memory.fill(r32, 0, <usize>ld << 2);
  memory.fill(w32, 0, <usize>ld << 2);
  let written = 0, done = 0;
  for (let l = start; l < nLambdas; l++) {
    if (written + p * nPredictors > capacity && done > 0) break;
    const lambda = f(lambdas, l), l1 = lambda * alpha, l2 = lambda * (1 - alpha);
    if (l == 0) {
      renewGradients(0, true);
      chooseStrong(l1);
    }
    const nextThreshold = l + 1 < nLambdas ? alpha * max(2 * f(lambdas, l + 1) - lambda, 0) : l1;
    let enough = 0.1 * tolerance * nullLoss, gap: f64 = 0, cycles = 0, before: f64 = Infinity, primal: f64 = 0;
    useBound = false;
    for (;;) {
      // Most cycles look at the features that are not zero; a cycle over all strong ones begins and ends the search.
      let wide = true;
      for (; cycles < maxCycles; ) {
        if (atomic.load<i32>(cancel)) return -1;
        let largest: f64 = 0;
        for (let q = 0; q < nPredictors; q++) largest = max(largest, newtonStep(q, l1, l2, enough, wide));
        cycles++;
        renewProbabilities();
        primal = loss() + penalty(l1, l2);
        // A Newton step that overshot: from here on use the bound p(1−p) ≤ ¼, with which no step can raise the objective.
        if (primal > before * (1 + 1e-10)) useBound = true;
        before = primal;
        if (largest <= enough && wide) break;
        wide = largest <= enough;
      }
      settleIntercepts();
      primal = loss() + penalty(l1, l2);
      renewGradients(min(l1, nextThreshold), false);
      gap = dualityGap(primal, l1, l2);
      const added = addViolations(l1);
      if (added == 0 && gap <= tolerance * nullLoss) break;
      if (cycles >= maxCycles) break;
      if (added == 0) enough *= 0.1;
    }
    let entries = 0;
    for (let q = 0; q < nPredictors; q++) {
      const m = load<i32>(nStrong + (<usize>q << 2));
      for (let k = 0; k < m; k++) {
        const at = q * p + load<i32>(strong + (<usize>(q * p + k) << 2));
        const b = f(coefficient, at);
        if (b == 0) continue;
        set(out, (written + entries) << 1, <f64>at);
        set(out, ((written + entries) << 1) + 1, b);
        entries++;
      }
    }
    written += entries;
    const record = points + (<usize>((4 + nPredictors) * l) << 3);
    set(record, 0, entries);
    set(record, 1, gap / nullLoss);
    set(record, 2, 1 - loss() / nullLoss);
    set(record, 3, cycles);
    for (let q = 0; q < nPredictors; q++) set(record, 4 + q, f(intercept, q));
    done++;
    chooseStrong(nextThreshold);
  }
  set(scalars, 1, round);
  return done;
}
