import { weightedMean } from '../weighted-mean.ts';
import type { NumberMetric } from './number-metric.ts';

/** √ of the mean squared error, in the unit of the target. Checked against scikit-learn `mean_squared_error`. */
export const rmse: NumberMetric = {
  name: 'rmse',
  task: 'regression',
  greaterIsBetter: false,
  doc: 'Root of the mean squared error, in the unit of the target; large errors count most.',
  range: [0, Number.POSITIVE_INFINITY],
  compute({ truth, predicted, weights }) {
    return Math.sqrt(weightedMean((i) => (truth[i]! - predicted[i]!) ** 2, truth.length, weights));
  },
};
