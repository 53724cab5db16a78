import { type ClassMetric, positiveClass } from './class-metric.ts';
import { walkThresholds } from './threshold-walk.ts';

/**
 * The highest sensitivity that a threshold reaches at a specificity of at least so much: two classes, from the ROC of the positive one without
 * interpolation; samples of equal probability pass the threshold together. The threshold is found on the samples scored, so the value leans a
 * little to the good side when they are few. NaN with another number of classes, or without weight in either class.
 * @param least specificity, 0 … 1. Cost as `rocAuc`. Checked against scikit-learn `roc_curve`.
 */
export function sensitivityAtSpecificity(least: number): ClassMetric {
  return {
    task: 'classification',
    name: `sensitivity-at-specificity@${least}`,
    greaterIsBetter: true,
    doc: `Share of the positive samples that are found when at least ${least} of the negative ones must be left alone.`,
    range: [0, 1],
    compute(input) {
      if (input.nClasses !== 2) return Number.NaN;
      const corners: [number, number][] = [];
      const { positives, negatives } = walkThresholds(input, positiveClass(input), (truePositive, falsePositive) => {
        corners.push([truePositive, falsePositive]);
      });
      if (!(positives > 0 && negatives > 0)) return Number.NaN;
      let found = 0;
      for (const [truePositive, falsePositive] of corners) {
        if (1 - falsePositive / negatives >= least - 1e-12) found = truePositive / positives;
      }
      return found;
    },
  };
}
