import { weightedMean } from '../weighted-mean.ts';
import type { NumberMetric } from './number-metric.ts';

/**
 * 1 − Σ(y − ŷ)² / Σ(y − ȳ)²: the share of the variance that the predictions account for; 0 for the mean, below 0 for worse than the mean.
 * NaN when the true values are all equal. Checked against scikit-learn `r2_score`.
 */
export const r2: NumberMetric = {
  name: 'r2',
  task: 'regression',
  greaterIsBetter: true,
  doc: 'Share of the variance that the predictions account for; 0 is what the mean of all samples achieves, and worse is possible.',
  range: [Number.NEGATIVE_INFINITY, 1],
  compute({ truth, predicted, weights }) {
    const n = truth.length;
    const mean = weightedMean((i) => truth[i]!, n, weights);
    const variance = weightedMean((i) => (truth[i]! - mean) ** 2, n, weights);
    if (!(variance > 1e-28 * mean * mean)) return Number.NaN;
    return 1 - weightedMean((i) => (truth[i]! - predicted[i]!) ** 2, n, weights) / variance;
  },
};
