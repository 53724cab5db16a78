import type { Loss } from './loss.ts';

/**
 * A number by one margin, its median, which single odd values do not move: ℓ = |m − y|, ∂ℓ/∂m = sign(m − y). The second derivative is
 * none to go by: 1, as in XGBoost and scikit-learn, so that trees are grown as if to fit the signs; then each leaf takes the median of what
 * its rows lack (Friedman 2001, algorithm 3). Starts from the median.
 * @param y finite, [n].
 */
export function absolute(y: Float64Array): Loss {
  return {
    nOutputs: 1,
    start: () => Float64Array.of(median(y)),
    gradients(margins, out) {
      for (let i = 0; i < y.length; i++) {
        out[2 * i] = Math.sign(margins[i]! - y[i]!);
        out[2 * i + 1] = 1;
      }
    },
    value: (margins) => y.reduce((sum, v, i) => sum + Math.abs(margins[i]! - v), 0) / y.length,
    leafValue: (rows, margins) => median(Float64Array.from(rows, (i) => y[i]! - margins[i]!)),
  };
}

function median(values: Float64Array): number {
  const sorted = values.slice().sort();
  const half = sorted.length >> 1;
  return sorted.length % 2 ? sorted[half]! : (sorted[half - 1]! + sorted[half]!) / 2;
}
