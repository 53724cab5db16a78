import { log } from '../../base/elementary.ts';
import { type ClassMetric, sampleMean } from './class-metric.ts';

/** 2⁻⁵²: a probability of 0 given to what happened costs 36.04 instead of ∞. */
const SMALLEST = 2.220446049250313e-16;

/**
 * Mean of −ln p(true class), in nats; probabilities below 2⁻⁵² count as 2⁻⁵². Guessing K classes evenly gives ln K.
 * Checked against scikit-learn `log_loss`, which clips at the same value.
 */
export const logLoss: ClassMetric = {
  task: 'classification',
  name: 'log-loss',
  greaterIsBetter: false,
  doc: 'Surprise at the true class, −ln of its predicted probability, on average; confident mistakes cost most.',
  range: [0, Number.POSITIVE_INFINITY],
  compute(input) {
    const { truth, probabilities } = input;
    return sampleMean(input, (i, row) => -log(Math.max(SMALLEST, probabilities[row + truth[i]!]!)));
  },
};
