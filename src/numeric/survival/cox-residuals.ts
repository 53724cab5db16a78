import { exp } from '../../base/elementary.ts';
import type { BaselineHazard } from '../../table/hazard-curves.ts';
import type { CoxFit } from './cox-fit.ts';
import { riskMean } from './partial-likelihood.ts';
import {
  type CoxData,
  type CoxProblem,
  coxProblem,
  linearPredictor,
  type Ties,
  tieTerms,
  walkRiskSets,
} from './risk-sets.ts';

/**
 * The cumulative hazard of each stratum for columns at their means: at every event time it grows by Σ_terms w / Σ_risk w·exp(η), the Breslow
 * or Efron estimate as the fit's ties have it.
 */
export function coxBaselines(problem: CoxProblem, beta: Float64Array, ties: Ties): CoxFit['baselines'] {
  const jumps = hazardJumps(problem, linearPredictor(problem, beta), ties);
  return problem.strata.map(({ code }, stratum) => {
    const own = jumps.filter((jump) => jump.stratum === stratum).reverse();
    let sum = 0;
    const hazard: BaselineHazard = {
      times: Float64Array.from(own, (jump) => jump.time),
      cumulativeHazard: Float64Array.from(own, (jump) => (sum += jump.size)),
    };
    return { stratum: code, hazard };
  });
}

/** By stratum, latest first. `ofDead`: what those who die then have of the jump; under Efron they are at risk for part of it. */
function hazardJumps(problem: CoxProblem, eta: Float64Array, ties: Ties) {
  const jumps: { stratum: number; time: number; size: number; ofDead: number }[] = [];
  walkRiskSets(problem, eta, 0, (set) => {
    let size = 0;
    let ofDead = 0;
    for (const { gone, weight } of tieTerms(set, ties)) {
      const part = (weight / (set.all.zeroth - gone * set.ofDead.zeroth)) * exp(-set.shift);
      size += part;
      ofDead += (1 - gone) * part;
    }
    jumps.push({ stratum: set.stratum, time: set.time, size, ofDead });
  });
  return jumps;
}

/** β of the standardised columns. */
function standardised(problem: CoxProblem, fit: CoxFit): Float64Array {
  return fit.coefficients.map((b, j) => b * problem.scales[j]!);
}

/**
 * Martingale residuals, [n]: events less the events that the model expects of each sample while it was under observation. They sum to 0
 * (weighted). A sample of weight 0 has NaN. Cost O(n log n + n·p). Checked against R `residuals(coxph, type = "martingale")`.
 */
export function martingaleResiduals(data: CoxData, fit: CoxFit): Float64Array {
  const problem = coxProblem(data);
  const eta = linearPredictor(problem, standardised(problem, fit));
  const jumps = hazardJumps(problem, eta, fit.ties);
  const residuals = new Float64Array(data.times.length).fill(Number.NaN);
  problem.strata.forEach(({ rows }, stratum) => {
    const own = jumps.filter((jump) => jump.stratum === stratum).reverse();
    const cumulative = new Float64Array(own.length + 1);
    own.forEach((jump, s) => {
      cumulative[s + 1] = cumulative[s]! + jump.size;
    });
    const upTo = (time: number) => countUpTo(own, time);
    for (const i of rows) {
      const last = upTo(data.times[i]!);
      let hazard = cumulative[last]! - (data.entry ? cumulative[upTo(data.entry[i]!)]! : 0);
      if (data.events[i]) hazard += own[last - 1]!.ofDead - own[last - 1]!.size;
      residuals[i] = data.events[i]! - hazard * exp(eta[i]!);
    }
  });
  return residuals;
}

/** How many jumps are at or before `time`. */
function countUpTo(jumps: readonly { readonly time: number }[], time: number): number {
  let low = 0;
  let high = jumps.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (jumps[middle]!.time <= time) low = middle + 1;
    else high = middle;
  }
  return low;
}

export interface SchoenfeldResiduals {
  /** The sample of each event: by stratum, then by time. [d]. */
  readonly samples: Int32Array;
  /** [d]. */
  readonly times: Float64Array;
  /** [d, p] row-major, in the units of the columns. */
  readonly residuals: Float64Array;
}

/**
 * Schoenfeld residuals: the columns of each sample that had an event, less their mean over those at risk then, weighted by hazard (the mean
 * over the tie's terms under Efron). Their weighted sums are 0 at the solution. Cost O(n·p). Source: Schoenfeld 1982, Biometrika 69, 239.
 * Checked against R `residuals(coxph, type = "schoenfeld")`.
 */
export function schoenfeldResiduals(data: CoxData, fit: CoxFit): SchoenfeldResiduals {
  const problem = coxProblem(data);
  const { nColumns: p, Z, scales } = problem;
  const rows: { stratum: number; sample: number; residual: Float64Array }[] = [];
  walkRiskSets(problem, linearPredictor(problem, standardised(problem, fit)), 1, (set) => {
    const mean = new Float64Array(p);
    const terms = tieTerms(set, fit.ties);
    for (const { gone } of terms)
      riskMean(set, gone).mean.forEach((v, j) => {
        mean[j]! += v / terms.length;
      });
    for (const sample of [...set.dead].reverse()) {
      rows.push({ stratum: set.stratum, sample, residual: mean.map((v, j) => (Z[sample * p + j]! - v) * scales[j]!) });
    }
  });
  // The walk goes from the latest time to the first; reversed, and by stratum again.
  rows.reverse().sort((a, b) => a.stratum - b.stratum);
  const residuals = new Float64Array(rows.length * p);
  rows.forEach((row, at) => {
    residuals.set(row.residual, at * p);
  });
  return {
    samples: Int32Array.from(rows, (row) => row.sample),
    times: Float64Array.from(rows, (row) => data.times[row.sample]!),
    residuals,
  };
}
