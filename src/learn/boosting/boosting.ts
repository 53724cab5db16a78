import type { Context } from '../../base/context.ts';
import type { ParamValues } from '../../base/params.ts';
import type { Learner, Model, TrainView } from '../../table/contract.ts';
import { rowWeights } from '../../table/weights.ts';
import { categoriesOf, withCategories } from './categories.ts';
import { type Curves, crossFittedCurves, plainCurves } from './curves.ts';
import type { Ensemble } from './ensemble.ts';
import { type BoostingSettings, ensembleOf, type FittedTrees, fitTrees } from './fit-trees.ts';
import { holdOut } from './holdout.ts';
import { boostingModel } from './model.ts';
import { type Objective, objectiveOf } from './objective.ts';
import { PATH_ROUNDS, settingsOf } from './settings.ts';

export { restore } from './model.ts';

/**
 * Gradient boosting of trees on binned features. Classes: logistic loss for two, softmax for more; numbers: squared, absolute or poisson
 * loss; survival: Cox's partial likelihood, with curves as sure as rows that were not learned from allow (`curves.ts`). When to use it: interactions and
 * thresholds, features on any scale, missing values (taken as they are: NaN goes the way that training found better), columns of words
 * (taken as categories: subsets of them are parted; a word that training did not know goes as a missing value does). Classes without
 * training rows get probability 0. Cost and source: `fit-trees.ts`, `kernels/boosting.ts`. Checked against XGBoost 1.7.4 (tree_method
 * hist): the same trees where both see the same bins, accuracy and log-loss on real tables.
 */
export function create(params: ParamValues): Learner {
  return {
    kind: 'boosting',
    params,
    fit: async (data, ctx) => (await fitRounds(data, params, null, ctx))[0]!,
    // Early stopping settles the rounds by itself.
    ...(params.rounds === 'auto' || params['early-stopping'] === 'off'
      ? {
          path: {
            param: 'rounds',
            strongest: 'smallest',
            values: async () => (params.rounds === 'auto' ? PATH_ROUNDS : [params.rounds as number]),
            fit: (data, values, ctx) => fitRounds(data, params, values, ctx),
          },
        }
      : {}),
  };
}

/** One model for each number of rounds, of which the longest is fitted; null: one model, of the rounds that the parameters lead to. */
async function fitRounds(
  given: TrainView,
  params: ParamValues,
  wanted: readonly number[] | null,
  ctx: Context,
): Promise<Model[]> {
  const { target } = given;
  const weights = rowWeights(given, 'boosting');
  const objective = objectiveOf(target, weights, params);
  // A bin is left for missing values.
  const categories = categoriesOf(given, (params['max-bins'] as number) - 1, ctx);
  const X = withCategories(given, categories);
  const data = { ...given, X, weights };
  const facts = {
    loss: objective.name,
    classes: target.task === 'classification' ? target.classes : [],
    nFeatures: X.nCols,
    ...(categories ? { categories } : {}),
  };
  if (objective.name === 'none') {
    const { times, cumulativeHazard } = NO_CURVES;
    const none = { ensemble: ensembleOf(NO_TREES, 0), present: objective.present, times, cumulativeHazard };
    return (wanted ?? [0]).map(() => boostingModel({ ...facts, fit: { rounds: 0, 'train-loss': 0 } }, none));
  }
  const settings = { ...settingsOf(params, X, categories), ...(wanted ? { rounds: Math.max(...wanted) } : {}) };
  const patience = wanted ? 'off' : (params['early-stopping'] as number | 'off');
  const all = Uint32Array.from({ length: X.nRows }, (_, i) => i);
  const { learned, held } =
    patience === 'off'
      ? { learned: all, held: all.subarray(0, 0) }
      : holdOut(data, X.nRows, params['validation-share'] as number, ctx);
  const holdout =
    patience === 'off' || held.length === 0 ? undefined : { rows: held, loss: objective.loss(held), patience };
  const fitted = await fitTrees(learned, objective.loss(learned), settings, ctx, holdout);
  const { losses, heldLosses } = fitted;
  const rounds = holdout ? heldLosses.indexOf(Math.min(...heldLosses)) + 1 : losses.length;
  const counts = wanted ?? [rounds];
  const ensembles = counts.map((count) => ensembleOf(fitted, count));
  const curves = await curvesOf(data, objective, settings, ensembles, counts, params, ctx);
  return counts.map((count, m) => {
    const fit = {
      ...{ rounds: count, 'train-loss': losses[count - 1]! },
      ...(holdout ? { 'validation-loss': heldLosses[count - 1]! } : {}),
    };
    const { slope, times, cumulativeHazard } = curves[m] ?? NO_CURVES;
    const own = slope === undefined ? { ...facts, fit } : { ...facts, slope, fit: { ...fit, 'hazard-slope': slope } };
    return boostingModel(own, { ensemble: ensembles[m]!, present: objective.present, times, cumulativeHazard });
  });
}

/** Survival curves after each of some rounds; none for another task. */
async function curvesOf(
  { target, ...data }: TrainView,
  objective: Objective,
  settings: BoostingSettings,
  ensembles: readonly Ensemble[],
  rounds: readonly number[],
  params: ParamValues,
  ctx: Context,
): Promise<readonly Curves[]> {
  if (target.task !== 'survival') return [];
  const own = { ...data, target };
  return params.curves === 'cross-fitted'
    ? crossFittedCurves(own, objective, settings, ensembles, rounds, ctx)
    : ensembles.map((ensemble) => plainCurves(own, target, ensemble));
}

const NO_CURVES = { slope: undefined, times: new Float64Array(), cumulativeHazard: new Float64Array() };
const NO_TREES: FittedTrees = { start: new Float64Array(), trees: [], values: [], losses: [], heldLosses: [] };
