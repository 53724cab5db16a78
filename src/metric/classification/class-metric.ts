import type { Metric } from '../metric.ts';

/** A metric of class probabilities. */
export type ClassMetric = Metric<ClassInput>;

/** Predictions beside the truth. No field is modified. */
export interface ClassInput {
  /** True class of each sample, 0 … nClasses − 1, [n]. */
  readonly truth: Int32Array;
  /** [n, nClasses] row-major; rows sum to 1. */
  readonly probabilities: Float64Array;
  readonly nClasses: number;
  /** With two classes, the one called positive; default 1. Not used with three or more. */
  readonly positive?: number;
  /** Weight of each sample, ≥ 0, [n]; default 1. A sample of weight w counts as w equal samples would. */
  readonly weights?: Float64Array;
  /** From `rankScores`, to spare its cost when the same predictions are scored many times under other weights. */
  readonly ranking?: Ranking;
}

/** What scores need to know of the predictions that does not depend on the weights: each part made when first asked for, and kept. */
export interface Ranking {
  /** The most probable class, [n]. */
  readonly predicted: Int32Array;
  /** The samples by falling probability of class k, [n]; equal ones by index. */
  descending(k: number): Int32Array;
  /** The probability of the class that is predicted, [n], and the samples by rising value of it, [n]; equal ones by index. */
  confidences(): { readonly values: Float64Array; readonly order: Int32Array };
  /** Log odds of class k, and whether it is the true one, [n]. */
  logOdds(k: number): LogOdds;
}

/** ln(p / (1 − p)) of one class, [n], and 1 where that is the true class, [n]. */
export interface LogOdds {
  readonly odds: Float64Array;
  readonly isTrue: Uint8Array;
}

/** The positive class of a two-class problem. */
export function positiveClass(input: ClassInput): number {
  return input.positive ?? 1;
}

/**
 * Weighted mean over samples of a loss of each one. NaN when no sample has weight.
 * @param loss of sample i, whose probabilities start at `row`.
 */
export function sampleMean(input: ClassInput, loss: (i: number, row: number) => number): number {
  const { truth, nClasses, weights } = input;
  let sum = 0;
  let total = 0;
  for (let i = 0; i < truth.length; i++) {
    const w = weights ? weights[i]! : 1;
    if (w === 0) continue;
    sum += w * loss(i, i * nClasses);
    total += w;
  }
  return sum / total;
}

/** Mean over the classes for which the value is defined (not NaN); NaN when it is for none. */
export function macroMean(nClasses: number, value: (k: number) => number): number {
  let sum = 0;
  let defined = 0;
  for (let k = 0; k < nClasses; k++) {
    const v = value(k);
    if (Number.isNaN(v)) continue;
    sum += v;
    defined++;
  }
  return sum / defined;
}
