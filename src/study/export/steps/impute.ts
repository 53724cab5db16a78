import { UnsupportedError } from '../../../base/errors.ts';
import { cast } from '../../../graph/ops/cast.ts';
import { concat } from '../../../graph/ops/concat.ts';
import { constant } from '../../../graph/tensor.ts';
import type { StepConverter } from '../converters.ts';
import { choose, columns, isMissing } from '../doubles.ts';

/** Missing values become those of training; indicators follow. */
export const impute: StepConverter = ({ json, arrays }, x) => {
  if (json.words) {
    throw new UnsupportedError({ where: 'step impute', problem: 'only numbers can be exported, got columns of words' });
  }
  const fill = Float32Array.from(arrays.fill!);
  const missing = isMissing(x);
  const filled = choose(missing, constant(fill, [1, fill.length]), x);
  const indicators = arrays.indicators!;
  return indicators.length === 0 ? filled : concat([filled, cast(columns(missing, indicators), 'float32')], 1);
};
