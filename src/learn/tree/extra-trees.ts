import type { ParamValues } from '../../base/params.ts';
import type { Learner } from '../../table/contract.ts';
import { ensembleLearner } from './fit-forest.ts';

/**
 * Extremely randomised trees: as `forest`, but of each feature tried only one cut is looked at, drawn evenly between its smallest and its largest
 * value in the node, and every tree sees all rows unless told otherwise. Smoother than a forest, and quicker where nodes are large.
 * For the same tasks, with the same parameters and errors. With more than 256 different values of a feature a cut that falls among values of
 * one level is moved above them. Source: Geurts et al. 2006, Machine Learning 63. Checked against scikit-learn 1.2.1's ExtraTrees.
 */
export function create(params: ParamValues): Learner {
  return ensembleLearner('extra-trees', params, true);
}

export { restoreForest as restore } from './forest-model.ts';
