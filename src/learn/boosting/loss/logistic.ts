import { exp, log } from '../../../base/elementary.ts';
import { type Loss, MIN_HESSIAN } from './loss.ts';

/**
 * Two classes by one margin m, the log-odds of class 1: ℓ = log(1 + e^m) − y·m, ∂ℓ/∂m = p − y, ∂²ℓ/∂m² = p(1 − p), p = 1/(1 + e^−m).
 * Starts from the weighted log-odds.
 * @param codes 0 or 1 for each row; both occur. @param weights of the rows, > 0.
 */
export function logistic(codes: Int32Array, weights: Float64Array): Loss {
  const total = weights.reduce((sum, w) => sum + w, 0);
  const ones = weights.reduce((sum, w, i) => sum + w * codes[i]!, 0);
  return {
    nOutputs: 1,
    start: () => Float64Array.of(log(ones / (total - ones))),
    gradients(margins, out) {
      margins.forEach((margin, i) => {
        const p = sigmoid(margin);
        const w = weights[i]!;
        out[2 * i] = w * (p - codes[i]!);
        out[2 * i + 1] = w * Math.max(p * (1 - p), MIN_HESSIAN);
      });
    },
    value: (margins) =>
      margins.reduce((sum, margin, i) => sum + weights[i]! * softplus(codes[i] === 1 ? -margin : margin), 0) / total,
  };
}

/** 1/(1 + e^−m), from the exponential that does not overflow. */
export function sigmoid(margin: number): number {
  const e = exp(-Math.abs(margin));
  return (margin >= 0 ? 1 : e) / (1 + e);
}

/** log(1 + e^m). */
function softplus(margin: number): number {
  return Math.max(margin, 0) + log(1 + exp(-Math.abs(margin)));
}
