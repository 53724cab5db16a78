import { mapLimit } from '../base/concurrency.ts';
import { type Context, withRandom } from '../base/context.ts';
import { throwIfCancelled } from '../base/errors.ts';
import type { ParamValues } from '../base/params.ts';
import type { Metric } from '../metric/metric.ts';
import { lossOf } from '../metric/registry.ts';
import { scorer } from '../metric/scorer.ts';
import type { FittedPipeline } from '../prepare/pipeline.ts';
import { foldRows } from '../sample/folds.ts';
import { denseCodes } from '../sample/groups.ts';
import { strataOf } from '../sample/strata.ts';
import { stratifiedGroupFolds } from '../sample/stratified-group-folds.ts';
import type { Cohort } from '../table/cohort.ts';
import type { Learner, Model, TrainView, View } from '../table/contract.ts';
import { type Prediction, poolPredictions, type RowPredictions } from '../table/prediction.ts';
import { takeTargetRows } from '../table/target.ts';
import { type PrepareSteps, prepareFold } from './prepare-fold.ts';

/** A learner as a study asks for it: every setting to be tried. */
export interface LearnerPlan {
  /** The name in the results: the registry word, or what `as` says. */
  readonly name: string;
  readonly candidates: readonly ParamValues[];
  readonly create: (params: ParamValues) => Learner;
}

export interface SearchOptions {
  readonly cohort: Cohort;
  readonly steps: PrepareSteps;
  readonly plan: LearnerPlan;
  /** Number of inner folds. */
  readonly inner: number;
  readonly metric: Metric;
  /** With two classes, the index of the one called positive. */
  readonly positive?: number;
}

export interface SearchResult {
  readonly model: Model;
  readonly pipelines: readonly FittedPipeline[];
  readonly features: readonly string[];
  /** The setting chosen: the parameters that were searched, or all when nothing was. */
  readonly settings: ParamValues;
  /** The metric of the chosen setting over the inner folds; absent when there was nothing to choose. */
  readonly innerScore?: number;
  readonly prediction: Prediction;
}

/** One thing to choose: a candidate, and for a path the place on it. */
interface Choice {
  readonly candidate: number;
  readonly place: number;
}

/**
 * Chooses among the candidates by inner cross-validation on the training rows alone, fits the best on all of them, and predicts the
 * test rows. Preparation is fitted anew in every inner fold; groups stay whole there too. The inner predictions of all folds are scored
 * together. Along a path the loss chooses the place (`lossOf`: log-loss, squared error, partial likelihood): metrics of the predicted class
 * are flat in long stretches of it, where they say nothing and the strongest penalty would win by default. Among candidates the metric chooses; of equal scores, the lower loss.
 * Every candidate sees the same folds and the same random numbers. Cost: (inner folds + 1) × (prepare + all candidates).
 */
export async function searchAndFit(
  options: SearchOptions,
  trainRows: Int32Array,
  testRows: Int32Array,
  ctx: Context,
): Promise<SearchResult> {
  const { cohort, steps, plan } = options;
  const outer = await prepareFold(cohort, steps, trainRows, testRows, ctx);
  const fitting = withRandom(ctx, ctx.random.at('fit'));
  const learners = plan.candidates.map(plan.create);
  // The penalties are laid out once, on all training rows, so that a place on the path means the same penalty in every inner fold.
  const paths = await Promise.all(learners.map((learner) => pathValues(learner, outer.train, fitting)));
  const best = await choose(options, learners, paths, trainRows, ctx);
  const learner = learners[best.candidate]!;
  const path = paths[best.candidate]!;
  const model = path
    ? (await learner.path!.fit(outer.train, path.slice(0, best.place + 1), fitting)).at(-1)!
    : await learner.fit(outer.train, fitting);
  const chosen = path ? { ...learner.params, [learner.path!.param]: path[best.place]! } : learner.params;
  return {
    model,
    pipelines: outer.pipelines,
    features: outer.train.features,
    settings: searchedOnly(plan.candidates, chosen, path ? learner.path!.param : undefined),
    ...(best.score === undefined ? {} : { innerScore: best.score }),
    prediction: await model.predict(outer.test, fitting),
  };
}

