// Elastic-net path by partial Newton steps and cyclic coordinate descent: gaussian, binomial, multinomial, poisson and Cox likelihoods.
// Friedman, Hastie & Tibshirani 2010, JSS 33(1), §2–4; Simon et al. 2011, JSS 39(5); strong rules: Tibshirani et al. 2012, JRSS-B 74(2), §6.
//
// Precision: inside a Newton step residuals are float32 (a step is a direction, and is corrected by the next one); linear predictors,
// coefficients, gradients of the certificate and the duality gap are float64, so the solution is as exact as `tolerance` asks.
import { addViolations, chooseStrong, dualityGap, renewGradients, renewStrongGradients } from './elastic-net-certificate';
import { addColumn, expandFree, squaresOf } from './elastic-net-columns';
import { loss, renew, renewRound, start as startFamily } from './elastic-net-family';
import { settle } from './elastic-net-settle';
import { bind, coefficient, columnNorm, describe, eta, f, factor, family, free, GAUSSIAN, give, gradient, intercept, ld, n, nPredictors, nStrong, NULL_LOSS, p, ROUND, scalars, set, strong, UNIT, word } from './elastic-net-state';
import { beCareful, beginSteps, bePrecise, fixCurvatures, newtonStep, penalty, stepsTaken } from './elastic-net-step';

/** Steps smaller than this (squared, as a share of the null loss) are beyond float32 residuals. */
// @ts-ignore: decorator
@inline const PRECISE: f64 = 1e-7;

/** The model without penalised features. */
function initialise(): void {
  memory.fill(scalars, 0, bind(scalars));
  let nFound = 0;
  for (let j = 0; j < p; j++) {
    set(columnNorm, j, sqrt(squaresOf(j)));
    if (f(factor, j) == 0) { store<i32>(free + (<usize>nFound << 2), j); nFound++; }
  }
  expandFree();
  startFamily();
  renew();
  const unit = f(scalars, UNIT);
  set(scalars, NULL_LOSS, max(loss(), 1e-14 * (family == GAUSSIAN ? unit * unit : unit)));
  settle();
}

/** Takes coefficients that came from elsewhere. */
function adopt(coefficients: usize): void {
  memory.copy(coefficient, coefficients, <usize>(p * nPredictors) << 3);
  for (let q = 0; q < nPredictors; q++) {
    const linear = eta + (<usize>(q * ld) << 3);
    for (let i = 0; i < n; i++) set(linear, i, f(intercept, q));
    for (let j = 0; j < p; j++) {
      const b = f(coefficient, q * p + j);
      if (b != 0) addColumn(linear, b, j);
    }
  }
  renew();
  settle();
}

/** Bytes of workspace for a problem of this shape. */
export function elasticNetWorkBytes(ofFamily: i32, rows: i32, features: i32, predictors: i32, freeFeatures: i32, sparse: bool): f64 {
  describe(ofFamily, rows, features, predictors, freeFeatures, sparse);
  return <f64>bind(0);
}

/** The largest |gradient| / penalty factor of the model without penalised features: a smallest λ·α that leaves all of them at zero. */
export function elasticNetStrongest(
  ofFamily: i32, x: usize, rows: i32, features: i32, predictors: i32, freeFeatures: i32, sparse: bool, response: usize, weights: usize, factors: usize,
  work: usize,
): f64 {
  describe(ofFamily, rows, features, predictors, freeFeatures, sparse);
  give(x, response, weights, factors);
  bind(work);
  initialise();
  renewGradients(0, true);
  let largest: f64 = 0;
  for (let at = 0, j = 0; at < p * nPredictors; at++) {
    if (f(factor, j) > 0) largest = max(largest, abs(f(gradient, at)) / f(factor, j));
    if (++j == p) j = 0;
  }
  return largest;
}

