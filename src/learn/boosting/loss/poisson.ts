import { exp, log } from '../../../base/elementary.ts';
import { DataError } from '../../../base/errors.ts';
import { type Loss, MIN_HESSIAN } from './loss.ts';

/** Of a leaf: a first leaf must not send a rate to where it cannot come back from. XGBoost's max_delta_step for counts. */
const MAX_STEP = 0.7;

/**
 * A count or rate y ≥ 0 by one margin, the log of its mean: ℓ = e^m − y·m, ∂ℓ/∂m = e^m − y. As second derivative e^(m + 0.7), XGBoost's
 * choice: an upper bound of e^m as long as a leaf moves the margin by at most 0.7, to which leaves are held. Starts from the log of the mean.
 * @param y [n]. @param weights > 0, [n]. @throws {DataError} a value below 0.
 */
export function poisson(y: Float64Array, weights: Float64Array): Loss {
  const odd = y.findIndex((v) => v < 0);
  if (odd >= 0) {
    throw new DataError({
      where: 'boosting.loss',
      problem: `poisson needs values of at least 0, got ${y[odd]} for sample ${odd}`,
      hint: "take 'squared' or 'absolute'",
    });
  }
  const total = weights.reduce((sum, w) => sum + w, 0);
  const mean = y.reduce((sum, v, i) => sum + (weights[i]! * v) / total, 0);
  const ahead = exp(MAX_STEP);
  return {
    nOutputs: 1,
    maxStep: MAX_STEP,
    // No counts at all: as if half a one had been seen.
    start: () => Float64Array.of(log(mean > 0 ? mean : 0.5 / total)),
    gradients(margins, out) {
      for (let i = 0; i < y.length; i++) {
        const rate = exp(margins[i]!);
        out[2 * i] = weights[i]! * (rate - y[i]!);
        out[2 * i + 1] = weights[i]! * Math.max(rate * ahead, MIN_HESSIAN);
      }
    },
    value: (margins) => y.reduce((sum, v, i) => sum + weights[i]! * (exp(margins[i]!) - v * margins[i]!), 0) / total,
  };
}
