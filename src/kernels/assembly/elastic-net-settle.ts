// Newton steps on what is not penalised: the intercepts and the features of penalty factor 0, all at once. The dual point of the
// certificate needs residuals that are orthogonal to each of them.
import { coupleCox } from './elastic-net-cox';
import { renew, renewAfter, slopes } from './elastic-net-family';
import { bend, change, coefficient, column, COX, eta, f, family, free, GAUSSIAN, hessian, intercept, ld, n, nFree, nPredictors, p, scalars, set, slope, solution, UNIT, word, x } from './elastic-net-state';
import { addScaled64 } from './vector';

// @ts-ignore: decorator
@inline const STEPS: i32 = 50;

/** The largest slope that is left, as a share of the response's scale. */
export function settle(): f64 {
  const unit = f(scalars, UNIT);
  let worst: f64 = 0;
  for (let step = 0; step < STEPS; step++) {
    worst = 0;
    for (let q = 0; q < nPredictors; q++) worst = max(worst, settlePredictor(q, 1e-13 * unit));
    if (worst < 1e-12 * unit) break;
  }
  renew();
  return worst / unit;
}

/** One Newton step; the largest slope before it. */
function settlePredictor(q: i32, enough: f64): f64 {
  const width = nFree + 1, first = family == COX ? 1 : 0;
  slopes(q);
  let worst: f64 = 0, g: f64 = 0, h: f64 = 0;
  for (let i = 0; i < n; i++) { g += f(slope, i); h += f(bend, i); }
  if (first == 0) { set(solution, 0, g); worst = abs(g); }
  for (let a = 0; a < nFree; a++) {
    const j = word(free, a);
    let s: f64 = 0;
    for (let i = 0; i < n; i++) s += f(slope, i) * x(j, i);
    set(solution, a + 1, s);
    worst = max(worst, abs(s));
  }
  if (worst < enough) return worst;
  set(hessian, 0, h);
  for (let a = 0; a < nFree; a++) {
    const j = word(free, a), row = (a + 1) * width;
    let s: f64 = 0;
    for (let i = 0; i < n; i++) s += f(bend, i) * x(j, i);
    set(hessian, row, s);
    for (let b = 0; b <= a; b++) {
      const l = word(free, b);
      s = 0;
      for (let i = 0; i < n; i++) s += f(bend, i) * x(j, i) * x(l, i);
      set(hessian, row + b + 1, s);
    }
  }
  if (family == COX) coupleCox();
  solve(first, width);
  for (let i = 0; i < ld; i++) set(change, i, first == 0 ? f(solution, 0) : 0);
  for (let a = 0; a < nFree; a++) addScaled64(change, f(solution, a + 1), column(word(free, a)), ld);
  let share: f64 = 1;
  if (family != GAUSSIAN) {
    let farthest: f64 = 0;
    for (let i = 0; i < n; i++) farthest = max(farthest, abs(f(change, i)));
    if (farthest > 1) share = 1 / farthest;
  }
  if (first == 0) set(intercept, q, f(intercept, q) + share * f(solution, 0));
  for (let a = 0; a < nFree; a++) {
    const at = q * p + word(free, a);
    set(coefficient, at, f(coefficient, at) + share * f(solution, a + 1));
  }
  for (let i = 0; i < n; i++) set(eta, q * ld + i, f(eta, q * ld + i) + share * f(change, i));
  renewAfter(q);
  return worst;
}

/** Solves the lower triangle `hessian` for `solution`, in place, by LDLᵀ; a direction without curvature of its own gets no step. */
function solve(first: i32, width: i32): void {
  for (let a = first; a < width; a++) {
    const before = f(hessian, a * width + a);
    let d = before;
    for (let b = first; b < a; b++) {
      let s = f(hessian, a * width + b);
      for (let c = first; c < b; c++) s -= f(hessian, a * width + c) * f(hessian, b * width + c) * f(hessian, c * width + c);
      const pivot = f(hessian, b * width + b);
      s = pivot > 0 ? s / pivot : 0;
      set(hessian, a * width + b, s);
      d -= s * s * pivot;
    }
    set(hessian, a * width + a, d > 1e-10 * before ? d : 0);
  }
  for (let a = first; a < width; a++) {
    let s = f(solution, a);
    for (let b = first; b < a; b++) s -= f(hessian, a * width + b) * f(solution, b);
    set(solution, a, s);
  }
  for (let a = width - 1; a >= first; a--) {
    const pivot = f(hessian, a * width + a);
    let s = pivot > 0 ? f(solution, a) / pivot : 0;
    for (let b = a + 1; b < width; b++) s -= f(hessian, b * width + a) * f(solution, b);
    set(solution, a, pivot > 0 ? s : 0);
  }
}
