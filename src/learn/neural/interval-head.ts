import { dense } from '../../graph/layers/dense.ts';
import { discreteTimeSurvival, intervalsOf } from '../../graph/loss/discrete-time-survival.ts';
import { weightedMean } from '../../graph/loss/weighted-mean.ts';
import { cumulativeSum } from '../../graph/ops/cumulative-sum.ts';
import { exp } from '../../graph/ops/exp.ts';
import { neg } from '../../graph/ops/neg.ts';
import { softplus } from '../../graph/ops/softplus.ts';
import type { TrainView } from '../../table/contract.ts';
import type { SurvivalTarget } from '../../table/target.ts';
import { rowWeights } from '../../table/weights.ts';
import type { Head } from './head.ts';
import { meanOf } from './mean-of.ts';

/** Intervals that the time axis is cut into, at quantiles of the event times. */
const INTERVALS = 20;

/**
 * Survival by intervals: the chance to die in each, given that one lived to it. Hazards need not be proportional. Answers `survival` [N, intervals]:
 * the share that lives past each, the mean of the members' curves. Source: Gensheimer & Narasimhan 2019, PeerJ 7:e6257.
 */
export function intervalHead(data: TrainView<SurvivalTarget>, where: string): Head {
  const { times, events } = data.target;
  const { ends, codes } = intervalsOf(times, events, INTERVALS);
  return {
    targets: { interval: { dtype: 'int64', shape: [] }, event: { dtype: 'float32', shape: [] } },
    fields: {
      interval: { data: BigInt64Array.from(codes, BigInt), shape: [codes.length] },
      event: { data: Float32Array.from(events), shape: [events.length] },
    },
    weights: Float32Array.from(rowWeights(data, where)),
    last: (scope, features) => dense(scope, features, ends.length, { gain: 1 }),
    loss: (hazards, { interval, event }, weights) =>
      weightedMean(discreteTimeSurvival(hazards, interval!, event!), weights),
    // log(1 − sigmoid(h)) = −softplus(h), summed up to each interval.
    answer: (lasts) => ({ survival: meanOf(lasts.map((hazards) => exp(neg(cumulativeSum(softplus(hazards), 1))))) }),
    outcome: { task: 'survival', form: 'intervals' },
    times: ends,
  };
}
