import type { ParamValues } from '../../base/params.ts';
import { growForest } from '../../kernels/forest.ts';
import type { Learner } from '../../table/contract.ts';
import { requireFinite } from '../../table/finite.ts';
import { joinTrees, meanDepth } from './forest-arrays.ts';
import { forestModel } from './forest-model.ts';
import { impurityImportance } from './importance.ts';
import { pruneTree } from './prune.ts';
import { responseOf } from './response.ts';

/**
 * One decision tree (CART) for classification, regression or survival: all rows, all features at every split, then pruned back by
 * cost-complexity. When to use it: rules that can be read and told; a forest predicts better. Of equal cuts that of the first feature is
 * taken, so that the tree does not depend on chance. The summary has its depth and its number of leaves.
 * Predictions, importance and errors as `forest`'s. Cost O(n · p · depth). Source: Breiman et al. 1984; LeBlanc and Crowley 1993 for survival.
 * Checked against scikit-learn 1.2.1's DecisionTreeClassifier and DecisionTreeRegressor with ccp_alpha.
 */
export function create(params: ParamValues): Learner {
  return {
    kind: 'tree',
    params,
    async fit(data, ctx) {
      requireFinite(data, 'tree');
      const { X } = data;
      const { response, outcome } = responseOf(data, params, 'tree');
      const [full] = await growForest(
        {
          ...{ X, response, nTrees: 1, mtry: X.nCols, sampling: { draws: X.nRows, replace: false } },
          minSamplesSplit: params['min-samples-split'] as number,
          minSamplesLeaf: params['min-samples-leaf'] as number,
          maxDepth: params['max-depth'] === 'none' ? Number.POSITIVE_INFINITY : (params['max-depth'] as number),
        },
        ctx,
      );
      const tree = pruneTree(full!, params['cost-complexity'] as number, response, X);
      const forest = joinTrees([tree], outcome.task === 'classification' ? outcome.classes.length : 1);
      return forestModel({
        ...{ kind: 'tree', outcome, forest },
        importance: impurityImportance([tree], X.nCols),
        summary: { depth: meanDepth(forest), leaves: forest.leaves.length / forest.width },
      });
    },
  };
}

export { restoreForest as restore } from './forest-model.ts';
