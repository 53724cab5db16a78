import { type ClassMetric, positiveClass } from './class-metric.ts';
import { classTotals } from './confusion.ts';

/**
 * Positive predictive value (precision): share of the samples predicted positive that are. It goes with the prevalence among the samples scored,
 * which in a case–control study is not that of the clinic.
 * Two classes, predicted by the more probable of them (the first of equals): threshold ½, no prevalence but that of the samples. NaN with
 * another number of classes, and when no sample of weight is predicted positive (scikit-learn answers 0).
 * Checked against scikit-learn `precision_score`.
 */
export const ppv: ClassMetric = {
  task: 'classification',
  name: 'ppv',
  greaterIsBetter: true,
  doc: 'Share of the positive answers that are right, at the prevalence of these samples.',
  range: [0, 1],
  compute(input) {
    if (input.nClasses !== 2) return Number.NaN;
    const { correct, predicted } = classTotals(input);
    return correct[positiveClass(input)]! / predicted[positiveClass(input)]!;
  },
};
