import type { ClassMetric } from './class-metric.ts';
import { oneVsRest, walkThresholds } from './threshold-walk.ts';

/**
 * Area under the precision–recall curve as average precision: Σ_t (recall_t − recall_{t−1}) · precision_t over the distinct
 * probabilities t, without interpolation. Two classes: of the positive class. More: one-versus-rest, mean over the classes that have
 * weight; the others are left out. Chance gives the share of the class. Cost as `rocAuc`.
 * Source: Davis & Goadrich 2006, ICML, on why not to interpolate linearly. Checked against scikit-learn `average_precision_score`.
 */
export const prAuc: ClassMetric = {
  task: 'classification',
  name: 'pr-auc',
  greaterIsBetter: true,
  doc: 'Average precision over all thresholds (the share of the class is chance); classes averaged.',
  range: [0, 1],
  compute(input) {
    return oneVsRest(input, (k) => {
      let area = 0;
      let lastTrue = 0;
      const { positives } = walkThresholds(input, k, (truePositive, falsePositive) => {
        if (truePositive === lastTrue) return; // no recall gained; also where nothing has weight yet, and precision is 0/0
        area += (truePositive - lastTrue) * (truePositive / (truePositive + falsePositive));
        lastTrue = truePositive;
      });
      return area / positives;
    });
  },
};
