import type { ParamValues } from '../../base/params.ts';
import type { Learner } from '../../table/contract.ts';
import { coordinateDescent, pathLearner, settingsOf } from './penalised.ts';

/** The elastic net with nothing but L1: at most as many features as samples get a coefficient. See `elastic-net.ts`. */
export function create(params: ParamValues): Learner {
  return pathLearner('lasso', params, coordinateDescent(settingsOf('lasso', params, 1)));
}

export { restorePenalised as restore } from './penalised-model.ts';
