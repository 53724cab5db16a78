import type { ClassMetric } from './class-metric.ts';
import { logOddsOf } from './log-odds.ts';
import { recalibrationShift } from './recalibration.ts';
import { oneVsRest } from './threshold-walk.ts';

/**
 * Calibration in the large: the constant that must be added to the predicted log odds so that the class is predicted as often as it occurs
 * (logistic regression with the log odds as offset): 0 when it is, above 0 when the class was predicted too rarely. Two classes: of the positive
 * one; more: mean of the absolute values over the classes that occur and are not alone, since over all classes the signs cancel. Probabilities
 * are taken within 2⁻⁵² of 0 and 1. Weights count as copies. NaN when one class only has weight.
 * Cost O(K · n) a step, about five steps. Source: Steyerberg 2019, Clinical Prediction Models, §15.3. Checked against R `glm` with an offset.
 */
export const calibrationIntercept: ClassMetric = {
  task: 'classification',
  name: 'calibration-intercept',
  greaterIsBetter: false,
  ideal: 0,
  doc: 'How much the log odds were off on average: 0 is right, above 0 the class was predicted too rarely.',
  range: [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY],
  compute(input) {
    return oneVsRest(input, (k) => {
      const intercept = recalibrationShift(logOddsOf(input, k), input.weights);
      return input.nClasses === 2 ? intercept : Math.abs(intercept);
    });
  },
};
