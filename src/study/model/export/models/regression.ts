import { certainOf, fromLogOdds } from '../classes.ts';
import type { ModelConverter } from '../converters.ts';
import { hazardCurves } from '../curves.ts';
import { predictor } from '../predictors.ts';

export const linear: ModelConverter = ({ arrays: { estimates } }, x) => ({
  task: 'regression',
  values: predictor(x, estimates![0]!, estimates!.subarray(1)),
});

/** Log odds of the second class; where training held one class only, it is certain. */
export const logistic: ModelConverter = ({ json, arrays: { estimates } }, x) => {
  const classes = json.classes as string[];
  const only = json.only as number | undefined;
  const probabilities =
    only === undefined
      ? fromLogOdds(predictor(x, estimates![0]!, estimates!.subarray(1)))
      : certainOf(only, classes.length, x);
  return { task: 'classification', classes, probabilities };
};

/** Log hazard ratio against a sample at the training means. */
export const cox: ModelConverter = ({ arrays }, x) => {
  const { coefficients, means } = arrays;
  let intercept = 0;
  coefficients!.forEach((b, j) => {
    if (b !== 0) intercept -= b * means![j]!;
  });
  const risk = predictor(x, intercept, coefficients!);
  return { task: 'survival', risk, curves: hazardCurves(arrays, risk) };
};
