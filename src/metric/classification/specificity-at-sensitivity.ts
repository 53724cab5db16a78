import { type ClassMetric, positiveClass } from './class-metric.ts';
import { walkThresholds } from './threshold-walk.ts';

/**
 * The highest specificity that a threshold leaves at a sensitivity of at least so much: two classes, from the ROC of the positive one without
 * interpolation; samples of equal probability pass the threshold together. The threshold is found on the samples scored, so the value leans a
 * little to the good side when they are few. NaN with another number of classes, or without weight in either class.
 * @param least sensitivity, 0 … 1. Cost as `rocAuc`. Checked against scikit-learn `roc_curve`.
 */
export function specificityAtSensitivity(least: number): ClassMetric {
  return {
    task: 'classification',
    name: `specificity-at-sensitivity@${least}`,
    greaterIsBetter: true,
    doc: `Share of the negative samples that are left alone when at least ${least} of the positive ones must be found.`,
    range: [0, 1],
    compute(input) {
      if (input.nClasses !== 2) return Number.NaN;
      const corners: [number, number][] = [];
      const { positives, negatives } = walkThresholds(input, positiveClass(input), (truePositive, falsePositive) => {
        corners.push([truePositive, falsePositive]);
      });
      if (!(positives > 0 && negatives > 0)) return Number.NaN;
      const enough = corners.find(([truePositive]) => truePositive / positives >= least - 1e-12);
      return least <= 0 ? 1 : 1 - enough![1] / negatives;
    },
  };
}