async function pathValues(learner: Learner, train: TrainView, ctx: Context): Promise<readonly number[] | undefined> {
  const { path } = learner;
  return path && learner.params[path.param] === 'auto' ? path.values(train, ctx) : undefined;
}

async function choose(
  options: SearchOptions,
  learners: readonly Learner[],
  paths: readonly (readonly number[] | undefined)[],
  trainRows: Int32Array,
  ctx: Context,
): Promise<Choice & { score?: number }> {
  const choices: Choice[] = learners.flatMap((_, candidate) =>
    (paths[candidate] ?? [0]).map((_, place) => ({ candidate, place })),
  );
  if (choices.length === 1) return choices[0]!;
  const { cohort, metric } = options;
  const target = takeTargetRows(cohort.target, trainRows);
  const groups = denseCodes(Int32Array.from(trainRows, (i) => cohort.groups[i]!));
  const folds = stratifiedGroupFolds({
    ...strataOf(target, options.inner),
    groups,
    k: options.inner,
    random: ctx.random.at('inner'),
    where: 'validate.inner',
  });
  const parts: RowPredictions[][] = choices.map(() => []);
  for (let fold = 0; fold < options.inner; fold++) {
    throwIfCancelled(ctx.signal, 'search');
    ctx.progress(fold / (options.inner + 1), `${options.plan.name}: inner fold ${fold + 1} of ${options.inner}`);
    const { train, test } = foldRows(folds, fold);
    const at = (rows: Int32Array) => rows.map((i) => trainRows[i]!);
    const prepared = await prepareFold(cohort, options.steps, at(train), at(test), ctx);
    const predictions = await predictAll(learners, paths, prepared, withRandom(ctx, ctx.random.at('inner', fold)));
    predictions.forEach((prediction, c) => {
      parts[c]!.push({ rows: test, prediction });
    });
  }
  const loss = lossOf(target);
  const scored = choices.map((choice, c) => {
    const held = scorer(target, poolPredictions(parts[c]!, target), { positive: options.positive, folds });
    return { ...choice, score: held.value(metric), loss: held.value(loss) };
  });
  const placed = learners.map((_, candidate) =>
    firstBest(
      scored.filter((choice) => choice.candidate === candidate),
      (a, b) => b.loss - a.loss,
    ),
  );
  const sign = metric.greaterIsBetter ? 1 : -1;
  const { candidate, place, score } = firstBest(placed, (a, b) => {
    const difference = sign * (a.score - b.score);
    return Math.abs(difference) > 1e-12 ? difference : b.loss - a.loss;
  });
  return { candidate, place, score };
}

/** The first item that no other is better than. @param compare above 0 when `a` is better. */
function firstBest<T>(items: readonly T[], compare: (a: T, b: T) => number): T {
  return items.reduce((best, item) => (compare(item, best) > 0 ? item : best));
}

/** Predictions of the test rows for every choice, candidate by candidate, along each path. */
async function predictAll(
  learners: readonly Learner[],
  paths: readonly (readonly number[] | undefined)[],
  { train, test }: { readonly train: TrainView; readonly test: View },
  ctx: Context,
): Promise<Prediction[]> {
  // One lane more than threads: while one predicts here, the others keep the threads busy.
  const predictions = await mapLimit(learners, ctx.executor.threads + 1, async (learner, c) => {
    const path = paths[c];
    const models = path ? await learner.path!.fit(train, path, ctx) : [await learner.fit(train, ctx)];
    return Promise.all(models.map((model) => model.predict(test, ctx)));
  });
  return predictions.flat();
}

/** Only the parameters that differ between candidates, and the path's own: what was chosen, without what was given. */
function searchedOnly(
  candidates: readonly ParamValues[],
  chosen: ParamValues,
  pathParam: string | undefined,
): ParamValues {
  const first = candidates[0]!;
  const names = Object.keys(chosen).filter(
    (name) => name === pathParam || candidates.some((params) => params[name] !== first[name]),
  );
  return Object.fromEntries(names.map((name) => [name, chosen[name]!]));
}
