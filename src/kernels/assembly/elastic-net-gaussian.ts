// Squared error, ½·Σ ω·(y − η)². Its quadratic model is itself.
import { bend, eta, f, intercept, n, omega, response, scalars, set, slope, UNIT } from './elastic-net-state';

export function startGaussian(): void {
  let mean: f64 = 0, squares: f64 = 0;
  for (let i = 0; i < n; i++) mean += f(omega, i) * f(response, i);
  for (let i = 0; i < n; i++) { const d = f(response, i) - mean; squares += f(omega, i) * d * d; }
  set(intercept, 0, mean);
  for (let i = 0; i < n; i++) set(eta, i, mean);
  // A response that is constant but for rounding has nothing to explain.
  set(scalars, UNIT, max(sqrt(squares), max(1e-12 * abs(mean), 1e-140)));
}

export function slopesGaussian(): void {
  for (let i = 0; i < n; i++) {
    set(slope, i, f(omega, i) * (f(response, i) - f(eta, i)));
    set(bend, i, f(omega, i));
  }
}

export function lossGaussian(): f64 {
  let s: f64 = 0;
  for (let i = 0; i < n; i++) { const d = f(response, i) - f(eta, i); s += f(omega, i) * d * d; }
  return 0.5 * s;
}

export function conjugateGaussian(scale: f64): f64 {
  let s: f64 = 0;
  for (let i = 0; i < n; i++) {
    const y = f(response, i), d = scale * (y - f(eta, i));
    s += f(omega, i) * d * (0.5 * d - y);
  }
  return s;
}

/** The share of the residuals in 0 … most that is the best dual point: the conjugate is a parabola in it. */
export function bestShareGaussian(most: f64): f64 {
  let along: f64 = 0, squares: f64 = 0;
  for (let i = 0; i < n; i++) {
    const y = f(response, i), d = y - f(eta, i);
    along += f(omega, i) * d * y;
    squares += f(omega, i) * d * d;
  }
  return squares > 0 ? min(max(along / squares, 0), most) : most;
}
