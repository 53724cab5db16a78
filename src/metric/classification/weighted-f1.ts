import type { ClassMetric } from './class-metric.ts';
import { classTotals, f1Of } from './confusion.ts';

/**
 * Mean over classes of F1, each weighted by its share of the true labels; a class absent from the truth weighs nothing.
 * Checked against scikit-learn `f1_score(average="weighted")`.
 */
export const weightedF1: ClassMetric = {
  task: 'classification',
  name: 'weighted-f1',
  greaterIsBetter: true,
  doc: 'F1 of each class, averaged with the size of the class as weight.',
  range: [0, 1],
  compute(input) {
    const totals = classTotals(input);
    let sum = 0;
    for (let k = 0; k < input.nClasses; k++) if (totals.actual[k]! > 0) sum += totals.actual[k]! * f1Of(totals, k);
    return sum / totals.total;
  },
};