/**
 * Solves for lambdas[start … nLambdas), each from the solution before it; or, where `starts` is not 0, from its own row of that: coefficients
 * [nLambdas, nPredictors·p] float64, which stay as they are where the gap is small enough already.
 * A point record is 4 + nPredictors float64: entries written, gap / null loss, share of the null loss explained, Newton cycles, intercepts.
 * Coefficients that are not zero are appended to `out` as (predictor·p + j: f64, value: f64). When the next point might not fit in
 * `capacity` entries the call returns early; the caller takes the entries and calls again with `start` moved on.
 * The path ends early at a point that explains a share of `saturated` of the null loss or more.
 * Returns the number of points done in this call, or −1 when cancelled.
 */
export function elasticNetPath(
  ofFamily: i32, x: usize, rows: i32, features: i32, predictors: i32, freeFeatures: i32, sparse: bool, response: usize, weights: usize, factors: usize,
  alpha: f64, lambdas: usize, nLambdas: i32, starts: usize, start: i32, tolerance: f64, maxCycles: i32, work: usize, out: usize, capacity: i32,
  points: usize, cancel: usize, saturated: f64,
): i32 {
  describe(ofFamily, rows, features, predictors, freeFeatures, sparse);
  give(x, response, weights, factors);
  bind(work);
  if (start == 0) initialise(); else renew();
  const nullLoss = f(scalars, NULL_LOSS);
  beginSteps(<i32>f(scalars, ROUND));
  if (start == 0 && family == GAUSSIAN) fixCurvatures();
  let written = 0, done = 0;
  for (let l = start; l < nLambdas; l++) {
    if (written + p * nPredictors > capacity && done > 0) break;
    const lambda = f(lambdas, l), l1 = lambda * alpha, l2 = lambda * (1 - alpha);
    if (starts) adopt(starts + (<usize>l * p * nPredictors << 3));
    if (starts || l == 0) {
      renewGradients(l1, true);
      chooseStrong(l1);
    }
    const nextThreshold = l + 1 < nLambdas ? alpha * max(2 * f(lambdas, l + 1) - lambda, 0) : l1;
    let enough = 0.1 * tolerance * nullLoss, gap: f64 = Infinity, cycles = 0, before: f64 = Infinity, primal: f64 = 0;
    if (starts) gap = dualityGap(loss() + penalty(l1, l2), l1, l2, false);
    const isDone = gap <= tolerance * nullLoss;
    if (!isDone) gap = Infinity;
    beCareful(false);
    while (!isDone) {
      // Most cycles look at the features that are not zero; a cycle over all strong ones begins and ends the search.
      let wide = true;
      bePrecise(enough < PRECISE * nullLoss);
      for (; cycles < maxCycles; ) {
        if (atomic.load<i32>(cancel)) return -1;
        let largest: f64 = 0;
        for (let q = 0; q < nPredictors; q++) largest = max(largest, newtonStep(q, l1, l2, enough, wide));
        cycles++;
        renewRound();
        primal = loss() + penalty(l1, l2);
        // A Newton step has overshot.
        if (!(primal <= before * (1 + 1e-10))) beCareful(true);
        before = primal;
        if (largest <= enough && wide) break;
        wide = largest <= enough;
      }
      settle();
      primal = loss() + penalty(l1, l2);
      before = primal;
      const mayEnd = cycles >= maxCycles;
      // What the strong features say already may be too much: no look at the others then.
      renewStrongGradients();
      const least = dualityGap(primal, l1, l2, true);
      if (!mayEnd && least > tolerance * nullLoss && least < 0.5 * gap) { gap = least; enough *= 0.1; continue; }
      renewGradients(min(l1, nextThreshold), false);
      gap = dualityGap(primal, l1, l2, false);
      const added = addViolations(l1);
      if (added == 0 && gap <= tolerance * nullLoss) break;
      if (mayEnd) break;
      if (added == 0) enough *= 0.1;
    }
    let entries = 0;
    for (let q = 0; q < nPredictors; q++) {
      const m = word(nStrong, q);
      for (let k = 0; k < m; k++) {
        const at = q * p + word(strong, q * p + k);
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
  set(scalars, ROUND, stepsTaken());
  return done;
}
