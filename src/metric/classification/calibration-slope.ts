import type { ClassMetric } from './class-metric.ts';
import { logOddsOf } from './log-odds.ts';
import { recalibrationLine } from './recalibration.ts';
import { oneVsRest } from './threshold-walk.ts';

/**
 * Slope of the logistic regression of what happened on the predicted log odds: 1 when the probabilities are as bold as they should be, below 1
 * when they are too extreme, above 1 when too timid. Two classes: of the positive one; more: each against the rest, mean over the classes for
 * which it is defined. Probabilities are taken within 2⁻⁵² of 0 and 1. Weights count as copies; equal probabilities are nothing special. NaN when one
 * class only has weight, when all probabilities are equal, or when the classes are told apart without error (the slope would be infinite).
 * Cost O(K · n) a step, about six steps. Source: Cox 1958, Biometrika 45, 562; Steyerberg 2019, Clinical Prediction Models, §15.3. Checked against R `glm`.
 */
export const calibrationSlope: ClassMetric = {
  task: 'classification',
  name: 'calibration-slope',
  greaterIsBetter: false,
  ideal: 1,
  doc: 'How bold the probabilities should have been: 1 is right, below 1 they were too extreme.',
  range: [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY],
  compute(input) {
    return oneVsRest(input, (k) => recalibrationLine(logOddsOf(input, k), input.weights).slope);
  },
};
