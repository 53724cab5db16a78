import { exp, log } from '../base/elementary.ts';

/** A cumulative hazard as a right-continuous step function: 0 before the first time. */
export interface BaselineHazard {
  /** Distinct event times, ascending, [m]. */
  readonly times: Float64Array;
  /** H₀ from each of them on, [m], increasing. */
  readonly cumulativeHazard: Float64Array;
}

/**
 * Survival curves S(t) = exp(−H₀(t)·exp(η)), one for each linear predictor, at the times of the hazard.
 * @returns [n, m] row-major, in [0, 1], each row falling. Cost O(n·m).
 */
export function survivalFromHazard(baseline: BaselineHazard, linearPredictors: Float64Array): Float64Array {
  const m = baseline.times.length;
  const logHazard = baseline.cumulativeHazard.map(log);
  const curves = new Float64Array(linearPredictors.length * m);
  linearPredictors.forEach((eta, i) => {
    // In logarithms: a tiny hazard times a huge ratio may be ordinary where each factor alone is not.
    for (let s = 0; s < m; s++) curves[i * m + s] = exp(-exp(logHazard[s]! + eta));
  });
  return curves;
}
