// Multinomial likelihood, and with one predictor the binomial: class probabilities exp(η_q − shift) / total.
import { base, bend, eta, expo, f, intercept, ld, n, nPredictors, omega, own, response, set, shift, slope, total, word } from './elastic-net-state';
import { exp64, exp64x2 } from './exp';

// @ts-ignore: decorator
@inline const SQUARES_FLOOR: f64 = 1e-6;

// @ts-ignore: decorator
@inline function isClass(i: i32, q: i32): f64 {
  // One predictor stands for class 1 of two.
  return word(response, i) == (nPredictors == 1 ? 1 : q) ? 1 : 0;
}

/** `own`: 1 where the row is of the predictor's class, else 0. */
export function startMultinomial(): void {
  for (let q = 0; q < nPredictors; q++) {
    let share: f64 = 0;
    for (let i = 0; i < n; i++) {
      set(own, q * ld + i, isClass(i, q));
      share += f(omega, i) * isClass(i, q);
    }
    const start = nPredictors == 1 ? Math.log(share / (1 - share)) : Math.log(share);
    set(intercept, q, start);
    for (let i = 0; i < n; i++) set(eta, q * ld + i, start);
  }
}

/** exp(η − shift) of every predictor and their sum, with the shift renewed. */
export function renewMultinomial(): void {
  for (let i = 0; i < n; i++) {
    let m: f64 = nPredictors == 1 ? 0 : -Infinity;
    for (let q = 0; q < nPredictors; q++) m = max(m, f(eta, q * ld + i));
    set(shift, i, m);
    set(base, i, nPredictors == 1 ? exp64(-m) : 0);
  }
  for (let q = 0; q < nPredictors; q++) renewPredictor(q);
}

/** The same, if the shift as it is has become a bad one. The probabilities are exact while no sum over- or underflows. */
export function keepMultinomial(): void {
  for (let i = 0; i < n; i++) {
    if (f(total, i) > 1e-30 && f(total, i) < 1e30) continue;
    renewMultinomial();
    return;
  }
}

/** After η of one predictor has changed: its exponentials, with the shift as it is, and the sums. */
export function renewPredictor(q: i32): void {
  const rows = <usize>(q * ld) << 3;
  for (let i: usize = 0; i < <usize>ld << 3; i += 16) {
    v128.store(expo + rows + i, exp64x2(f64x2.sub(v128.load(eta + rows + i), v128.load(shift + i))));
    let s = v128.load(base + i);
    for (let k = 0; k < nPredictors; k++) s = f64x2.add(s, v128.load(expo + (<usize>(k * ld) << 3) + i));
    v128.store(total + i, s);
  }
}

/** −∂/∂η of the loss and its second derivative, for one predictor, into `slope` and `bend`. */
export function slopesMultinomial(q: i32): void {
  const rows = <usize>(q * ld) << 3, one = f64x2.splat(1), floor = f64x2.splat(SQUARES_FLOOR);
  for (let i: usize = 0; i < <usize>ld << 3; i += 16) {
    const share = f64x2.div(v128.load(expo + rows + i), v128.load(total + i)), o = v128.load(omega + i);
    v128.store(slope + i, f64x2.mul(o, f64x2.sub(v128.load(own + rows + i), share)));
    v128.store(bend + i, f64x2.mul(o, f64x2.max(f64x2.mul(share, f64x2.sub(one, share)), floor)));
  }
}

/** Weighted mean negative log-likelihood. */
export function lossMultinomial(): f64 {
  let s: f64 = 0;
  for (let i = 0; i < n; i++) {
    const code = word(response, i);
    const linear = nPredictors == 1 ? (code == 1 ? f(eta, i) : 0) : f(eta, code * ld + i);
    s += f(omega, i) * (Math.log(f(total, i)) + f(shift, i) - linear);
  }
  return s;
}

/** Σ of the conjugate at the dual point that is the residuals times `scale`: minus the dual objective without its penalty. */
export function conjugateMultinomial(scale: f64): f64 {
  let entropy: f64 = 0;
  for (let i = 0; i < n; i++) {
    const code = word(response, i);
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
  return entropy;
}
