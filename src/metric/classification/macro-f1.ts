import { type ClassMetric, macroMean } from './class-metric.ts';
import { classTotals, f1Of } from './confusion.ts';

/**
 * Mean over classes of F1, the harmonic mean of precision and recall. A class that is never predicted correctly has F1 = 0;
 * one that is neither present in the truth nor predicted (no weight in either) is left out of the mean.
 * Checked against scikit-learn `f1_score(average="macro")`, which averages over the same classes.
 */
export const macroF1: ClassMetric = {
  task: 'classification',
  name: 'macro-f1',
  greaterIsBetter: true,
  doc: 'Balance of precision and recall of each class (F1), averaged over the classes.',
  range: [0, 1],
  compute(input) {
    const totals = classTotals(input);
    return macroMean(input.nClasses, (k) => f1Of(totals, k));
  },
};
