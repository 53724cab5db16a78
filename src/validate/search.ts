import { type Context, withRandom } from '../base/context.ts';
import type { ParamValues } from '../base/params.ts';
import { withKernelTables } from '../kernels/shared-matrix.ts';
import { applyCalibration } from '../numeric/calibration/calibrators.ts';
import { createColumnChoices } from '../prepare/column-choices.ts';
import type { FittedPipeline } from '../prepare/pipeline.ts';
import type { Model, View } from '../table/contract.ts';
import type { Prediction, RowPredictions } from '../table/prediction.ts';
import { requireTask } from '../table/target.ts';
import { type ChosenCalibration, chooseCalibration } from './calibrate.ts';
import { answersItself, chooseCandidate } from './choose-candidate.ts';
import { chooseClustering } from './choose-clustering.ts';
import { type PreparedFold, prepareFold, settleFilters } from './prepare-fold.ts';
import type { SearchOptions } from './search-options.ts';
import { type Walk, walksOf } from './walks.ts';

export interface SearchResult {
  readonly model: Model;
  readonly pipelines: readonly FittedPipeline[];
  readonly features: readonly string[];
  /** The setting chosen: the parameters that were searched, or all when nothing was. */
  readonly settings: ParamValues;
  /** The metric of the chosen setting over the inner folds (of clusters, on the training rows); absent when there was nothing to choose. */
  readonly innerScore?: number;
  /** The calibration that the predictions went through: the model itself knows nothing of it. Absent when none was asked for. */
  readonly calibration?: ChosenCalibration;
  /** Of the test rows, calibrated. */
  readonly prediction: Prediction;
  /** The test rows as the model saw them, prepared. */
  readonly test: View;
}

/**
 * Chooses among the candidates by inner cross-validation on the training rows alone (`chooseCandidate`; clusterings by their silhouette on
 * these rows, `chooseClustering`), fits the best on all of them, and predicts the test rows. Preparation is fitted anew in every inner fold; groups stay whole there too.
 * With `calibrate` the same inner folds, or rows that the model itself held out, teach a calibration of the probabilities (`chooseCalibration`), which
 * the test rows go through.
 * Cost: (inner folds + 1) × (prepare + all candidates); with halving about 2 instead of the inner folds.
 */
export function searchAndFit(
  options: SearchOptions,
  trainRows: Int32Array,
  testRows: Int32Array,
  ctx: Context,
): Promise<SearchResult> {
  return withKernelTables(ctx, async (create) => {
    const { cohort, steps, choices = createColumnChoices() } = options;
    if (mayChoose(options)) {
      const rowSets = [trainRows, ...options.inner(trainRows).map(({ train }) => train)];
      await settleFilters(cohort, steps, rowSets, choices, ctx);
    }
    const outer = await prepareFold(cohort, steps, trainRows, testRows, ctx, {
      ...{ create, choices, keepWords: options.plan.categorical, keepSequences: options.plan.sequences },
    });
    return searchOn(outer, { ...options, choices }, trainRows, ctx);
  });
}

/** Whether there will be inner folds. */
function mayChoose({ cohort, plan }: SearchOptions): boolean {
  const [first, ...others] = plan.candidates;
  if (cohort.target.task === 'clustering' || !first) return false;
  const { path } = plan.create(first);
  return others.length > 0 || (path !== undefined && first[path.param] === 'auto');
}

async function searchOn(
  outer: PreparedFold,
  options: SearchOptions,
  trainRows: Int32Array,
  ctx: Context,
): Promise<SearchResult> {
  const { cohort, plan } = options;
  const fitting = withRandom(ctx, ctx.random.at('fit'));
  const walks = await walksOf(plan.candidates, plan.create, outer.train, fitting);
  const best =
    cohort.target.task === 'clustering'
      ? await chooseClustering(walks, outer.train, fitting)
      : await chooseCandidate(options, walks, trainRows, ctx);
  const { learner, values } = walks[best.candidate]!;
  const model = values
    ? (await learner.path!.fit(outer.train, values.slice(0, best.place + 1), fitting)).at(-1)!
    : await learner.fit(outer.train, fitting);
  const heldOut = best.heldOut ?? ownHeldOut(model, trainRows, walks[best.candidate]!, options);
  const calibration = calibrationOf(heldOut, options);
  const prediction = await model.predict(outer.test, fitting);
  const chosen = values ? { ...learner.params, [learner.path!.param]: values[best.place]! } : learner.params;
  return {
    model,
    pipelines: outer.pipelines,
    features: outer.train.features,
    settings: searchedOnly(plan.candidates, chosen, values ? learner.path!.param : undefined),
    ...(best.score === undefined ? {} : { innerScore: best.score }),
    ...(calibration ? { calibration } : {}),
    prediction: calibrated(prediction, calibration),
    test: outer.test,
  };
}

/** What the model says of rows that it held out itself, as rows of the cohort. */
function ownHeldOut(
  { heldOut }: Model,
  trainRows: Int32Array,
  walk: Walk,
  options: SearchOptions,
): readonly RowPredictions[] | undefined {
  if (!heldOut || !answersItself(walk, options)) return undefined;
  return heldOut.map(({ rows, prediction }) => ({ prediction, rows: Array.from(rows, (i) => trainRows[i]!) }));
}

function calibrationOf(
  heldOut: readonly RowPredictions[] | undefined,
  { cohort, calibrate, metric, positive }: SearchOptions,
): ChosenCalibration | undefined {
  if (!calibrate || !heldOut) return undefined;
  return chooseCalibration(heldOut, {
    by: calibrate,
    target: requireTask(cohort.target, 'classification', 'calibrate'),
    groups: cohort.groups,
    metric,
    positive,
  });
}

/** The prediction with its probabilities calibrated, where there is a calibration. */
export function calibrated(
  prediction: Prediction,
  chosen: Pick<ChosenCalibration, 'calibration'> | undefined,
): Prediction {
  if (!chosen?.calibration || prediction.task !== 'classification') return prediction;
  return { ...prediction, probabilities: applyCalibration(chosen.calibration, prediction.probabilities) };
}

const isSame = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b);

/** Only the parameters that differ between candidates, and the path's own: what was chosen, without what was given. */
function searchedOnly(
  candidates: readonly ParamValues[],
  chosen: ParamValues,
  pathParam: string | undefined,
): ParamValues {
  const first = candidates[0]!;
  const names = Object.keys(chosen).filter(
    (name) => name === pathParam || candidates.some((params) => !isSame(params[name], first[name])),
  );
  return Object.fromEntries(names.map((name) => [name, chosen[name]!]));
}
