import { DataError } from '../../base/errors.ts';
import type { ParamValues } from '../../base/params.ts';
import { dense } from '../../graph/layers/dense.ts';
import { dropped } from '../../graph/layers/dropped.ts';
import { rectified } from '../../graph/layers/rectified.ts';
import { changedSequence, letterChannels, requireDna } from '../../graph/layers/sequence-input.ts';
import { concat } from '../../graph/ops/concat.ts';
import { reshape } from '../../graph/ops/reshape.ts';
import { sizeOf } from '../../graph/shape.ts';
import type { Architecture } from './body.ts';
import { type NetworkLearner, networkLearner } from './network-learner.ts';
import { type ReadSettings, readSequence } from './read-sequence.ts';

export { restore } from './network-model.ts';

interface Settings extends ReadSettings {
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
        return readSequence(own, changedSequence(own, letterChannels(own, x, letters.length), changes), settings);
      });
      const joined = dropped(scope, concat(found, 1), settings.dropout);
      const last = scope.at('dense');
      return dropped(last, rectified(last, dense(last, joined, settings.units)), settings.dropout);
    };
  };
  return networkLearner('sequence-cnn', params, architecture);
}
