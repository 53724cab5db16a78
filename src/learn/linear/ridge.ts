import type { ParamValues } from '../../base/params.ts';
import type { Learner } from '../../table/contract.ts';
import { coordinateDescent, pathLearner, settingsOf } from './penalised.ts';

/** placeholder */
export function create(params: ParamValues): Learner {
  return pathLearner('ridge', params, coordinateDescent(settingsOf('ridge', params, 0)));
}

export { restorePenalised as restore } from './penalised-model.ts';
