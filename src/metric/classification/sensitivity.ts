import { type ClassMetric, positiveClass } from './class-metric.ts';
import { classTotals } from './confusion.ts';

/**
 * Sensitivity (recall, true positive rate): share of the positive samples that are predicted positive.
 * Two classes, predicted by the more probable of them (the first of equals): threshold ½, no prevalence but that of the samples. NaN with
 * another number of classes, and when no positive sample has weight.
 * Checked against scikit-learn `recall_score`.
 */
export const sensitivity: ClassMetric = {
  task: 'classification',
  name: 'sensitivity',
  greaterIsBetter: true,
  doc: 'Share of the positive samples that are found.',
  range: [0, 1],
  compute(input) {
    if (input.nClasses !== 2) return Number.NaN;
    const { correct, actual } = classTotals(input);
    return correct[positiveClass(input)]! / actual[positiveClass(input)]!;
  },
};
