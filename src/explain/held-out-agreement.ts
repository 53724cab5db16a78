import { normalTail } from '../numeric/special/normal.ts';
import type { NamedSet } from '../read/reader.ts';
import type { FoldAttribution } from './fold-attribution.ts';

/** Whether the part of the answer that a set has goes with the truth of held-out samples. */
export interface HeldOut {
  /** Rank-sum statistic, stratified by fold, about standard normal where the model has learned nothing; 0 where there is nothing to tell. */
  readonly z: number;
  /** P(Z ≥ z). */
  readonly p: number;
}

/**
 * Held-out samples had no part in the model of their fold: if labels mean nothing, what a set adds to their answers has nothing to do with their labels, however the members move together.
 * Within folds: answers of different models are not compared, and folds of one sample say nothing. The statistics of the folds are summed (van Elteren 1960), but they are not independent: each pair of samples in
 * different folds is met twice, with either of the two learned from and the other tested. For answers that are linear in the training labels both meetings say the same, which doubles the variance of the sum; of two folds
 * or more it is therefore doubled. Checked with labels that mean nothing: the standard deviation of z was 0.98 for covariance weights (`attributed-sets.test.ts`), 0.92 lasso, 0.93 ridge, 0.83 forest and 0.88 boosting (80 samples in 3 classes, 6 sets of 5 correlated
 * features), P(z > 1.64) 0.02 to 0.03: it errs towards chance. @returns of an output and the place of a set in the file.
 */
export function heldOutAgreement(
  folds: readonly FoldAttribution[],
  block: string,
  sets: readonly NamedSet[],
): (output: string, set: number) => HeldOut {
  return (output, set) => {
    let [excess, variance, count] = [0, 0, 0];
    for (const { outputs, sets: blocks } of folds) {
      const own = blocks?.find((part) => part.block === block);
      const k = outputs.indexOf(output);
      if (!own || k < 0) continue;
      excess += own.excess[k * sets.length + set]!;
      variance += own.variance[k * sets.length + set]!;
      count++;
    }
    if (!(variance > 0)) return NOTHING;
    const z = excess / Math.sqrt(variance * (count > 1 ? 2 : 1));
    return { z, p: normalTail(z) };
  };
}

const NOTHING: HeldOut = { z: 0, p: 1 };
