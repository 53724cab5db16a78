import type { ParamValues } from '../../base/params.ts';
import type { Learner } from '../../table/contract.ts';
import { coordinateDescent, pathLearner, settingsOf } from './penalised.ts';

/**
 * Elastic-net regression, features on one scale assumed: multinomial (binomial for two classes), gaussian or poisson, or Cox (Breslow's
 * ties) by the task. Minimises Σ wᵢ·(−log p(yᵢ|xᵢ)) + λ·(α‖B‖₁ + (1−α)/2·‖B‖²) with Σ wᵢ = 1; the intercepts are free. λ of a gaussian
 * regression is in the unit of the target (glmnet takes its ridge part for a target of standard deviation 1). When to use it: p ≫ n,
 * signal spread over correlated features. Survival: risks are linear predictors minus their training mean, curves by Breslow's baseline
 * hazard. Importance is Σ |coefficient|. Refuses missing values, negative counts, and survival without events (DataError).
 * Solver, cost and source: `kernels/elastic-net.ts`.
 */
export function create(params: ParamValues): Learner {
  return pathLearner('elastic-net', params, coordinateDescent(settingsOf('elastic-net', params)));
}

export { restorePenalised as restore } from './penalised-model.ts';
