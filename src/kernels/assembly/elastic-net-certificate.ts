// Which features can matter, and how far from the optimum we are at most.
import { codes, coefficient, column, columnNorm, expo, f, gradient, isStrong, ld, n, nPredictors, nStrong, omega, p, reference, referenceGradient, residual, set, strong, total } from './elastic-net-state';
import { renewResiduals } from './elastic-net-likelihood';
import { dot64 } from './vector';

/**
 * Gradients at the present residuals, wherever they could reach `threshold`. A gradient moves by no more than ‖x_j‖·‖r − r₀‖ since it
 * was last computed for all features (Cauchy–Schwarz): most features are proved to be inactive without being touched.
 */
export function renewGradients(threshold: f64, all: bool): void {
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
export function dualityGap(primal: f64, l1: f64, l2: f64): f64 {
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

export function chooseStrong(threshold: f64): void {
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
export function addViolations(l1: f64): i32 {
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
