// Newton steps on what is not penalised, all at once: the intercepts and the features of penalty factor 0, of every predictor. The dual
// point of the certificate needs residuals that are orthogonal to each of them.
import { coupleCox } from './elastic-net-cox';
import { renewAfter, renewRound, slopes } from './elastic-net-family';
import { freeColumn } from './elastic-net-columns';
import { bend, change, coefficient, COX, eta, expo, f, family, free, GAUSSIAN, hessian, intercept, ld, n, nFree, nPredictors, omega, p, scalars, set, slope, solution, total, UNIT, word } from './elastic-net-state';
import { addScaled64 } from './vector';

// @ts-ignore: decorator
@inline const STEPS: i32 = 50;

/** Leaves no slope above 1e-12 of the response's scale, where that can be reached. */
export function settle(): void {
  const unit = f(scalars, UNIT);
  for (let step = 0; step < STEPS; step++) {
    if (gather() < 1e-13 * unit) break;
    bendAll();
    solve();
    let share: f64 = 1;
    // Far from the optimum the quadratic is not to be trusted: no linear predictor moves by more than 1.
    for (let q = 0; q < nPredictors && family != GAUSSIAN; q++) {
      follow(q);
      for (let i = 0; i < n; i++) share = min(share, 1 / abs(f(change, i)));
    }
    for (let q = 0; q < nPredictors; q++) {
      follow(q);
      const first = q * (nFree + 1);
      set(intercept, q, f(intercept, q) + share * f(solution, first));
      for (let a = 0; a < nFree; a++) {
        const at = q * p + word(free, a);
        set(coefficient, at, f(coefficient, at) + share * f(solution, first + a + 1));
      }
      for (let i = 0; i < n; i++) set(eta, q * ld + i, f(eta, q * ld + i) + share * f(change, i));
      renewAfter(q);
    }
    renewRound();
  }
}

/** Column a of what is not penalised: a = 0 is the intercept. */
// @ts-ignore: decorator
@inline function z(a: i32, i: i32): f64 { return a == 0 ? 1 : <f64>load<f32>(freeColumn(a - 1) + (<usize>i << 2)); }

/** Slopes into `solution`; the largest. */
function gather(): f64 {
  let worst: f64 = 0;
  for (let q = 0; q < nPredictors; q++) {
    slopes(q);
    for (let a = 0; a <= nFree; a++) {
      let s: f64 = 0;
      for (let i = 0; i < n; i++) s += f(slope, i) * z(a, i);
      // Cox's likelihood has no intercept.
      if (a == 0 && family == COX) s = 0;
      set(solution, q * (nFree + 1) + a, s);
      worst = max(worst, abs(s));
    }
  }
  return worst;
}

/** The lower triangle of the Hessian. Between two classes it is −Σ ω·p_q·p_k·z·zᵀ. */
function bendAll(): void {
  const m = nFree + 1, width = m * nPredictors;
  for (let q = 0; q < nPredictors; q++) {
    for (let k = 0; k <= q; k++) {
      if (k == q) slopes(q);
      else for (let i = 0; i < n; i++) {
        const t = f(total, i);
        set(bend, i, -f(omega, i) * (f(expo, q * ld + i) / t) * (f(expo, k * ld + i) / t));
      }
      for (let a = 0; a < m; a++) {
        for (let b = 0; b < (k == q ? a + 1 : m); b++) {
          let s: f64 = 0;
          for (let i = 0; i < n; i++) s += f(bend, i) * z(a, i) * z(b, i);
          set(hessian, (q * m + a) * width + k * m + b, s);
        }
      }
    }
  }
  if (family == COX) coupleCox();
}

/** What the solution changes η of one predictor by, into `change`. */
function follow(q: i32): void {
  const first = q * (nFree + 1);
  for (let i = 0; i < ld; i++) set(change, i, f(solution, first));
  for (let a = 0; a < nFree; a++) addScaled64(change, f(solution, first + a + 1), freeColumn(a), n);
}

/** Solves the lower triangle `hessian` for `solution`, in place, by LDLᵀ; a direction without curvature of its own gets no step. */
function solve(): void {
  const width = (nFree + 1) * nPredictors;
  for (let a = 0; a < width; a++) {
    const before = f(hessian, a * width + a);
    let d = before;
    for (let b = 0; b < a; b++) {
      let s = f(hessian, a * width + b);
      for (let c = 0; c < b; c++) s -= f(hessian, a * width + c) * f(hessian, b * width + c) * f(hessian, c * width + c);
      const pivot = f(hessian, b * width + b);
      s = pivot > 0 ? s / pivot : 0;
      set(hessian, a * width + b, s);
      d -= s * s * pivot;
    }
    set(hessian, a * width + a, d > 1e-10 * before ? d : 0);
  }
  for (let a = 0; a < width; a++) {
    let s = f(solution, a);
    for (let b = 0; b < a; b++) s -= f(hessian, a * width + b) * f(solution, b);
    set(solution, a, s);
  }
  for (let a = width - 1; a >= 0; a--) {
    const pivot = f(hessian, a * width + a);
    let s = pivot > 0 ? f(solution, a) / pivot : 0;
    for (let b = a + 1; b < width; b++) s -= f(hessian, b * width + a) * f(solution, b);
    set(solution, a, pivot > 0 ? s : 0);
  }
}
