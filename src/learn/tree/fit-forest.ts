import type { Context } from '../../base/context.ts';
import { ParamError } from '../../base/errors.ts';
import type { ParamValue, ParamValues } from '../../base/params.ts';
import { growForest, type RowSampling } from '../../kernels/forest.ts';
import type { Learner, Model, TrainView } from '../../table/contract.ts';
import { requireFinite } from '../../table/finite.ts';
import type { Task } from '../../table/target.ts';
import { joinTrees, meanDepth } from './forest-arrays.ts';
import { forestModel } from './forest-model.ts';
import { impurityImportance } from './importance.ts';
import { outOfBagScore } from './out-of-bag.ts';
import { permutationImportance } from './permutation-importance.ts';
import { responseOf } from './response.ts';

const SCORE_NAMES = { classification: 'oob-accuracy', regression: 'oob-r2', survival: 'oob-c-index' } as const;

/** A learner that averages trees: forest, or extra-trees with random cuts. */
export function ensembleLearner(kind: string, params: ParamValues, randomCuts: boolean): Learner {
  if (params.importance === 'permutation' && !params.replace && params['sample-fraction'] === 1) {
    throw new ParamError({
      where: `${kind}.importance`,
      problem: 'permutation needs rows that a tree did not draw, got sample-fraction 1 without replacement',
      hint: 'set replace: true, or a smaller sample-fraction',
    });
  }
  return { kind, params, fit: (data, ctx) => fitForest(kind, params, randomCuts, data, ctx) };
}

async function fitForest(
  kind: string,
  params: ParamValues,
  randomCuts: boolean,
  data: TrainView,
  ctx: Context,
): Promise<Model> {
  requireFinite(data, kind);
  const { X } = data;
  const { response, outcome } = responseOf(data, params, kind);
  const sampling: RowSampling = {
    draws: Math.max(1, Math.round((params['sample-fraction'] as number) * X.nRows)),
    replace: params.replace as boolean,
  };
  const trees = await growForest(
    {
      ...{ X, response, sampling, randomCuts },
      nTrees: params.trees as number,
      mtry: featuresTried(params['max-features']!, X.nCols),
      minSamplesSplit: params['min-samples-split'] as number,
      minSamplesLeaf: leastInLeaf(params['min-samples-leaf']!, outcome.task, X.nRows),
      maxDepth: params['max-depth'] === 'none' ? Number.POSITIVE_INFINITY : (params['max-depth'] as number),
    },
    ctx,
  );
  const forest = joinTrees(trees, outcome.task === 'classification' ? outcome.classes.length : 1);
  const score = outOfBagScore(forest, outcome, data, sampling, ctx.random);
  return forestModel({
    ...{ kind, outcome, forest },
    importance:
      params.importance === 'permutation'
        ? await permutationImportance(forest, outcome, data, sampling, ctx)
        : impurityImportance(trees, X.nCols),
    summary: {
      trees: trees.length,
      'mean-depth': meanDepth(forest),
      ...(score === null ? {} : { [SCORE_NAMES[outcome.task]]: score }),
    },
  });
}

/**
 * For survival, where a leaf needs several deaths to say anything: on KIRC, BLCA and GBMLGG the out-of-fold concordance index is 0.693, 0.568 and
 * 0.846 with 3 in a leaf, 0.707, 0.602 and 0.851 with 15.
 */
function leastInLeaf(wanted: ParamValue, task: Task, n: number): number {
  if (wanted !== 'auto') return wanted as number;
  return task === 'survival' ? Math.max(3, Math.min(15, Math.floor(n / 20))) : 1;
}

/** The number of features tried at a split, from the parameter: as scikit-learn, rounded down and at least 1. */
export function featuresTried(maxFeatures: ParamValue, p: number): number {
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
