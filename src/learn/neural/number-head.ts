import { dense } from '../../graph/layers/dense.ts';
import { huber } from '../../graph/loss/huber.ts';
import { squared } from '../../graph/loss/squared.ts';
import { weightedMean } from '../../graph/loss/weighted-mean.ts';
import { add } from '../../graph/ops/add.ts';
import { mul } from '../../graph/ops/mul.ts';
import { reshape } from '../../graph/ops/reshape.ts';
import { scalar } from '../../graph/tensor.ts';
import type { TrainView } from '../../table/contract.ts';
import type { NumberTarget } from '../../table/target.ts';
import { rowWeights } from '../../table/weights.ts';
import type { Head, HeadOptions } from './head.ts';
import { meanOf } from './mean-of.ts';

/** Where Huber's loss turns from a square into a line, in standard deviations of the target. Source: Huber 1964. */
const DELTA = 1.345;

/** A number: learned with mean 0 and standard deviation 1, answered in the unit of the target as `values` [N]. */
export function numberHead(data: TrainView<NumberTarget>, { loss }: HeadOptions, where: string): Head {
  const { values } = data.target;
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const deviation = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length) || 1;
  return {
    targets: { truth: { dtype: 'float32', shape: [] } },
    fields: {
      truth: { data: Float32Array.from(values, (value) => (value - mean) / deviation), shape: [values.length] },
    },
    weights: Float32Array.from(rowWeights(data, where)),
    last: (scope, features) => reshape(dense(scope, features, 1, { gain: 1 }), [features.shape[0]!]),
    loss: (last, { truth }, weights) =>
      weightedMean(loss === 'huber' ? huber(last, truth!, DELTA) : squared(last, truth!), weights),
    answer: (lasts) => ({ values: add(mul(meanOf(lasts), scalar(deviation)), scalar(mean)) }),
    outcome: { task: 'regression' },
  };
}
