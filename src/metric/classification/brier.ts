import { type ClassMetric, positiveClass, sampleMean } from './class-metric.ts';

/**
 * Brier score, the mean squared error of the probabilities. Three or more classes: Σ_k (p_k − y_k)² of each sample, 0 … 2, as Brier
 * defined it. Two classes: (p − y)² of the positive class, 0 … 1, as usual; this is half the former.
 * Source: Brier 1950, Mon. Weather Rev. 78(1). Checked against scikit-learn `brier_score_loss` (two classes) and the formula in NumPy.
 */
export const brier: ClassMetric = {
  task: 'classification',
  name: 'brier',
  greaterIsBetter: false,
  doc: 'Mean squared error of the predicted probabilities.',
  range: [0, 2],
  compute(input) {
    const { truth, probabilities, nClasses } = input;
    if (nClasses === 2) {
      const positive = positiveClass(input);
      return sampleMean(input, (i, row) => (probabilities[row + positive]! - (truth[i] === positive ? 1 : 0)) ** 2);
    }
    return sampleMean(input, (i, row) => {
      let sum = 0;
      for (let k = 0; k < nClasses; k++) sum += (probabilities[row + k]! - (truth[i] === k ? 1 : 0)) ** 2;
      return sum;
    });
  },
};
