import { dense } from '../../graph/layers/dense.ts';
import { crossEntropy } from '../../graph/loss/cross-entropy.ts';
import { weightedMean } from '../../graph/loss/weighted-mean.ts';
import { softmax } from '../../graph/ops/softmax.ts';
import type { TrainView } from '../../table/contract.ts';
import { balancedWeights, type ClassTarget, presentClasses } from '../../table/target.ts';
import { rowWeights } from '../../table/weights.ts';
import type { Head, HeadOptions } from './head.ts';
import { meanOf } from './mean-of.ts';

/** Classes: softmax and cross-entropy over those that have training rows; members' probabilities are averaged. Answers `probabilities` [N, classes]. */
export function classHead(data: TrainView<ClassTarget>, { balanced }: HeadOptions, where: string): Head {
  const { present, codes } = presentClasses(data.target);
  return {
    targets: { truth: { dtype: 'int64', shape: [] } },
    fields: { truth: { data: BigInt64Array.from(codes, BigInt), shape: [codes.length] } },
    weights: Float32Array.from(balancedWeights(data.target, rowWeights(data, where), balanced)),
    last: (scope, features) => dense(scope, features, present.length, { gain: 1 }),
    loss: (last, { truth }, weights) => weightedMean(crossEntropy(last, truth!), weights),
    answer: (lasts) => ({ probabilities: meanOf(lasts.map((last) => softmax(last))) }),
    outcome: { task: 'classification', classes: data.target.classes, present: [...present] },
  };
}
