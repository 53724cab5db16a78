import { concat } from '../../../graph/ops/concat.ts';
import { sub } from '../../../graph/ops/sub.ts';
import type { Tensor } from '../../../graph/tensor.ts';
import { columns, everywhere, neg, sigmoid, value } from './doubles.ts';

/** Probabilities of the classes that a model knows [N, present] among all of them [N, nClasses]: the others get 0. */
export function amongAll(known: Tensor, present: ArrayLike<number>, nClasses: number): Tensor {
  const places = Array.from(present);
  if (places.length === nClasses && places.every((k, q) => k === q)) return known;
  const absent = places.length; // the column of zeros behind the known ones
  const from = Array.from({ length: nClasses }, (_, k) => (places.includes(k) ? places.indexOf(k) : absent));
  return columns(concat([known, everywhere([0], known)], 1), from);
}

/** Certain of one class. */
export function certainOf(k: number, nClasses: number, x: Tensor): Tensor {
  return everywhere(
    Float64Array.from({ length: nClasses }, (_, at) => Number(at === k)),
    x,
  );
}

/** Two classes from the log odds of the second, [N, 1] → [N, 2]. */
export function fromLogOdds(odds: Tensor): Tensor {
  return concat([sigmoid(neg(odds)), sigmoid(odds)], 1);
}

/** Two classes from the probability of the second, [N, 1] → [N, 2]. */
export function fromSecond(second: Tensor): Tensor {
  return concat([sub(value(1), second), second], 1);
}
