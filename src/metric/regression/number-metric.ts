import { risingOrder } from '../mass-bins.ts';
import type { Metric } from '../metric.ts';

/** A metric of predicted numbers. */
export type NumberMetric = Metric<NumberInput>;

/** Predictions beside the truth. No field is modified. */
export interface NumberInput {
  /** [n], finite. */
  readonly truth: Float64Array;
  /** [n], finite, in the unit of the truth. */
  readonly predicted: Float64Array;
  /** Weight of each sample, ≥ 0, [n]; default 1. A sample of weight w counts as w equal samples would. */
  readonly weights?: Float64Array;
  /** From `orderNumbers`, to spare its cost when the same predictions are scored many times under other weights. */
  readonly orders?: NumberOrders;
}

/** Samples by rising value, [n] each. */
export interface NumberOrders {
  readonly truth: Int32Array;
  readonly predicted: Int32Array;
}

export function orderNumbers({ truth, predicted }: NumberInput): NumberOrders {
  return { truth: risingOrder(truth), predicted: risingOrder(predicted) };
}

/** Pearson's correlation of two columns. NaN when either is constant. Two passes: means first. */
export function correlation(a: Float64Array, b: Float64Array, weights: Float64Array | undefined): number {
  const n = a.length;
  // Loops of its own: a bootstrap scores by it a thousand times, and a function for each term costs more than the term.
  let total = 0;
  let sumA = 0;
  let sumB = 0;
  for (let i = 0; i < n; i++) {
    const w = weights ? weights[i]! : 1;
    total += w;
    sumA += w * a[i]!;
    sumB += w * b[i]!;
  }
  const meanA = sumA / total;
  const meanB = sumB / total;
  let squaresA = 0;
  let squaresB = 0;
  let products = 0;
  for (let i = 0; i < n; i++) {
    const w = weights ? weights[i]! : 1;
    const fromA = a[i]! - meanA;
    const fromB = b[i]! - meanB;
    squaresA += w * fromA ** 2;
    squaresB += w * fromB ** 2;
    products += w * (fromA * fromB);
  }
  const varianceA = squaresA / total;
  const varianceB = squaresB / total;
  // Equal values whose mean is rounded leave dust instead of 0.
  if (!(varianceA > 1e-28 * meanA * meanA) || !(varianceB > 1e-28 * meanB * meanB)) return Number.NaN;
  return products / total / Math.sqrt(varianceA * varianceB);
}
