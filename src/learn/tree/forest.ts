import type { ParamValues } from '../../base/params.ts';
import type { Learner } from '../../table/contract.ts';
import { ensembleLearner } from './fit-forest.ts';

/**
 * Random forest: trees on bootstrap samples, the best split among a few random features at each node, leaves averaged over the trees. When to
 * use it: interactions and thresholds, features on any scale, hardly anything to tune.
 *
 * Classification: Gini splits, mean class shares. Regression: least-squares splits, mean of the leaf means. Survival: log-rank splits,
 * Nelson–Aalen in the leaves; the risk is the ensemble mortality, survival is exp(−mean cumulative hazard) (see `predict.ts`).
 * Out-of-bag accuracy, R² or concordance index in the summary. Importance by impurity or by permutation.
 *
 * Continuous features are first reduced to 256 levels. Refuses missing values (DataError), survival without events (DataError), class weights
 * without classes (ParamError). Rules and defaults as scikit-learn's RandomForestClassifier, for survival as
 * randomForestSRC's: leaves of 15. Cost and sources: `kernels/forest.ts`. Checked on real tables against scikit-learn 1.2.1 and ranger 0.14.1,
 * for survival against ranger on one.
 */
export function create(params: ParamValues): Learner {
  return ensembleLearner('forest', params, false);
}

export { restoreForest as restore } from './forest-model.ts';
