import type { ParamValues } from '../../base/params.ts';
import { type NetworkLearner, networkLearner } from './network-learner.ts';
import { type RecurrentSettings, readInOrder } from './read-in-order.ts';
import { sequenceNet } from './sequence-net.ts';

export { restore } from './network-model.ts';

/**
 * A recurrent network over the letters of sequences: filters that learn motifs, pooled, and over what they found gated units (GRU or LSTM) that read
 * in one direction or both and so see in which order and how far apart motifs stand; without filters, over the letters themselves. What counts is
 * the state after reading and the largest of each unit at any step. Other blocks join before the last layers. What lies before the first letter and
 * after the last is not read: a shorter sequence answers as if alone. A missing letter between them is read as nothing.
 * The network is unrolled: cost and size of the graph grow with positions / pool. Cost O(epochs · n · positions · (filters · width · letters +
 * layers · units · (filters + units) / pool)). Source: Quang & Xie 2016, Nucleic Acids Res 44, e107 (DanQ).
 */
export function create(params: ParamValues): NetworkLearner {
  const settings = params as unknown as RecurrentSettings;
  const architecture = sequenceNet('sequence-rnn', params, (scope, x) => readInOrder(scope, x, settings));
  return networkLearner('sequence-rnn', params, architecture);
}
