// Class probabilities, residuals and loss at the present linear predictors.
import { base, codes, eta, expo, f, intercept, isClass, ld, n, nPredictors, omega, residual, set, shift, total } from './elastic-net-state';

/** exp(η − shift) of every predictor and their sum, with the shift renewed. */
export function renewProbabilities(): void {
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

export function renewResiduals(): void {
  for (let q = 0; q < nPredictors; q++)
    for (let i = 0; i < n; i++)
      set(residual, q * ld + i, f(omega, i) * (isClass(i, q) - f(expo, q * ld + i) / f(total, i)));
}

/** Weighted mean negative log-likelihood. */
export function loss(): f64 {
  let s: f64 = 0;
  for (let i = 0; i < n; i++) {
    const code = load<i32>(codes + (<usize>i << 2));
    const own = nPredictors == 1 ? (code == 1 ? f(eta, i) : 0) : f(eta, code * ld + i);
    s += f(omega, i) * (Math.log(f(total, i)) + f(shift, i) - own);
  }
  return s;
}

/** Newton steps on the intercepts alone: the dual point of the certificate needs residuals that sum to zero. */
export function settleIntercepts(): void {
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
