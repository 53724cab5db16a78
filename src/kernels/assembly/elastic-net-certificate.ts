// Which features can matter, and how far from the optimum we are at most.
import { bestShareGaussian } from './elastic-net-gaussian';
import { conjugate, slopes } from './elastic-net-family';
import { dotColumn, dotColumn32 } from './elastic-net-columns';
import { coefficient, columnNorm, f, factor, family, GAUSSIAN, gradient, isStrong, ld, n, nPredictors, nStrong, p, r32, reference, referenceError, referenceGradient, residual, set, slope, strong, word } from './elastic-net-state';

function renewResiduals(): void {
  for (let q = 0; q < nPredictors; q++) {
    slopes(q);
    memory.copy(residual + (<usize>(q * ld) << 3), slope, <usize>n << 3);
  }
}

// @ts-ignore: decorator
@inline function exactGradient(q: i32, j: i32): void {
  set(gradient, q * p + j, dotColumn(j, residual + (<usize>(q * ld) << 3)));
}

/** Gradients of the strong features alone. */
export function renewStrongGradients(): void {
  renewResiduals();
  for (let q = 0; q < nPredictors; q++) {
    const m = word(nStrong, q);
    for (let k = 0; k < m; k++) exactGradient(q, word(strong, q * p + k));
  }
}

/**
 * Gradients at the present residuals, wherever they could reach `threshold` (times the penalty factor); 0 elsewhere. A gradient moves by
 * no more than ‖x_j‖·‖r − r₀‖ since it was last computed for all features (Cauchy–Schwarz): most features are proved to be inactive
 * without being touched. Where too many are not, all are computed anew: in float32, with the bound of its rounding error, and in float64
 * those that this does not rule out.
 */
export function renewGradients(threshold: f64, all: bool): void {
  renewResiduals();
  for (let q = 0; q < nPredictors; q++) {
    let far: f64 = 0, within: i32 = 0;
    if (!all) {
      let d: f64 = 0;
      for (let i = 0; i < n; i++) { const e = f(residual, q * ld + i) - f(reference, q * ld + i); d += e * e; }
      far = sqrt(d) * (1 + 1e-9) + f(referenceError, q);
      for (let j = 0; j < p; j++)
        if (<f64>abs(load<f32>(referenceGradient + (<usize>(q * p + j) << 2))) + far * f(columnNorm, j) >= threshold * f(factor, j)) within++;
    }
    if (all || within * 3 >= p) { renewReference(q); far = f(referenceError, q); }
    for (let j = 0; j < p; j++) {
      const at = q * p + j;
      const near = <f64>abs(load<f32>(referenceGradient + (<usize>at << 2))) + far * f(columnNorm, j) >= threshold * f(factor, j);
      if (near) exactGradient(q, j); else set(gradient, at, 0);
    }
  }
}

function renewReference(q: i32): void {
  const rows = <usize>(q * ld) << 3;
  let d: f64 = 0;
  for (let i = 0; i < n; i++) {
    const r = f(residual + rows, i);
    store<f32>(r32 + (<usize>i << 2), <f32>r);
    d += r * r;
  }
  for (let j = 0; j < p; j++) store<f32>(referenceGradient + (<usize>(q * p + j) << 2), dotColumn32(j, r32));
  memory.copy(reference + rows, residual + rows, <usize>ld << 3);
  // A sum of m products by 16 running sums in units of 2⁻²⁴: each product, each addition to a running sum, their own addition, and r itself.
  set(referenceError, q, sqrt(d) * <f64>(ld / 16 + 8) * 5.960464477539063e-8 * (1 + 1e-3));
}

/**
 * Primal objective − dual objective ≥ 0; 0 at the optimum. Uses the gradients above l1 in size, which renewGradients has computed; over the
 * strong features only it is what the gap is at least. The slope left on a feature without penalty counts as if it went on for its whole size.
 */
export function dualityGap(primal: f64, l1: f64, l2: f64, strongOnly: bool): f64 {
  let scale: f64 = 1, conjugatePenalty: f64 = 0, slack: f64 = 0;
  for (let at = 0, j = 0; at < p * nPredictors; at++) {
    if (!strongOnly || load<u8>(isStrong + at)) {
      const g = abs(f(gradient, at)), most = l1 * f(factor, j), over = g - most;
      if (f(factor, j) == 0) slack += g * max(1, abs(f(coefficient, at)));
      else if (over > 0) {
        scale = min(scale, most / g);
        conjugatePenalty += over * over / f(factor, j);
      }
    }
    if (++j == p) j = 0;
  }
  if (l2 > 0) return primal + conjugate(1) + conjugatePenalty / (2 * l2) + slack;
  return primal + conjugate(family == GAUSSIAN ? bestShareGaussian(scale) : scale) + slack;
}

export function chooseStrong(threshold: f64): void {
  for (let q = 0; q < nPredictors; q++) {
    let m = 0;
    for (let j = 0; j < p; j++) {
      const at = q * p + j;
      const keep = f(coefficient, at) != 0 || abs(f(gradient, at)) >= threshold * f(factor, j);
      store<u8>(isStrong + at, keep ? 1 : 0);
      if (keep) { store<i32>(strong + (<usize>(q * p + m) << 2), j); m++; }
    }
    store<i32>(nStrong + (<usize>q << 2), m);
  }
}

/** Adds the features that the strong rule left out wrongly; how many there were. */
export function addViolations(l1: f64): i32 {
  let added = 0;
  for (let q = 0; q < nPredictors; q++) {
    let m = word(nStrong, q);
    for (let j = 0; j < p; j++) {
      const at = q * p + j;
      if (load<u8>(isStrong + at) || abs(f(gradient, at)) <= l1 * f(factor, j)) continue;
      store<u8>(isStrong + at, 1);
      store<i32>(strong + (<usize>(q * p + m) << 2), j);
      m++;
      added++;
    }
    store<i32>(nStrong + (<usize>q << 2), m);
  }
  return added;
}
