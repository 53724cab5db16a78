import { weightedMean } from '../weighted-mean.ts';
import type { NumberMetric } from './number-metric.ts';

/** Mean of |y − ŷ|, in the unit of the target. Checked against scikit-learn `mean_absolute_error`. */
export const mae: NumberMetric = {
  name: 'mae',
  task: 'regression',
  greaterIsBetter: false,
  doc: 'Mean distance between prediction and truth, in the unit of the target.',
  range: [0, Number.POSITIVE_INFINITY],
  compute({ truth, predicted, weights }) {
    return weightedMean((i) => Math.abs(truth[i]! - predicted[i]!), truth.length, weights);
  },
};
