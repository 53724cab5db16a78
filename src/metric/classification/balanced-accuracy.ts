import { type ClassMetric, macroMean } from './class-metric.ts';
import { classTotals } from './confusion.ts';

/**
 * Mean over classes of the share of its samples predicted correctly (recall), so that a rare class counts as much as a common one.
 * A class without weight in the truth is left out of the mean.
 * Checked against scikit-learn `balanced_accuracy_score`, which leaves it out too.
 */
export const balancedAccuracy: ClassMetric = {
  task: 'classification',
  name: 'balanced-accuracy',
  greaterIsBetter: true,
  doc: 'Share of each class predicted correctly, averaged over the classes.',
  range: [0, 1],
  compute(input) {
    const { correct, actual } = classTotals(input);
    return macroMean(input.nClasses, (k) => correct[k]! / actual[k]!);
  },
};
