import { cast } from '../../../../graph/ops/cast.ts';
import { concat } from '../../../../graph/ops/concat.ts';
import { constant, type Tensor } from '../../../../graph/tensor.ts';
import type { StepConverter } from '../converters.ts';
import { choose, columns, doubles, equal, greater, product, rowSum, single, value } from '../doubles.ts';

/** The places of the words in the order; a word that is no level, as one that is not there, becomes missing. */
export const ordinal: StepConverter = ({ json, arrays }, x, words) => {
  const levels = json.levels as readonly string[];
  const coded = [...arrays.coded!.keys()].filter((j) => arrays.coded![j]);
  if (coded.length === 0) return x;
  const width = arrays.coded!.length;
  const behind = coded.map((j) => placesOf(x, j, levels, words[j] ?? []));
  const order = Array.from({ length: width }, (_, j) => (arrays.coded![j] ? width + coded.indexOf(j) : j));
  return columns(concat([x, ...behind], 1), order);
};

/** float32 [N, 1]. */
function placesOf(x: Tensor, column: number, levels: readonly string[], words: readonly string[]): Tensor {
  // NaN, equal to nothing, for a level that is not among the words.
  const codes = Float32Array.from(levels, (word) => (words.includes(word) ? words.indexOf(word) : Number.NaN));
  const read = columns(
    x,
    levels.map(() => column),
  );
  const flags = cast(equal(read, constant(codes, [1, codes.length])), 'float64');
  const places = product(flags, doubles(Array.from(levels.keys()), [levels.length, 1]));
  return single(choose(greater(rowSum(flags), value(0)), places, value(Number.NaN)));
}
