import { add } from '../../../../graph/ops/add.ts';
import { amongAll } from '../classes.ts';
import type { ModelConverter } from '../converters.ts';
import { double, doubles, product, softmax } from '../doubles.ts';

/** multinomial-nb and complement-nb: offset + Σ weight · count of each class, as a softmax. A value below 0, which predict refuses, is a count like any other. */
export const countBayes: ModelConverter = ({ json, arrays }, x) => {
  const classes = json.classes as string[];
  const p = json.nFeatures as number;
  const { present, offsets, weights } = arrays;
  const K = present!.length;
  // Class-major as kept; the product wants a column for each class.
  const turned = Float64Array.from(weights!, (_, at) => weights![(at % K) * p + Math.floor(at / K)]!);
  const scores = add(product(double(x), doubles(turned, [p, K])), doubles(offsets!, [1, K]));
  return { task: 'classification', classes, probabilities: amongAll(softmax(scores), present!, classes.length) };
};
