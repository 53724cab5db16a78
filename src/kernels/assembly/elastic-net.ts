// Multinomial (and, with one predictor, binomial) elastic-net path by partial Newton steps and cyclic coordinate descent.
// Friedman, Hastie & Tibshirani 2010, JSS 33(1), §4; sequential strong rules: Tibshirani et al. 2012, JRSS-B 74(2), §6.
//
// Precision: inside a Newton step residuals are float32 (a step is a direction, and is corrected by the next one); linear predictors,
// coefficients, gradients of the certificate and the duality gap are float64, so the solution is as exact as `tolerance` asks.
import { addViolations, chooseStrong, dualityGap, renewGradients } from './elastic-net-certificate';
import { loss, renewProbabilities, settleIntercepts } from './elastic-net-likelihood';
import { bind, coefficient, column, columnNorm, describe, eta, f, give, intercept, isClass, ld, moved, n, nPredictors, nStrong, omega, p, scalars, set, strong } from './elastic-net-state';
import { beginSteps, boundCurvature, newtonStep, stepsTaken } from './elastic-net-step';

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

/** Bytes of workspace for a problem of this shape. */
export function elasticNetWorkBytes(rows: i32, features: i32, predictors: i32): f64 {
  describe(rows, features, predictors);
  return <f64>bind(0);
}

/**
 * Solves for lambdas[start … nLambdas), each from the solution before it.
 * A point record is 4 + nPredictors float64: entries written, gap / null loss, share of the null loss explained, Newton cycles, intercepts.
 * Coefficients that are not zero are appended to `out` as (predictor·p + j: f64, value: f64). When the next point might not fit in
 * `capacity` entries the call returns early; the caller takes the entries and calls again with `start` moved on.
 * The path ends early at a point that explains a share of `saturated` of the null loss or more.
 * Returns the number of points done in this call, or −1 when cancelled.
 */
export function elasticNetPath(
  x: usize, rows: i32, features: i32, predictors: i32, classCodes: usize, weights: usize, alpha: f64, lambdas: usize, nLambdas: i32,
  start: i32, tolerance: f64, maxCycles: i32, work: usize, out: usize, capacity: i32, points: usize, cancel: usize, saturated: f64,
): i32 {
  describe(rows, features, predictors);
  give(x, classCodes, weights);
  bind(work);
  const fresh = start == 0;
  if (fresh) initialise();
  renewProbabilities();
  if (fresh) set(scalars, 0, loss());
  const nullLoss = f(scalars, 0);
  beginSteps(<i32>f(scalars, 1));
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
    boundCurvature(false);
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
        // A Newton step has overshot.
        if (!(primal <= before * (1 + 1e-10))) boundCurvature(true);
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
    if (f(record, 2) >= saturated) break;
    chooseStrong(nextThreshold);
  }
  set(scalars, 1, stepsTaken());
  return done;
}
