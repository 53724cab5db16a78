import { correlation, type NumberMetric } from './number-metric.ts';

/** Pearson's correlation of truth and prediction: blind to shift and scale. NaN when either is constant. Checked against scipy `pearsonr`. */
export const pearson: NumberMetric = {
  name: 'pearson',
  task: 'regression',
  greaterIsBetter: true,
  doc: 'Linear correlation of prediction and truth; blind to a shift or a wrong scale.',
  range: [-1, 1],
  compute: ({ truth, predicted, weights }) => correlation(truth, predicted, weights),
};
