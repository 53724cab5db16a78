import { massBins } from '../mass-bins.ts';
import type { ClassMetric } from './class-metric.ts';
import { rankScores } from './ranking.ts';

const BINS = 15;
/** Weight in a bin, at least. */
const LEAST = 20;

/**
 * Expected calibration error over bins of equal weight: Σ_b (w_b/w) · |accuracy_b − confidence_b|, confidence being the probability of the
 * predicted class. 15 bins, or as many as leave a weight of 20 in each, at least one: where confidences crowd near 1, equal widths (`ece`) put nearly
 * all samples into one bin and hide what is wrong there. Equal confidences are never divided (`massBins`). Weights count as copies. NaN when no
 * sample has weight. Biased upwards for few samples, as `ece` is.
 * Source: Nguyen & O'Connor 2015, EMNLP, §3; Nixon et al. 2019, CVPR workshops. Checked against the formula in NumPy.
 */
export const adaptiveEce: ClassMetric = {
  task: 'classification',
  name: 'adaptive-ece',
  greaterIsBetter: false,
  doc: 'How far predicted confidence and actual accuracy lie apart, on average over bins of equally many samples.',
  range: [0, 1],
  compute(input) {
    const { truth, weights } = input;
    const ranking = input.ranking ?? rankScores(input);
    const { predicted } = ranking;
    const { values, order } = ranking.confidences();
    let total = 0;
    for (let i = 0; i < truth.length; i++) total += weights ? weights[i]! : 1;
    const bins = massBins(values, weights, Math.max(1, Math.min(BINS, Math.floor(total / LEAST))), order);
    const gap = new Float64Array(BINS);
    for (let i = 0; i < truth.length; i++) {
      const w = weights ? weights[i]! : 1;
      gap[bins[i]!]! += w * ((predicted[i] === truth[i] ? 1 : 0) - values[i]!);
    }
    return gap.reduce((sum, value) => sum + Math.abs(value), 0) / total;
  },
};
