import type { Loss } from './loss.ts';

/** A number by one margin, its mean: ℓ = (m − y)²/2, ∂ℓ/∂m = m − y, ∂²ℓ/∂m² = 1. Starts from the mean. @param y finite, [n]. @param weights > 0, [n]. */
export function squared(y: Float64Array, weights: Float64Array): Loss {
  const total = weights.reduce((sum, w) => sum + w, 0);
  const mean = y.reduce((sum, v, i) => sum + (weights[i]! * v) / total, 0);
  return {
    nOutputs: 1,
    gainUnit: y.reduce((sum, v, i) => sum + (weights[i]! * (v - mean) ** 2) / y.length, 0),
    start: () => Float64Array.of(mean),
    gradients(margins, out) {
      for (let i = 0; i < y.length; i++) {
        out[2 * i] = weights[i]! * (margins[i]! - y[i]!);
        out[2 * i + 1] = weights[i]!;
      }
    },
    value: (margins) => y.reduce((sum, v, i) => sum + weights[i]! * (margins[i]! - v) ** 2, 0) / (2 * total),
  };
}
