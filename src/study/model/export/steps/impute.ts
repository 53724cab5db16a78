import { cast } from '../../../../graph/ops/cast.ts';
import { concat } from '../../../../graph/ops/concat.ts';
import { constant } from '../../../../graph/tensor.ts';
import type { StepConverter } from '../converters.ts';
import { choose, columns, isMissing } from '../doubles.ts';

/** Missing values become those of training, of words the number of the training word; indicators follow. */
export const impute: StepConverter = ({ json, arrays }, x, words) => {
  const fillers = json.words as readonly (string | null)[] | null;
  const fill = Float32Array.from(arrays.fill!, (number, j) => {
    const [list, word] = [words[j], fillers?.[j]];
    return list && word ? list.indexOf(word) : number;
  });
  const missing = isMissing(x);
  const filled = choose(missing, constant(fill, [1, fill.length]), x);
  const indicators = arrays.indicators!;
  return indicators.length === 0 ? filled : concat([filled, cast(columns(missing, indicators), 'float32')], 1);
};
