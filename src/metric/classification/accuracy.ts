import type { ClassMetric } from './class-metric.ts';
import { classTotals } from './confusion.ts';

/**
 * Share of the samples whose most probable class (the first of equals) is the true one.
 * Checked against scikit-learn `accuracy_score`.
 */
export const accuracy: ClassMetric = {
  task: 'classification',
  name: 'accuracy',
  greaterIsBetter: true,
  doc: 'Share of the samples predicted correctly.',
  range: [0, 1],
  compute(input) {
    const { correct, total } = classTotals(input);
    return correct.reduce((a, b) => a + b, 0) / total;
  },
};
