import { exp, log } from '../../../base/elementary.ts';
import { type Loss, MIN_HESSIAN } from './loss.ts';

/**
 * K classes by K margins: ℓ = log Σ_k e^m_k − m_y, ∂ℓ/∂m_k = p_k − 1[y = k]. As second derivative 2·p_k(1 − p_k), XGBoost's choice: the
 * diagonal matrix of these is never below the full Hessian diag(p) − p·pᵀ (Gershgorin), so that the K trees of a round, which do not know
 * of each other, do not overshoot together; with p_k(1 − p_k) they may. Starts from the logarithms of the weighted class shares.
 * @param codes 0 … nClasses − 1 for each row; all occur. @param weights of the rows, > 0.
 */
export function softmax(codes: Int32Array, nClasses: number, weights: Float64Array): Loss {
  const n = codes.length;
  const total = weights.reduce((sum, w) => sum + w, 0);
  const shares = new Float64Array(nClasses);
  codes.forEach((code, i) => {
    shares[code]! += weights[i]! / total;
  });
  const row = new Float64Array(nClasses);
  return {
    nOutputs: nClasses,
    start: () => shares.map(log),
    gradients(margins, out) {
      for (let i = 0; i < n; i++) {
        row.set(margins.subarray(i * nClasses, (i + 1) * nClasses));
        toProbabilities(row);
        const w = weights[i]!;
        for (let k = 0; k < nClasses; k++) {
          const p = row[k]!;
          const at = 2 * (k * n + i);
          out[at] = w * (p - Number(codes[i] === k));
          out[at + 1] = w * Math.max(2 * p * (1 - p), MIN_HESSIAN);
        }
      }
    },
    value(margins) {
      let sum = 0;
      for (let i = 0; i < n; i++) {
        row.set(margins.subarray(i * nClasses, (i + 1) * nClasses));
        const largest = row.reduce((a, b) => Math.max(a, b));
        const normaliser = row.reduce((total, margin) => total + exp(margin - largest), 0);
        sum += weights[i]! * (log(normaliser) + largest - row[codes[i]!]!);
      }
      return sum / total;
    },
  };
}

/** Margins of one row to probabilities, in place. */
export function toProbabilities(row: Float64Array): void {
  const largest = row.reduce((a, b) => Math.max(a, b));
  let total = 0;
  for (let k = 0; k < row.length; k++) total += row[k] = exp(row[k]! - largest);
  for (let k = 0; k < row.length; k++) row[k]! /= total;
}
