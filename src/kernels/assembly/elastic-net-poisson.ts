// Poisson counts with logarithmic link, half the deviance: Σ ω·(e^η − yη) above what η = log y would give.
import { bend, eta, expo, f, intercept, ld, n, omega, response, scalars, SATURATED_LOSS, set, slope, UNIT } from './elastic-net-state';
import { exp64x2 } from './exp';

export function startPoisson(): void {
  let mean: f64 = 0, saturated: f64 = 0;
  for (let i = 0; i < n; i++) {
    const y = f(response, i);
    mean += f(omega, i) * y;
    if (y > 0) saturated += f(omega, i) * (y - y * Math.log(y));
  }
  const start = Math.log(mean);
  set(intercept, 0, start);
  for (let i = 0; i < n; i++) set(eta, i, start);
  set(scalars, UNIT, mean);
  set(scalars, SATURATED_LOSS, saturated);
}

export function renewPoisson(): void {
  for (let i: usize = 0; i < <usize>ld << 3; i += 16) v128.store(expo + i, exp64x2(v128.load(eta + i)));
}

export function slopesPoisson(): void {
  for (let i = 0; i < n; i++) {
    const mu = f(expo, i);
    set(slope, i, f(omega, i) * (f(response, i) - mu));
    set(bend, i, f(omega, i) * mu);
  }
}

export function lossPoisson(): f64 {
  let s: f64 = 0;
  for (let i = 0; i < n; i++) s += f(omega, i) * (f(expo, i) - f(response, i) * f(eta, i));
  return s - f(scalars, SATURATED_LOSS);
}

export function conjugatePoisson(scale: f64): f64 {
  let s: f64 = 0;
  for (let i = 0; i < n; i++) {
    const u = scale * f(expo, i) + (1 - scale) * f(response, i);
    if (u > 0) s += f(omega, i) * (u * Math.log(u) - u);
  }
  return s + f(scalars, SATURATED_LOSS);
}
