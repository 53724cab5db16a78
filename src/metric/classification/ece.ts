import type { ClassMetric } from './class-metric.ts';
import { predictedClasses } from './ranking.ts';

const BINS = 15;

/**
 * Expected calibration error: Σ_b (n_b/n) · |accuracy_b − confidence_b| over 15 bins of equal width ((b/15, (b+1)/15]) of the confidence,
 * the probability of the predicted class. With two classes too, it is the confidence in the predicted class that is binned.
 * Equal widths, not equal counts: the published form, needs no sorting, and equal confidences can never fall into two bins. It is biased
 * upwards for few samples, so compare models on the same samples.
 * Source: Guo et al. 2017, ICML, eq. 3 and M = 15. Checked against the formula in NumPy.
 */
export const ece: ClassMetric = {
  task: 'classification',
  name: 'ece',
  greaterIsBetter: false,
  doc: 'How far predicted confidence and actual accuracy lie apart, on average (15 bins).',
  range: [0, 1],
  compute(input) {
    const { truth, probabilities, nClasses, weights } = input;
    const predicted = predictedClasses(input);
    // A bin adds |Σ w·(correct − confidence)| / Σ w of all: its own count cancels.
    const gap = new Float64Array(BINS);
    let total = 0;
    for (let i = 0; i < truth.length; i++) {
      const w = weights ? weights[i]! : 1;
      const confidence = probabilities[i * nClasses + predicted[i]!]!;
      const bin = Math.min(BINS, Math.max(1, Math.ceil(confidence * BINS))) - 1;
      gap[bin]! += w * ((predicted[i] === truth[i] ? 1 : 0) - confidence);
      total += w;
    }
    return gap.reduce((sum, value) => sum + Math.abs(value), 0) / total;
  },
};
