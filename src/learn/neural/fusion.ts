import type { ParamValues } from '../../base/params.ts';
import { dense } from '../../graph/layers/dense.ts';
import { dropped } from '../../graph/layers/dropped.ts';
import { rectified } from '../../graph/layers/rectified.ts';
import type { Scope } from '../../graph/layers/scope.ts';
import { letterChannels } from '../../graph/layers/sequence-input.ts';
import { add } from '../../graph/ops/add.ts';
import { cast } from '../../graph/ops/cast.ts';
import { concat } from '../../graph/ops/concat.ts';
import { greater } from '../../graph/ops/greater.ts';
import { max } from '../../graph/ops/max.ts';
import { mul } from '../../graph/ops/mul.ts';
import { reshape } from '../../graph/ops/reshape.ts';
import { softmax } from '../../graph/ops/softmax.ts';
import { sub } from '../../graph/ops/sub.ts';
import { sum } from '../../graph/ops/sum.ts';
import { tanh } from '../../graph/ops/tanh.ts';
import { where } from '../../graph/ops/where.ts';
import { sizeOf } from '../../graph/shape.ts';
import { scalar, type Tensor } from '../../graph/tensor.ts';
import type { Architecture } from './body.ts';
import { type NetworkLearner, networkLearner } from './network-learner.ts';
import type { InputPart } from './parts.ts';
import { readSequence } from './read-sequence.ts';

export { restore } from './network-model.ts';

/** Added to the score of a block that is not there. */
const ABSENT = -1e9;

/**
 * Several kinds of measurement of one sample: an encoder for each block (a rectified layer for tables, filters for sequences), brought together side by
 * side, by attention or by maximum. Training hides whole blocks at random, so that a sample without one can be predicted; what is missing is known by
 * `ViewPart.present`. With `units: 0` the network is linear: with the Cox loss, Cox regression.
 * Source: Cheerla & Gevaert 2019 (missing modalities); Ilse et al. 2018, eq. 8 (attention). Cost O(epochs · n · p · units).
 */
export function create(params: ParamValues): NetworkLearner {
  const units = params.units as number;
  const rate = params.dropout as number;
  const architecture: Architecture = (parts) => (scope, inputs) => {
    const present = parts.length > 1 ? presence(scope, parts, inputs, params['block-dropout'] as number) : undefined;
    const encoded = parts.map((part, b) => {
      const x = encode(scope.at(part.name), inputs[part.name]!, part, params);
      return present ? mul(x, present[b]!) : x;
    });
    if (units === 0) return concat(encoded, 1);
    const joined = join(scope, encoded, present, params.join as string);
    const hidden = scope.at('hidden');
    return dropped(hidden, rectified(hidden, dense(hidden, joined, units)), rate);
  };
  return networkLearner('fusion', params, architecture, { missing: true });
}

/** Of each block [n, 1]: 1 where the sample has it and training does not hide it. */
function presence(
  scope: Scope,
  parts: readonly InputPart[],
  inputs: Readonly<Record<string, Tensor>>,
  rate: number,
): Tensor[] {
  return parts.map(({ present }) => {
    const there = inputs[present!]!;
    const n = there.shape[0]!;
    const column = reshape(there, [n, 1]);
    if (!scope.training || rate === 0) return column;
    return mul(column, cast(greater(scope.noise('uniform', [n as number, 1]), scalar(rate)), 'float32'));
  });
}

/** A block as [n, units], or as its plain features in a linear network. */
function encode(scope: Scope, x: Tensor, { letters, shape }: InputPart, params: ParamValues): Tensor {
  const units = params.units as number;
  const rate = params.dropout as number;
  const n = x.shape[0]!;
  if (!letters && units === 0) return reshape(x, [n, sizeOf(shape)]);
  const { filters, width } = params as { filters: number; width: number };
  const settings = {
    filters,
    width,
    pool: 2,
    layers: 2,
    blocks: 0,
    places: 'both',
    strands: 'one',
    dropout: rate,
  } as const;
  const features = letters
    ? readSequence(scope, letterChannels(scope, x, letters.length), settings)
    : reshape(x, [n, sizeOf(shape)]);
  if (units === 0) return features;
  return dropped(scope, rectified(scope, dense(scope, features, units)), rate);
}

/** Blocks [n, units] each as one [n, width]. */
function join(scope: Scope, blocks: readonly Tensor[], present: readonly Tensor[] | undefined, how: string): Tensor {
  if (how === 'concat' || !present) return concat(blocks, 1);
  const [n, units] = blocks[0]!.shape;
  const stacked = concat(
    blocks.map((block) => reshape(block, [n!, 1, units!])),
    1,
  );
  const absent = mul(sub(scalar(1), concat(present, 1)), scalar(ABSENT));
  if (how === 'max') {
    const strongest = max(add(stacked, reshape(absent, [n!, blocks.length, 1])), [1]);
    const any = max(concat(present, 1), [1], { keep: true });
    return where(greater(any, scalar(0)), strongest, scalar(0));
  }
  // Its own place is part of what a block is judged by: each has a layer of its own.
  const scores = blocks.map((block, b) => {
    const own = scope.at(`attention${b + 1}`);
    return dense(own.at('score'), tanh(dense(own, block, units as number, { gain: 1 })), 1, { gain: 1, bias: false });
  });
  const weights = softmax(add(concat(scores, 1), absent), 1);
  return sum(mul(stacked, reshape(weights, [n!, blocks.length, 1])), [1]);
}
