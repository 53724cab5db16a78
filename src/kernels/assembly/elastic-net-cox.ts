// Cox partial likelihood with Breslow's treatment of ties: Σ over event times g of D_g·log S_g − Σ ω·η over the events at g, where D_g is
// the weight of these events and S_g = Σ ω·e^η over the rows at risk (censored at g included), above what a saturated model would give
// (Σ D_g·log D_g). Simon et al. 2011, JSS 39(5), §2.1. It does not change when all η grow by the same amount:
// there is no intercept.
//
// Its Hessian, diag(e·A) − Σ D_g·p_g·p_gᵀ, is far from diagonal: the diagonal alone as a model takes hundreds of steps where the whole takes
// a few (measured at 500 × 20,000: 25,800 cycles for a path). A product with it costs two passes over the rows.
import { freeColumn, fullColumn } from './elastic-net-columns';
import { base, bend, eta, expo, f, hessian, ld, n, nFree, omega, response, running, scalars, SATURATED_LOSS, set, SHIFT, scratch, shift, slope, total, UNIT, word } from './elastic-net-state';
import { exp64 } from './exp';

// Position k, from the latest time to the earliest: the row, whether it had the event, whether it is the last of those with its time.
// @ts-ignore: decorator
@inline function rowAt(k: i32): i32 { return word(response, 2 * k); }
// @ts-ignore: decorator
@inline function isEvent(k: i32): bool { return (word(response, 2 * k + 1) & 1) != 0; }
// @ts-ignore: decorator
@inline function isLast(k: i32): bool { return (word(response, 2 * k + 1) & 2) != 0; }

/** `shift` at the last position of a time: D_g. */
export function startCox(): void {
  let d: f64 = 0, saturated: f64 = 0;
  for (let k = 0; k < n; k++) {
    set(shift, k, 0);
    if (isEvent(k)) d += f(omega, rowAt(k));
    if (!isLast(k)) continue;
    if (d > 0) { set(shift, k, d); saturated += d * Math.log(d); }
    d = 0;
  }
  for (let i = 0; i < ld; i++) set(eta, i, 0);
  set(scalars, UNIT, 1);
  set(scalars, SATURATED_LOSS, saturated);
}

/** `expo`: ω·e^(η − m), by row; `total`: S_g, at the last position of a time; `base`: Σ D_g / S_g up to the row's time, by row. */
export function renewCox(): void {
  let m: f64 = -Infinity;
  for (let i = 0; i < n; i++) m = max(m, f(eta, i));
  set(scalars, SHIFT, m);
  let s: f64 = 0;
  for (let k = 0; k < n; k++) {
    const i = rowAt(k), e = f(omega, i) * exp64(f(eta, i) - m);
    set(expo, i, e);
    s += e;
    set(total, k, s);
  }
  let hazard: f64 = 0;
  for (let k = n - 1; k >= 0; k--) {
    if (f(shift, k) > 0) hazard += f(shift, k) / f(total, k);
    set(base, rowAt(k), hazard);
  }
}

export function slopesCox(): void {
  for (let k = 0; k < n; k++) {
    const i = rowAt(k), expected = f(expo, i) * f(base, i);
    set(slope, i, (isEvent(k) ? f(omega, i) : 0) - expected);
    set(bend, i, expected);
  }
}

export function lossCox(): f64 {
  const m = f(scalars, SHIFT);
  let s: f64 = 0;
  for (let k = 0; k < n; k++) {
    if (isEvent(k)) { const i = rowAt(k); s -= f(omega, i) * (f(eta, i) - m); }
    if (f(shift, k) > 0) s += f(shift, k) * Math.log(f(total, k));
  }
  return s - f(scalars, SATURATED_LOSS);
}

/**
 * A term of the loss is D_g times the logarithm of a sum of exponentials, whose conjugate is Σ u·log(u/ω) over the rows at risk. The dual
 * point has u = scale·p + (1 − scale)·(share of the row in the events at g), p = ω·e^η / S_g.
 */
export function conjugateCox(scale: f64): f64 {
  const m = f(scalars, SHIFT), logScale = scale > 0 ? Math.log(scale) : 0;
  let s: f64 = 0, moment: f64 = 0, first = 0;
  for (let k = 0; k < n; k++) {
    const row = rowAt(k);
    moment += f(expo, row) * (f(eta, row) - m);
    if (!isLast(k)) continue;
    const d = f(shift, k), sum = f(total, k), logSum = Math.log(sum);
    if (d > 0) {
      s += d * scale * (logScale + moment / sum - logSum);
      for (let a = first; a <= k; a++) {
        const i = rowAt(a), o = f(omega, i);
        if (!isEvent(a) || !(o > 0)) continue;
        const share = scale * f(expo, i) / sum, u = share + (1 - scale) * o / d;
        if (u > 0) s += d * u * Math.log(u / o);
        s -= d * share * (logScale + f(eta, i) - m - logSum);
      }
    }
    first = k + 1;
  }
  return s + f(scalars, SATURATED_LOSS);
}

/** out ← H·x_j, float32 [n]. */
export function bendCox(j: i32, out: usize): void {
  const at = fullColumn(j);
  let s: f64 = 0;
  for (let k = 0; k < n; k++) {
    const i = <usize>rowAt(k);
    s += load<f64>(expo + (i << 3)) * <f64>load<f32>(at + (i << 2));
    set(scratch, k, s);
  }
  let c: f64 = 0;
  for (let k = n - 1; k >= 0; k--) {
    const i = <usize>rowAt(k), d = f(shift, k);
    if (d > 0) { const sum = f(total, k); c += d * f(scratch, k) / (sum * sum); }
    const e = load<f64>(expo + (i << 3));
    store<f32>(out + (i << 2), <f32>(e * (load<f64>(base + (i << 3)) * <f64>load<f32>(at + (i << 2)) - c)));
  }
}

/** Takes from the Hessian of the unpenalised features what the diagonal leaves out, D_g times the outer product of their means at risk, and the intercept's row. */
export function coupleCox(): void {
  const width = nFree + 1;
  for (let a = 0; a < nFree; a++) { set(running, a, 0); set(hessian, (a + 1) * width, 0); }
  for (let k = 0; k < n; k++) {
    const i = rowAt(k), e = f(expo, i);
    for (let a = 0; a < nFree; a++) set(running, a, f(running, a) + e * <f64>load<f32>(freeColumn(a) + (<usize>i << 2)));
    if (!(f(shift, k) > 0)) continue;
    const by = f(shift, k) / (f(total, k) * f(total, k));
    for (let a = 0; a < nFree; a++)
      for (let b = 0; b <= a; b++) {
        const at = (a + 1) * width + b + 1;
        set(hessian, at, f(hessian, at) - by * f(running, a) * f(running, b));
      }
  }
}
