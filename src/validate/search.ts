import { type Context, withRandom } from '../base/context.ts';
import type { ParamValues } from '../base/params.ts';
import type { Metric } from '../metric/metric.ts';
import type { FittedPipeline } from '../prepare/pipeline.ts';
import type { Split } from '../sample/split.ts';
import type { Cohort } from '../table/cohort.ts';
import type { Learner, Model, View } from '../table/contract.ts';
import type { Prediction } from '../table/prediction.ts';
import { chooseCandidate, type PathRule } from './choose-candidate.ts';
import { chooseClustering } from './choose-clustering.ts';
import { type PrepareSteps, prepareFold } from './prepare-fold.ts';
import { walksOf } from './walks.ts';

/** A learner as a study asks for it: every setting to be tried. */
export interface LearnerPlan {
  /** The name in the results: the registry word, or what `as` says. */
  readonly name: string;
  readonly candidates: readonly ParamValues[];
  readonly create: (params: ParamValues) => Learner;
  /** It takes columns of words as they are; default false. */
  readonly categorical?: boolean;
}

export interface SearchOptions {
  readonly cohort: Cohort;
  readonly steps: PrepareSteps;
  readonly plan: LearnerPlan;
  /** The inner splits of these training rows, as rows of the cohort. */
  readonly inner: (trainRows: Int32Array) => readonly Split[];
  readonly metric: Metric;
  /** With two classes, the index of the one called positive. */
  readonly positive?: number;
  /** Drop the worse half of the candidates after each inner fold; default false. */
  readonly halving?: boolean;
  /** Along a path: the place of least loss, or the strongest penalty whose loss is within one standard error of it; default best. */
  readonly rule?: PathRule;
}

export interface SearchResult {
  readonly model: Model;
  readonly pipelines: readonly FittedPipeline[];
  readonly features: readonly string[];
  /** The setting chosen: the parameters that were searched, or all when nothing was. */
  readonly settings: ParamValues;
  /** The metric of the chosen setting over the inner folds (of clusters, on the training rows); absent when there was nothing to choose. */
  readonly innerScore?: number;
  readonly prediction: Prediction;
  /** The test rows as the model saw them, prepared. */
  readonly test: View;
}

/**
 * Chooses among the candidates by inner cross-validation on the training rows alone (`chooseCandidate`; clusterings by their silhouette on
 * these rows, `chooseClustering`), fits the best on all of them, and predicts the test rows. Preparation is fitted anew in every inner fold; groups stay whole there too.
 * Cost: (inner folds + 1) × (prepare + all candidates); with halving about 2 instead of the inner folds.
 */
export async function searchAndFit(
  options: SearchOptions,
  trainRows: Int32Array,
  testRows: Int32Array,
  ctx: Context,
): Promise<SearchResult> {
  const { cohort, steps, plan } = options;
  const outer = await prepareFold(cohort, steps, trainRows, testRows, ctx, plan.categorical);
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
  const chosen = values ? { ...learner.params, [learner.path!.param]: values[best.place]! } : learner.params;
  return {
    model,
    pipelines: outer.pipelines,
    features: outer.train.features,
    settings: searchedOnly(plan.candidates, chosen, values ? learner.path!.param : undefined),
    ...(best.score === undefined ? {} : { innerScore: best.score }),
    prediction: await model.predict(outer.test, fitting),
    test: outer.test,
  };
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
