import { checkError } from './conformal-classes.ts';
import { sidesOf } from './held-out.ts';

/** Measured and predicted values of samples that the predicting model had not seen. */
export interface HeldOutNumbers {
  /** [n]. */
  readonly truth: Float64Array;
  /** [n]. */
  readonly predicted: Float64Array;
}

/**
 * Half the width of the interval predicted ± q that holds a new measurement with probability at least 1 − error: of n errors the
 * ⌈(1 − error)(n + 1)⌉-th smallest. For any distribution, when samples are exchangeable; the width is the same for all samples, so that it is
 * too wide for the easy ones and too narrow for the hard.
 * @param error in (0, 1). @returns ∞ with fewer than 1/error − 1 samples. Cost O(n log n).
 * Source: Lei et al. 2018, JASA 113, algorithm 2.
 */
export function conformalHalfWidth(
  { truth, predicted }: HeldOutNumbers,
  error: number,
  rows: ArrayLike<number> = Array.from(truth.keys()),
): number {
  checkError(error);
  const errors = Float64Array.from(rows, (i) => Math.abs(truth[i]! - predicted[i]!)).sort();
  const rank = Math.ceil((1 - error) * (errors.length + 1) - 1e-9);
  return errors[rank - 1] ?? Number.POSITIVE_INFINITY;
}

/**
 * Half-widths judged honestly: that of a fold comes of the out-of-fold errors of the other folds. The guarantee is as in `crossConformalSets`.
 * @param folds [n]. @returns the half-width for each sample, [n].
 */
export function crossConformalHalfWidths(data: HeldOutNumbers, folds: Int32Array, error: number): Float64Array {
  const widths = new Float64Array(data.truth.length);
  for (const { inside, outside } of sidesOf(folds)) {
    const width = conformalHalfWidth(data, error, outside);
    for (const i of inside) widths[i] = width;
  }
  return widths;
}
