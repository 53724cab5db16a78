import type { Loss } from './loss.ts';

/**
 * A number by one margin, its median, which single odd values do not move: ℓ = |m − y|, ∂ℓ/∂m = sign(m − y). The second derivative is
 * none to go by: 1, as in XGBoost and scikit-learn, so that trees are grown as if to fit the signs; then each leaf takes the median of what
 * its rows lack (Friedman 2001, algorithm 3). Starts from the median. Medians are weighted: half of the weight lies on either side.
 * @param y finite, [n]. @param weights > 0, [n].
 */
export function absolute(y: Float64Array, weights: Float64Array): Loss {
  const total = weights.reduce((sum, w) => sum + w, 0);
  return {
    nOutputs: 1,
    start: () => Float64Array.of(median(y, weights)),
    gradients(margins, out) {
      for (let i = 0; i < y.length; i++) {
        out[2 * i] = weights[i]! * Math.sign(margins[i]! - y[i]!);
        out[2 * i + 1] = weights[i]!;
      }
    },
    value: (margins) => y.reduce((sum, v, i) => sum + weights[i]! * Math.abs(margins[i]! - v), 0) / total,
    leafValue: (rows, margins) => {
      const lacking = Float64Array.from(rows, (i) => y[i]! - margins[i]!);
      return median(
        lacking,
        Float64Array.from(rows, (i) => weights[i]!),
      );
    },
  };
}

/** The value with half of the weight on either side; halfway between two where they part it evenly. */
function median(values: Float64Array, weights: Float64Array): number {
  const order = Uint32Array.from(values.keys()).sort((a, b) => values[a]! - values[b]!);
  const half = weights.reduce((sum, w) => sum + w, 0) / 2;
  let below = 0;
  for (let at = 0; at < order.length; at++) {
    const here = values[order[at]!]!;
    below += weights[order[at]!]!;
    if (below > half || at + 1 === order.length) return here;
    if (below === half) return (here + values[order[at + 1]!]!) / 2;
  }
  return Number.NaN;
}
