import { type ClassMetric, positiveClass } from './class-metric.ts';
import { classTotals } from './confusion.ts';

/**
 * Negative predictive value: share of the samples predicted negative that are. It goes with the prevalence among the samples scored.
 * Two classes, predicted by the more probable of them (the first of equals): threshold ½, no prevalence but that of the samples. NaN with
 * another number of classes, and when no sample of weight is predicted negative (scikit-learn answers 0).
 * Checked against scikit-learn `precision_score(pos_label=negative)`.
 */
export const npv: ClassMetric = {
  task: 'classification',
  name: 'npv',
  greaterIsBetter: true,
  doc: 'Share of the negative answers that are right, at the prevalence of these samples.',
  range: [0, 1],
  compute(input) {
    if (input.nClasses !== 2) return Number.NaN;
    const { correct, predicted } = classTotals(input);
    return correct[1 - positiveClass(input)]! / predicted[1 - positiveClass(input)]!;
  },
};
