import type { ParamValues } from '../../base/params.ts';
import { type NetworkLearner, networkLearner } from './network-learner.ts';
import { type ReadSettings, readSequence } from './read-sequence.ts';
import { sequenceNet } from './sequence-net.ts';

export { restore } from './network-model.ts';

/**
 * A convolutional network over the letters of sequences: filters that learn motifs, pooled, a second layer of filters over what they found, dilated
 * residual blocks for distant neighbours on request; then the strongest answer of each filter anywhere, its answers place by place, or both.
 * With both strands the same filters read the reverse complement, and the stronger of the two counts. Other blocks join before the last layers.
 * Shorter sequences are padded with nothing; missing letters are nothing. Cost O(epochs · n · positions · filters · width · letters).
 * Source: Alipanahi et al. 2015 (DeepBind); Umarov & Solovyev 2017 (CNNProm); dilation as Yu & Koltun 2016.
 */
export function create(params: ParamValues): NetworkLearner {
  const settings = params as unknown as ReadSettings;
  const architecture = sequenceNet('sequence-cnn', params, (scope, x) => readSequence(scope, x, settings));
  return networkLearner('sequence-cnn', params, architecture);
}
