import { calibrationLine } from './number-calibration-slope.ts';
import type { NumberMetric } from './number-metric.ts';

/**
 * Intercept a of the least-squares line of the measured on the predicted values, measured = a + b·predicted, in the unit of the target: 0 when
 * the slope is 1 and predictions are right on average. NaN when all predictions are equal. Weights count as copies. Cost O(n).
 * Source: Steyerberg 2019, Clinical Prediction Models, §15.3. Checked against `leastSquares`.
 */
export const numberCalibrationIntercept: NumberMetric = {
  name: 'calibration-intercept',
  task: 'regression',
  greaterIsBetter: false,
  ideal: 0,
  doc: 'Where the line of measured on predicted values meets 0.',
  range: [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY],
  compute: (input) => calibrationLine(input).intercept,
};
