import { concat } from '../../../../graph/ops/concat.ts';
import { sub } from '../../../../graph/ops/sub.ts';
import { amongAll, certainOf, fromLogOdds } from '../classes.ts';
import type { ModelConverter } from '../converters.ts';
import { hazardCurves } from '../curves.ts';
import { exp, softmax, value } from '../doubles.ts';
import { predictor } from '../predictors.ts';

/** elastic-net, lasso and ridge: linear predictors in the features that have a coefficient, and what the family makes of them. */
export const penalised: ModelConverter = ({ json, arrays }, x) => {
  const nFeatures = json.nFeatures as number;
  const { indices, values, intercepts } = arrays;
  const eta = Array.from(intercepts!, (intercept, q) => {
    const weights = new Float64Array(nFeatures);
    indices!.forEach((at, e) => {
      if (Math.floor(at / nFeatures) === q) weights[at - q * nFeatures] = values![e]!;
    });
    return predictor(x, intercept, weights);
  });
  if (json.task === 'regression') {
    return { task: 'regression', values: json.family === 'poisson' ? exp(eta[0]!) : eta[0]! };
  }
  if (json.task === 'survival') {
    const risk = sub(eta[0]!, value(json.centre as number));
    return { task: 'survival', risk, curves: hazardCurves(arrays, risk) };
  }
  const classes = json.classes as string[];
  const present = arrays.present!;
  if (present.length === 1) {
    return { task: 'classification', classes, probabilities: certainOf(present[0]!, classes.length, x) };
  }
  const known = eta.length === 1 && present.length === 2 ? fromLogOdds(eta[0]!) : softmax(concat(eta, 1));
  return { task: 'classification', classes, probabilities: amongAll(known, present, classes.length) };
};
