import { DataError } from '../../base/errors.ts';
import type { ParamValues } from '../../base/params.ts';
import { convolution } from '../../graph/layers/convolution.ts';
import { dense } from '../../graph/layers/dense.ts';
import { dropped } from '../../graph/layers/dropped.ts';
import { rectified } from '../../graph/layers/rectified.ts';
import type { Scope } from '../../graph/layers/scope.ts';
import { changedSequence, letterChannels, requireDna, reverseComplement } from '../../graph/layers/sequence-input.ts';
import { add } from '../../graph/ops/add.ts';
import { concat } from '../../graph/ops/concat.ts';
import { max } from '../../graph/ops/max.ts';
import { maxPool } from '../../graph/ops/max-pool.ts';
import { maximum } from '../../graph/ops/maximum.ts';
import { reshape } from '../../graph/ops/reshape.ts';
import { sizeOf } from '../../graph/shape.ts';
import type { Tensor } from '../../graph/tensor.ts';
import type { Architecture } from './body.ts';
import { type NetworkLearner, networkLearner } from './network-learner.ts';

export { restore } from './network-model.ts';

interface Settings {
  readonly filters: number;
  readonly width: number;
  readonly pool: number;
  readonly layers: number;
  readonly blocks: number;
  readonly places: 'anywhere' | 'aligned' | 'both';
  readonly strands: 'one' | 'both';
  readonly dropout: number;
  readonly units: number;
}

/**
 * A convolutional network over the letters of sequences: filters that learn motifs, pooled, a second layer of filters over what they found, dilated
 * residual blocks for distant neighbours on request; then the strongest answer of each filter anywhere, its answers place by place, or both.
 * With both strands the same filters read the reverse complement, and the stronger of the two counts. Other blocks join before the last layers.
 * Shorter sequences are padded with nothing; missing letters are nothing. Cost O(epochs · n · positions · filters · width · letters).
 * Source: Alipanahi et al. 2015 (DeepBind); Umarov & Solovyev 2017 (CNNProm); dilation as Yu & Koltun 2016.
 */
export function create(params: ParamValues): NetworkLearner {
  const settings = { ...params } as unknown as Settings;
  const architecture: Architecture = (parts) => {
    const sequences = parts.filter(({ letters }) => letters);
    if (sequences.length === 0) {
      throw new DataError({
        where: 'sequence-cnn',
        problem: 'needs a block of kind sequence that was not one-hot encoded, got none',
        hint: "give the block 'kind: sequence' and no prepare",
      });
    }
    if (settings.strands === 'both' || params.turn)
      for (const { letters } of sequences) requireDna(letters!, 'sequence-cnn');
    return (scope, inputs) => {
      const found = parts.map(({ name, letters, shape }) => {
        const x = inputs[name]!;
        const own = scope.at(name);
        if (!letters) return reshape(x, [x.shape[0]!, sizeOf(shape)]);
        const changes = { mask: params.mask as number, shift: params.shift as number, turn: params.turn as boolean };
        return readBoth(own, changedSequence(own, letterChannels(x, letters.length), changes), settings);
      });
      const joined = dropped(scope, concat(found, 1), settings.dropout);
      const last = scope.at('dense');
      return dropped(last, rectified(last, dense(last, joined, settings.units)), settings.dropout);
    };
  };
  return networkLearner('sequence-cnn', params, architecture);
}

/** What is found on one strand or, the same parameters reading both, on the better of two. */
function readBoth(scope: Scope, x: Tensor, settings: Settings): Tensor {
  const forward = read(scope, x, settings);
  return settings.strands === 'one' ? forward : maximum(forward, read(scope, reverseComplement(x), settings));
}

/** [n, letters, positions] → [n, features]. */
function read(scope: Scope, x: Tensor, { filters, width, pool, layers, blocks, places, dropout }: Settings): Tensor {
  let y = x;
  for (let layer = 1; layer <= layers; layer++) {
    const own = scope.at(`filters${layer}`);
    const window = Math.min(layer === 1 ? width : Math.max(3, width >> 1), y.shape[2] as number);
    y = convolution(own, y, filters, [window], { padding: 'same' });
    // The largest is rectified, not the other way round: the same, with less to rectify.
    if (pool > 1 && (y.shape[2] as number) >= pool) y = maxPool(y, pool);
    y = rectified(own, y);
    if (layer < layers) y = dropped(own, y, dropout / 2, { channels: true });
  }
  for (let block = 1; block <= blocks; block++) {
    const own = scope.at(`block${block}`);
    y = add(y, rectified(own, convolution(own, y, filters, [3], { padding: 'same', dilation: 2 ** block })));
  }
  const anywhere = () => max(y, [2]);
  const aligned = () => reshape(y, [y.shape[0]!, (y.shape[1] as number) * (y.shape[2] as number)]);
  if (places === 'both') return concat([anywhere(), aligned()], 1);
  return places === 'anywhere' ? anywhere() : aligned();
}
