import { ParamError } from '../../base/errors.ts';
import { convolution } from '../../graph/layers/convolution.ts';
import { dropped } from '../../graph/layers/dropped.ts';
import { rectified } from '../../graph/layers/rectified.ts';
import { gru, lstm } from '../../graph/layers/recurrent.ts';
import type { Scope } from '../../graph/layers/scope.ts';
import { cast } from '../../graph/ops/cast.ts';
import { concat } from '../../graph/ops/concat.ts';
import { cumulativeSum } from '../../graph/ops/cumulative-sum.ts';
import { greater } from '../../graph/ops/greater.ts';
import { max } from '../../graph/ops/max.ts';
import { maxPool } from '../../graph/ops/max-pool.ts';
import { mul } from '../../graph/ops/mul.ts';
import { reshape } from '../../graph/ops/reshape.ts';
import { pad } from '../../graph/ops/slice.ts';
import { sum } from '../../graph/ops/sum.ts';
import { transpose } from '../../graph/ops/transpose.ts';
import { where } from '../../graph/ops/where.ts';
import { scalar, stopGradient, type Tensor } from '../../graph/tensor.ts';

/** How letters are read one after another; the names are those of the parameters of `sequence-rnn`. */
export interface RecurrentSettings {
  readonly cell: 'gru' | 'lstm';
  readonly units: number;
  readonly layers: number;
  readonly directions: 'one' | 'both';
  readonly filters: number;
  readonly width: number;
  readonly pool: number;
  readonly dropout: number;
}

/** Most steps that a network is unrolled over: its graph has some 40 nodes a step, direction and layer, and opening one of 500 steps took 30 s. */
const MOST = 1000;

/** [n, letters, positions] → [n, features]: of each direction of the last layer the state after reading, and the largest of each unit at any step. @throws {ParamError} more than 1,000 steps. */
export function readInOrder(scope: Scope, letters: Tensor, settings: RecurrentSettings): Tensor {
  const { cell, units, layers, directions, dropout } = settings;
  requireFew(letters.shape[2] as number, settings);
  const { found, present } = stepsOf(scope, letters, settings);
  let x = transpose(found, [0, 2, 1]);
  let last: Tensor[] = [];
  for (let layer = 1; layer <= layers; layer++) {
    const own = scope.at(`${cell}${layer}`);
    const ways = directions === 'both' ? ['forward', 'backward'] : ['forward'];
    const read = ways.map((way) =>
      (cell === 'gru' ? gru : lstm)(own.at(way), x, units, { backward: way === 'backward', present }),
    );
    const states = read.map((one) => one.states);
    x = concat(states, 2);
    last = read.map((one) => one.last);
    if (layer < layers) x = dropped(own, x, dropout);
  }
  // States lie between −1 and 1.
  const there = reshape(present, [...present.shape, 1]);
  return concat([...last, max(where(there, x, scalar(-1)), [1])], 1);
}

function requireFew(positions: number, { filters, pool }: RecurrentSettings): void {
  const steps = filters === 0 ? positions : Math.ceil(positions / pool);
  if (steps <= MOST) return;
  throw new ParamError({
    where: 'sequence-rnn',
    problem: `reads at most ${MOST} steps, got ${positions} positions in ${steps}`,
    hint: `give it filters, and a pool of ${Math.ceil(positions / MOST)} or more`,
  });
}

/** What stands at each step, [n, features, steps], and whether there is a letter in it, bool [n, steps]. */
function stepsOf(
  scope: Scope,
  letters: Tensor,
  { filters, width, pool, dropout }: RecurrentSettings,
): { readonly found: Tensor; readonly present: Tensor } {
  if (filters === 0) return { found: letters, present: reach(letters) };
  const positions = letters.shape[2] as number;
  const size = Math.min(pool, positions);
  // A last window that is not full counts as well.
  const x = pad(letters, { 2: [0, (size - (positions % size)) % size] });
  const inside = cast(reach(x), 'float32');
  const steps = reshape(inside, [x.shape[0]!, 1, x.shape[2]!]);
  const own = scope.at('filters1');
  const answers = convolution(own, x, filters, [Math.min(width, positions)], { padding: 'same' });
  // Rectified answers are at least 0, which is what a filter says where there is no letter.
  const found = maxPool(mul(rectified(own, answers), steps), size);
  const present = greater(reshape(maxPool(steps, size), [x.shape[0]!, found.shape[2]!]), scalar(0));
  return { found: dropped(own, found, dropout / 2), present };
}

/** From the first letter of each sequence to its last, whatever is missing between: [n, letters, positions] → bool [n, positions]. */
function reach(letters: Tensor): Tensor {
  const some = stopGradient(sum(letters, [1]));
  return greater(mul(cumulativeSum(some, 1), cumulativeSum(some, 1, { reverse: true })), scalar(0));
}
