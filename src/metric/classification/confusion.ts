import type { ClassInput } from './class-metric.ts';
import { predictedClasses } from './ranking.ts';

/**
 * Confusion matrix: entry truth · nClasses + predicted is the number (with weights: the summed weight) of such samples.
 * @param weights [n]; default 1 each. @returns [nClasses, nClasses] row-major, rows the true class. Cost O(n).
 */
export function confusion(
  truth: Int32Array,
  predicted: Int32Array,
  nClasses: number,
  weights?: Float64Array,
): Float64Array {
  const counts = new Float64Array(nClasses * nClasses);
  for (let i = 0; i < truth.length; i++) counts[truth[i]! * nClasses + predicted[i]!]! += weights ? weights[i]! : 1;
  return counts;
}

/** What the metrics of predicted classes are made of. */
export interface ClassTotals {
  /** Weight of the samples of class k that were predicted as k. */
  readonly correct: Float64Array;
  /** Weight of the samples of class k. */
  readonly actual: Float64Array;
  /** Weight of the samples predicted as class k. */
  readonly predicted: Float64Array;
  /** Σ actual. */
  readonly total: number;
}

/** Diagonal and margins of the confusion matrix of the most probable classes. */
export function classTotals(input: ClassInput): ClassTotals {
  const { truth, nClasses, weights } = input;
  const counts = confusion(truth, predictedClasses(input), nClasses, weights);
  const correct = new Float64Array(nClasses);
  const actual = new Float64Array(nClasses);
  const predicted = new Float64Array(nClasses);
  for (let t = 0; t < nClasses; t++) {
    correct[t] = counts[t * nClasses + t]!;
    for (let p = 0; p < nClasses; p++) {
      actual[t]! += counts[t * nClasses + p]!;
      predicted[p]! += counts[t * nClasses + p]!;
    }
  }
  return { correct, actual, predicted, total: actual.reduce((a, b) => a + b, 0) };
}

/** F1 of class k, 2·TP / (actual + predicted). NaN when the class is neither present nor predicted. */
export function f1Of({ correct, actual, predicted }: ClassTotals, k: number): number {
  return (2 * correct[k]!) / (actual[k]! + predicted[k]!);
}
