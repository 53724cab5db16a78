import { exp, log } from '../../base/elementary.ts';

/** Turns a decision value into the probability of the positive class: 1 / (1 + exp(slope·f + offset)). */
export interface Sigmoid {
  readonly slope: number;
  readonly offset: number;
}

const MAX_STEPS = 100;
const LEAST_STEP = 1e-10;
const RIDGE = 1e-12; // keeps the Hessian positive definite
const ENOUGH = 1e-5; // of the gradient

/**
 * The sigmoid of largest likelihood for decision values of rows that the machine was not fitted on, by Newton's method with backtracking.
 * Targets are (N₊ + 1)/(N₊ + 2) and 1/(N₋ + 2) instead of 1 and 0, so that separable values give no certainty.
 * @param decisions [n]. @param isPositive [n]. @param weights [n], ≥ 0; 1 each when absent. A row of weight w counts as w equal rows would.
 * Cost O(n) a step, a dozen steps. Source: Platt 1999; Lin, Lin & Weng 2007, Machine Learning 68, appendix 3 (the stable forms and the
 * constants). Checked against scikit-learn's _sigmoid_calibration and the gradient at the solution.
 */
export function fitSigmoid(decisions: Float64Array, isPositive: readonly boolean[], weights?: Float64Array): Sigmoid {
  const n = decisions.length;
  const w = weights ?? new Float64Array(n).fill(1);
  const total = w.reduce((sum, weight) => sum + weight, 0);
  const positives = isPositive.reduce((count, positive, i) => count + (positive ? w[i]! : 0), 0);
  const high = (positives + 1) / (positives + 2);
  const low = 1 / (total - positives + 2);
  const targets = Float64Array.from(isPositive, (positive) => (positive ? high : low));
  let slope = 0;
  let offset = log((total - positives + 1) / (positives + 1));
  let loss = crossEntropy(decisions, targets, w, slope, offset);
  for (let step = 0; step < MAX_STEPS; step++) {
    let h11 = RIDGE;
    let h22 = RIDGE;
    let h21 = 0;
    let g1 = 0;
    let g2 = 0;
    for (let i = 0; i < n; i++) {
      const f = decisions[i]!;
      const p = sigmoid({ slope, offset }, f);
      const curvature = w[i]! * p * (1 - p);
      const d = w[i]! * (targets[i]! - p);
      h11 += f * f * curvature;
      h22 += curvature;
      h21 += f * curvature;
      g1 += f * d;
      g2 += d;
    }
    if (Math.abs(g1) < ENOUGH && Math.abs(g2) < ENOUGH) break;
    const determinant = h11 * h22 - h21 * h21;
    const bySlope = -(h22 * g1 - h21 * g2) / determinant;
    const byOffset = -(h11 * g2 - h21 * g1) / determinant;
    const descent = g1 * bySlope + g2 * byOffset;
    let length = 1;
    for (; length >= LEAST_STEP; length /= 2) {
      const next = crossEntropy(decisions, targets, w, slope + length * bySlope, offset + length * byOffset);
      if (next < loss + 1e-4 * length * descent) {
        loss = next;
        break;
      }
    }
    if (length < LEAST_STEP) break;
    slope += length * bySlope;
    offset += length * byOffset;
  }
  return { slope, offset };
}

export function sigmoid({ slope, offset }: Sigmoid, decision: number): number {
  const z = slope * decision + offset;
  const e = exp(-Math.abs(z)); // never overflows
  return z >= 0 ? e / (1 + e) : 1 / (1 + e);
}

function crossEntropy(
  decisions: Float64Array,
  targets: Float64Array,
  weights: Float64Array,
  slope: number,
  offset: number,
): number {
  let sum = 0;
  for (let i = 0; i < decisions.length; i++) {
    const z = decisions[i]! * slope + offset;
    const t = targets[i]!;
    sum += weights[i]! * (z >= 0 ? t * z + log(1 + exp(-z)) : (t - 1) * z + log(1 + exp(z)));
  }
  return sum;
}
