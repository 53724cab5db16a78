import { add } from '../../../../graph/ops/add.ts';
import { concat } from '../../../../graph/ops/concat.ts';
import { mul } from '../../../../graph/ops/mul.ts';
import { amongAll, certainOf, fromSecond } from '../classes.ts';
import type { ModelConverter } from '../converters.ts';
import { neg, sigmoid, softmax, value } from '../doubles.ts';
import { predictor } from '../predictors.ts';

/** Decision values, through the sigmoid (two classes) or the softmax that was learned from held-out ones. */
export const linearSvm: ModelConverter = ({ json, arrays }, x) => {
  const classes = json.classes as string[];
  const nFeatures = json.nFeatures as number;
  const { weights, intercepts, calibration, present } = arrays;
  if (intercepts!.length === 0) {
    return { task: 'classification', classes, probabilities: certainOf(present![0]!, classes.length, x) };
  }
  const decisions = Array.from(intercepts!, (intercept, q) =>
    predictor(x, intercept, weights!.subarray(q * nFeatures, (q + 1) * nFeatures)),
  );
  const [slope, offset] = calibration!;
  const known =
    decisions.length === 1
      ? fromSecond(sigmoid(neg(add(mul(decisions[0]!, value(slope!)), value(offset!)))))
      : softmax(mul(concat(decisions, 1), value(slope!)));
  return { task: 'classification', classes, probabilities: amongAll(known, present!, classes.length) };
};
