import { dense } from '../../graph/layers/dense.ts';
import { coxPartialLikelihood } from '../../graph/loss/cox-partial-likelihood.ts';
import { reshape } from '../../graph/ops/reshape.ts';
import type { TrainView } from '../../table/contract.ts';
import type { SurvivalTarget } from '../../table/target.ts';
import { rowWeights } from '../../table/weights.ts';
import type { Head } from './head.ts';
import { meanOf } from './mean-of.ts';

/**
 * Survival by proportional hazards: the log hazard ratio is learned from who of a batch dies first (negative partial likelihood). Answers `risk` [N];
 * the baseline hazard is the model's. Source: Faraggi & Simon 1995; Katzman et al. 2018 (DeepSurv).
 */
export function coxHead(data: TrainView<SurvivalTarget>, where: string): Head {
  const { times, events } = data.target;
  const column = { dtype: 'float32', shape: [] } as const;
  return {
    targets: { time: column, event: column },
    fields: {
      time: { data: Float32Array.from(times), shape: [times.length] },
      event: { data: Float32Array.from(events), shape: [events.length] },
    },
    weights: Float32Array.from(rowWeights(data, where)),
    last: (scope, features) => reshape(dense(scope, features, 1, { gain: 1, bias: false }), [features.shape[0]!]),
    loss: (risks, { time, event }, weights) => coxPartialLikelihood({ risks, times: time!, events: event!, weights }),
    answer: (lasts) => ({ risk: meanOf(lasts) }),
    outcome: { task: 'survival', form: 'hazards', slope: 1 },
  };
}
