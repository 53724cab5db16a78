import { type Context, withRandom } from '../../base/context.ts';
import { exp } from '../../base/elementary.ts';
import { breslowBaseline } from '../../numeric/survival/breslow-baseline.ts';
import { coxRegression } from '../../numeric/survival/cox-regression.ts';
import { countGroups, denseCodes } from '../../sample/groups.ts';
import { strataOf } from '../../sample/strata.ts';
import { stratifiedGroupFolds } from '../../sample/stratified-group-folds.ts';
import type { TrainView } from '../../table/contract.ts';
import type { BaselineHazard } from '../../table/hazard-curves.ts';
import { takeRows } from '../../table/matrix.ts';
import type { SurvivalTarget } from '../../table/target.ts';
import { type Ensemble, marginsOf } from './ensemble.ts';
import { type BoostingSettings, ensembleOf, fitTrees } from './fit-trees.ts';
import type { Objective } from './objective.ts';

/** S(t) = exp(−H₀(t)·exp(slope·margin)): slope·margin is the logarithm of the hazard ratio. */
export interface Curves extends BaselineHazard {
  readonly slope: number;
}

/** Parts of the training rows of which each gets the margins of trees that the others grew. */
const PARTS = 3;

const LEAST_SLOPE = 1e-3;

/** Breslow's baseline over the margins of the rows that the trees have learned from, which they fit too well: curves that are too sure. */
export function plainCurves({ X, weights }: TrainView, target: SurvivalTarget, ensemble: Ensemble): Curves {
  return { slope: 1, ...breslowBaseline(target.times, target.events, marginsOf(ensemble, X), weights) };
}

/**
 * Curves as sure as margins of new rows deserve: the training rows are divided into three parts, groups whole, and each gets the margins of
 * trees grown on the others. The slope by which margins enter the log hazard is their coefficient in a Cox regression stratified by part, at
 * least 0.001, which keeps their order, and the baseline hazard is Breslow's with them. The centre of a part is the mean of its margins, and that of the model's own the mean
 * over all training rows. With too few groups to divide, `plainCurves`.
 * @param ensembles of one fit, after each of `rounds`. Cost three fits to two thirds of the rows.
 * Source: calibration slope of a Cox model, van Houwelingen 2000, Stat Med 19, 3401; cross-fitted (Platt's way with SVMs).
 */
export async function crossFittedCurves(
  data: TrainView<SurvivalTarget>,
  objective: Objective,
  settings: BoostingSettings,
  ensembles: readonly Ensemble[],
  rounds: readonly number[],
  ctx: Context,
): Promise<Curves[]> {
  const { X, target, weights } = data;
  const n = X.nRows;
  const groups = denseCodes(data.groups ?? Int32Array.from({ length: n }, (_, i) => i));
  const k = Math.min(PARTS, countGroups(groups));
  if (k < 2) return ensembles.map((ensemble) => plainCurves(data, target, ensemble));
  const random = ctx.random.at('curves');
  const parts = stratifiedGroupFolds({ ...strataOf(target, k), groups, k, random: random.at('parts') });
  const margins = rounds.map(() => new Float64Array(n));
  const all = Uint32Array.from({ length: n }, (_, i) => i);
  for (let part = 0; part < k; part++) {
    const learned = all.filter((i) => parts[i] !== part);
    const held = all.filter((i) => parts[i] === part);
    const own = { ...withRandom(ctx, random.at('part', part)), progress: () => {} };
    const fitted = await fitTrees(learned, objective.loss(learned), { ...settings, rounds: Math.max(...rounds) }, own);
    const rows = takeRows(X, held);
    rounds.forEach((count, r) => {
      const theirs = marginsOf(ensembleOf(fitted, count), rows);
      const centre = mean(theirs);
      theirs.forEach((margin, at) => {
        margins[r]![held[at]!] = margin - centre;
      });
    });
  }
  return ensembles.map((ensemble, r) => {
    const columns = [margins[r]!];
    const { coefficients, converged, aliased, infinite } = coxRegression(
      { columns, times: target.times, events: target.events, strata: Int32Array.from(parts), weights },
      { ties: 'breslow' },
    );
    // Margins that are all the same have no slope; those that order every event say as much as there is to say.
    const known = converged && aliased.length === 0 && infinite.length === 0;
    const slope = known ? Math.max(LEAST_SLOPE, coefficients[0]!) : 1;
    const scaled = margins[r]!.map((margin) => slope * margin);
    const { times, cumulativeHazard } = breslowBaseline(target.times, target.events, scaled, weights);
    const shift = exp(-slope * mean(marginsOf(ensemble, X)));
    return { slope, times, cumulativeHazard: cumulativeHazard.map((hazard) => hazard * shift) };
  });
}

function mean(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
