import { log } from '../../../../base/elementary.ts';
import { add } from '../../../../graph/ops/add.ts';
import { concat } from '../../../../graph/ops/concat.ts';
import { div } from '../../../../graph/ops/div.ts';
import { mul } from '../../../../graph/ops/mul.ts';
import { sub } from '../../../../graph/ops/sub.ts';
import { amongAll } from '../classes.ts';
import type { ModelConverter } from '../converters.ts';
import { double, doubles, rowSum, softmax, value } from '../doubles.ts';

/** Gaussian: log prior + Σ log density of each class, as a softmax. Squares are of differences, which spares digits. */
export const naiveBayes: ModelConverter = ({ json, arrays }, x) => {
  const classes = json.classes as string[];
  const p = json.nFeatures as number;
  const { present, logPriors, means, variances } = arrays;
  const wide = double(x);
  const scores = Array.from(logPriors!, (prior, q) => {
    const own = Array.from(variances!.subarray(q * p, (q + 1) * p));
    const constants = own.reduce((sum, variance) => sum + log(2 * Math.PI * variance), 0);
    const from = sub(wide, doubles(means!.subarray(q * p, (q + 1) * p), [1, p]));
    const distance = rowSum(div(mul(from, from), doubles(own, [1, p])));
    return add(mul(distance, value(-0.5)), value(prior - 0.5 * constants));
  });
  return {
    task: 'classification',
    classes,
    probabilities: amongAll(softmax(concat(scores, 1)), present!, classes.length),
  };
};
