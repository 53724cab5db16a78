import { type ClassMetric, positiveClass } from './class-metric.ts';
import { classTotals } from './confusion.ts';

/**
 * Specificity (true negative rate): share of the negative samples that are predicted negative.
 * Two classes, predicted by the more probable of them (the first of equals): threshold ½, no prevalence but that of the samples. NaN with
 * another number of classes, and when no negative sample has weight.
 * Checked against scikit-learn `recall_score(pos_label=negative)`.
 */
export const specificity: ClassMetric = {
  task: 'classification',
  name: 'specificity',
  greaterIsBetter: true,
  doc: 'Share of the negative samples that are left alone.',
  range: [0, 1],
  compute(input) {
    if (input.nClasses !== 2) return Number.NaN;
    const { correct, actual } = classTotals(input);
    return correct[1 - positiveClass(input)]! / actual[1 - positiveClass(input)]!;
  },
};
