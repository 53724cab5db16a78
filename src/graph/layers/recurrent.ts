import { ShapeError } from '../../base/errors.ts';
import { add } from '../ops/add.ts';
import { concat, split } from '../ops/concat.ts';
import { matmul } from '../ops/matmul.ts';
import { mul } from '../ops/mul.ts';
import { reshape } from '../ops/reshape.ts';
import { sigmoid } from '../ops/sigmoid.ts';
import { sub } from '../ops/sub.ts';
import { tanh } from '../ops/tanh.ts';
import { where } from '../ops/where.ts';
import { constant, describe, type Tensor } from '../tensor.ts';
import { uniform } from './initial.ts';
import type { Initial, Scope } from './scope.ts';

export interface RecurrentOptions {
  /** Whether time is read from its end to its start. Default false. */
  readonly backward?: boolean;
  /** bool [n, steps]: false where there is nothing to read and the state stays as it is. Default: everything is there. */
  readonly present?: Tensor;
}

export interface Recurrent {
  /** The state after each step, in the order of x: [n, steps, units]. */
  readonly states: Tensor;
  /** The state after the step that is read last: [n, units]. */
  readonly last: Tensor;
}

/**
 * Gated recurrent units, unrolled over the steps, from a state of zeros:
 * r, z = σ(W x + U h + b); c = tanh(W x + b + r ∘ (U h + b′)); h ← (1 − z) ∘ c + z ∘ h.
 * Parameters `input` [features, 3·units] and `state` [units, 3·units] with the gates in the order r, z, c; `bias` [3·units], the sum of PyTorch's
 * two where they cannot be told apart; `candidate` [units], b′: PyTorch's bias_hn. All start uniform in ±1/√units.
 * @param x [n, steps, features]. @throws {ShapeError} a number of steps or features that is not known, `present` of another shape.
 * Cost O(n · steps · units · (features + units)); a dozen nodes of ONNX a step. Source: Cho et al. 2014, arXiv 1406.1078, in the form of cuDNN. Checked
 * against PyTorch 1.13, nn.GRU: states and gradients.
 */
export function gru(scope: Scope, x: Tensor, units: number, options: RecurrentOptions = {}): Recurrent {
  const start = plusMinus(units);
  const weight = scope.weight('state', [units, 3 * units], start);
  const bias = scope.offset('candidate', [units], start);
  const seen = ofInputs(scope, x, 3 * units, [2 * units, units], start, start);
  return unrolled(scope, x, options, [zeroState(units)], ([h], t) => {
    const [gatesX, candidateX] = seen[t]!;
    const [gatesH, candidateH] = split(matmul(h!, weight), 1, [2 * units, units]);
    const [r, z] = split(sigmoid(add(gatesX!, gatesH!)), 1, 2);
    const candidate = tanh(add(candidateX!, mul(r!, add(candidateH!, bias))));
    return [add(candidate, mul(z!, sub(h!, candidate)))];
  });
}

/**
 * Long short-term memory, unrolled over the steps, from states of zeros: i, f, o = σ(W x + U h + b); g = tanh(W x + U h + b);
 * c ← f ∘ c + i ∘ g; h = o ∘ tanh(c).
 * Parameters `input` [features, 4·units] and `state` [units, 4·units] with the gates in the order i, f, g, o; `bias` [4·units], the sum of PyTorch's
 * two. They start uniform in ±1/√units, the bias of f at 1 (Jozefowicz et al. 2015).
 * @param x [n, steps, features]. @throws {ShapeError} a number of steps or features that is not known, `present` of another shape.
 * Cost as of `gru`, a third more. Source: Hochreiter & Schmidhuber 1997; Gers et al. 2000 (f). Checked against PyTorch 1.13, nn.LSTM: states and gradients.
 */
export function lstm(scope: Scope, x: Tensor, units: number, options: RecurrentOptions = {}): Recurrent {
  const start = plusMinus(units);
  const weight = scope.weight('state', [units, 4 * units], start);
  const forgetting: Initial = (shape, random) => start(shape, random).fill(1, units, 2 * units);
  const seen = ofInputs(scope, x, 4 * units, [4 * units], start, forgetting);
  return unrolled(scope, x, options, [zeroState(units), zeroState(units)], ([h, c], t) => {
    const [taken, kept, made, shown] = split(add(seen[t]![0]!, matmul(h!, weight)), 1, 4);
    const next = add(mul(sigmoid(kept!), c!), mul(sigmoid(taken!), tanh(made!)));
    return [mul(sigmoid(shown!), tanh(next)), next];
  });
}

const plusMinus = (units: number) => uniform(1 / Math.sqrt(units));

/** [1, units]: the same for every sample. */
const zeroState = (units: number) => constant(new Float32Array(units), [1, units]);

/** W x + b of all steps in one product, cut into steps and each of them into `pieces`, [n, size of the piece]. */
function ofInputs(
  scope: Scope,
  x: Tensor,
  width: number,
  pieces: readonly number[],
  weights: Initial,
  offsets: Initial,
): Tensor[][] {
  const [n, steps, features] = x.shape;
  if (x.shape.length !== 3 || typeof steps !== 'number' || typeof features !== 'number') {
    const problem = `x [n, steps, features] must have known steps and features, got ${describe(x)}`;
    throw new ShapeError({ where: scope.nameOf('recurrent'), problem });
  }
  const product = matmul(x, scope.weight('input', [features, width], weights));
  const all = add(product, scope.offset('bias', [width], offsets));
  const each = Array.from({ length: steps }, () => pieces).flat();
  const cut = split(reshape(all, [n!, steps * width]), 1, each);
  return Array.from({ length: steps }, (_, t) => cut.slice(t * pieces.length, (t + 1) * pieces.length));
}

/** Steps one after another. @param step from the states before it, the one that is seen first, to those after it. */
function unrolled(
  scope: Scope,
  { shape: [n, count] }: Tensor,
  { backward = false, present }: RecurrentOptions,
  initial: readonly Tensor[],
  step: (states: readonly Tensor[], t: number) => readonly Tensor[],
): Recurrent {
  const steps = count as number;
  if (present && (present.dtype !== 'bool' || present.shape[0] !== n || present.shape[1] !== steps)) {
    const problem = `present must be bool [${n}, ${steps}], got ${present.dtype} ${describe(present)}`;
    throw new ShapeError({ where: scope.nameOf('recurrent'), problem });
  }
  const there = present && split(present, 1, steps);
  const order = [...Array(steps).keys()];
  const after: Tensor[] = [];
  let states = initial;
  for (const t of backward ? order.reverse() : order) {
    const before = states;
    const next = step(before, t);
    states = there ? next.map((one, s) => where(there[t]!, one, before[s]!)) : next;
    after[t] = states[0]!;
  }
  const units = states[0]!.shape[1]!;
  return { states: reshape(concat(after, 1), [n!, steps, units]), last: states[0]! };
}
