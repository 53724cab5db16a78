import type { ClassMetric } from './class-metric.ts';
import { oneVsRest, walkThresholds } from './threshold-walk.ts';

/**
 * Area under the ROC curve: the probability that a sample of the class is ranked above one that is not, equal probabilities counting
 * one half. Two classes: of the positive class. More: one-versus-rest, mean over the classes that have weight both inside and outside;
 * the others are left out. NaN when there is none.
 * Cost O(K · n log n), O(K · n) with a ranking. Checked against scikit-learn `roc_auc_score` and by counting all pairs.
 */
export const rocAuc: ClassMetric = {
  task: 'classification',
  name: 'roc-auc',
  greaterIsBetter: true,
  doc: 'Probability that a sample of the class is ranked above one that is not (0.5 is chance); classes averaged.',
  range: [0, 1],
  compute(input) {
    return oneVsRest(input, (k) => {
      let twiceArea = 0;
      let lastTrue = 0;
      let lastFalse = 0;
      const { positives, negatives } = walkThresholds(input, k, (truePositive, falsePositive) => {
        twiceArea += (falsePositive - lastFalse) * (truePositive + lastTrue);
        lastTrue = truePositive;
        lastFalse = falsePositive;
      });
      return twiceArea / (2 * positives * negatives);
    });
  },
};
