import { weightedMean } from '../weighted-mean.ts';
import type { NumberInput, NumberMetric } from './number-metric.ts';

/**
 * Slope b of the least-squares line of the measured on the predicted values, measured = a + b·predicted: 1 when predictions spread as widely as they
 * should, below 1 when they are too extreme, above 1 when too timid. NaN when all predictions are equal. Weights count as copies. Cost O(n).
 * Source: Steyerberg 2019, Clinical Prediction Models, §15.3. Checked against `leastSquares`.
 */
export const numberCalibrationSlope: NumberMetric = {
  name: 'calibration-slope',
  task: 'regression',
  greaterIsBetter: false,
  ideal: 1,
  doc: 'By how much the measured value rises when the predicted one rises by 1: below 1 the predictions were too extreme.',
  range: [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY],
  compute: (input) => calibrationLine(input).slope,
};

/** measured = intercept + slope·predicted by least squares; NaN when all predictions are equal. */
export function calibrationLine({ truth, predicted, weights }: NumberInput): {
  readonly intercept: number;
  readonly slope: number;
} {
  const n = truth.length;
  const meanX = weightedMean((i) => predicted[i]!, n, weights);
  const meanY = weightedMean((i) => truth[i]!, n, weights);
  const variance = weightedMean((i) => (predicted[i]! - meanX) ** 2, n, weights);
  // Equal values whose mean is rounded leave dust instead of 0.
  if (!(variance > 1e-28 * meanX * meanX)) return { intercept: Number.NaN, slope: Number.NaN };
  const slope = weightedMean((i) => (predicted[i]! - meanX) * (truth[i]! - meanY), n, weights) / variance;
  return { intercept: meanY - slope * meanX, slope };
}
