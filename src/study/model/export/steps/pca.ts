import { sub } from '../../../../graph/ops/sub.ts';
import type { StepConverter } from '../converters.ts';
import { choose, double, doubles, isMissing, product, single, value } from '../doubles.ts';

/** Coordinates on the training axes; a missing value counts as the training mean. */
export const pca: StepConverter = ({ json, arrays: { means, axes } }, x) => {
  const p = means!.length;
  const centred = sub(double(x), doubles(means!, [1, p]));
  const present = choose(isMissing(centred), value(0), centred);
  return single(product(present, doubles(axes!, [p, json.count as number])));
};
