import { ShapeError } from '../../base/errors.ts';
import type { ParamValues } from '../../base/params.ts';
import { growForest } from '../../kernels/forest.ts';
import type { Learner, Model, State } from '../../table/contract.ts';
import { requireFinite } from '../../table/finite.ts';
import { classWeights, requireTask } from '../../table/target.ts';
import { type Forest, forestProbabilities, joinTrees, meanDepth } from './forest-arrays.ts';
import { impurityImportance } from './importance.ts';
import { outOfBagAccuracy } from './out-of-bag.ts';

/**
 * Random forest for classification: trees on bootstrap samples, the best Gini split among a few random features at each node, class
 * probabilities averaged over the trees. When to use it: interactions and thresholds, features on any scale, hardly anything to tune.
 * Refuses missing values (DataError). Same defaults and rules as scikit-learn's RandomForestClassifier; continuous features are first
 * reduced to 256 levels. Cost and source: `kernels/forest.ts`. Checked against scikit-learn 1.2.1 on PAM50, Su and CCLE.
 */
export function create(params: ParamValues): Learner {
  return {
    kind: 'forest',
    params,
    async fit(data, ctx) {
      requireFinite(data, 'forest');
      const { X } = data;
      const target = requireTask(data.target, 'classification', 'forest');
      const nClasses = target.classes.length;
      const trees = await growForest(
        {
          X,
          codes: target.codes,
          nClasses,
          classWeights: classWeights(target, params['class-weight'] === 'balanced'),
          nTrees: params.trees as number,
          mtry: featuresTried(params['max-features']!, X.nCols),
          minSamplesSplit: params['min-samples-split'] as number,
          minSamplesLeaf: params['min-samples-leaf'] as number,
          maxDepth: params['max-depth'] === 'none' ? Number.POSITIVE_INFINITY : (params['max-depth'] as number),
        },
        ctx,
      );
      const forest = joinTrees(trees, nClasses);
      return forestModel({
        classes: target.classes,
        forest,
        importance: impurityImportance(trees, X.nCols),
        oobAccuracy: outOfBagAccuracy(forest, X, target.codes, ctx.random),
      });
    },
  };
}

export function restore(state: State): Model {
  const { classes, oobAccuracy } = state.json as unknown as { classes: string[]; oobAccuracy: number | null };
  const { importance, ...arrays } = state.arrays as unknown as Omit<Forest, 'nClasses'> & { importance: Float64Array };
  return forestModel({ classes, forest: { ...arrays, nClasses: classes.length }, importance, oobAccuracy });
}

/** The number of features tried at a split, from the parameter: as scikit-learn, rounded down and at least 1. */
export function featuresTried(maxFeatures: number | string | boolean, p: number): number {
  const wanted =
    maxFeatures === 'all'
      ? p
      : maxFeatures === 'sqrt'
        ? Math.sqrt(p)
        : maxFeatures === 'log2'
          ? Math.log2(p)
          : (maxFeatures as number) < 1
            ? (maxFeatures as number) * p
            : (maxFeatures as number);
  return Math.min(p, Math.max(1, Math.floor(wanted)));
}

interface ForestFacts {
  readonly classes: readonly string[];
  readonly forest: Forest;
  /** [nFeatures], sums to 1, or all 0 when no tree could split. */
  readonly importance: Float64Array;
  /** null when no row was out of bag. */
  readonly oobAccuracy: number | null;
}

function forestModel({ classes, forest, importance, oobAccuracy }: ForestFacts): Model {
  return {
    kind: 'forest',
    async predict({ X }) {
      if (X.nCols !== importance.length) {
        throw new ShapeError({
          where: 'forest',
          problem: `was fitted on ${importance.length} features, got ${X.nCols}`,
        });
      }
      return { task: 'classification', classes, probabilities: forestProbabilities(forest, X) };
    },
    importance: () => importance.slice(),
    summary: () => ({
      trees: forest.roots.length,
      'mean-depth': meanDepth(forest),
      ...(oobAccuracy === null ? {} : { 'oob-accuracy': oobAccuracy }),
    }),
    toState: () => {
      const { nClasses: _, ...arrays } = forest;
      return { kind: 'forest', json: { classes, oobAccuracy }, arrays: { ...arrays, importance } };
    },
  };
}
