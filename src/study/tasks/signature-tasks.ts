import { type Context, withRandom } from '../../base/context.ts';
import { throwIfCancelled } from '../../base/errors.ts';
import type { Warning } from '../../base/warning.ts';
import type { ExplanationRecord, LearnerResult, SignatureRecord } from '../../report/record.ts';
import type { Split } from '../../sample/split.ts';
import { pooled, scoredRows } from '../../validate/score.ts';
import { percentileInterval } from '../../validate/uncertainty/percentile-interval.ts';
import { replicatesOf, statisticOf, testedGroups } from '../../validate/uncertainty/statistic.ts';
import type { LearnerSpec, Study } from '../file/study.ts';
import { type LearnerFolds, type RunFacts, scoreOptions } from '../record/record.ts';
import type { TaskPlace } from './cluster-tasks.ts';
import type { Winner } from './explain-tasks.ts';
import { type FitSetting, type FoldResult, innerRandomOf, runFold } from './fold-task.ts';
import { heaviestOf, type Progress, weightOf } from './progress.ts';
import { metricOf } from './study-metrics.ts';
import { makeTask } from './task.ts';
import type { TaskRunner } from './task-runner.ts';

type SmallFold = Pick<FoldResult, 'rows' | 'prediction'> & { readonly nFeatures: number };

/** What a signature is made of. */
export interface SignatureGround {
  readonly facts: RunFacts;
  readonly winner: LearnerFolds;
  /** Of the chosen learner with all its features. */
  readonly best: LearnerResult;
  /** The features of the model on all samples, strongest first. */
  readonly top: readonly (readonly [feature: string, weight: number])[];
  readonly explanation?: ExplanationRecord | undefined;
}

const REPLICATES = 1000;

/** The chosen learner on its first k features, in each split of the first repeat. */
export interface SignatureFolds {
  readonly points: readonly { readonly size: number; readonly folds: readonly SmallFold[] }[];
  /** Of each split, the features of the training side's own model, strongest first. */
  readonly rankings: readonly (readonly string[])[];
}

/**
 * With `report.signature`: what the chosen learner reaches with the k features that weigh most. In each split of the first repeat the features are those of the model that the
 * training side alone made; the learner is given no others, its settings are searched anew, and the held-out side is scored once. Each size in each split is a task of the run folder. (The inner
 * folds choose settings among features that their held-out rows helped to choose: that can cost a signature some of its score, and gives it none.)
 * A size beyond what any fold's model uses says the same as the one before, and is left out.
 * @returns no points of a learner that gives its features no weights. Cost: a search for each size and split, on few features.
 */
export async function signatureFolds(
  runner: TaskRunner,
  setting: FitSetting,
  winner: Winner,
  splits: readonly Split[],
  place: TaskPlace,
  ctx: Context,
  progress: Progress,
): Promise<SignatureFolds | undefined> {
  const sizes = setting.study.report.signature ?? [];
  if (sizes.length === 0) return undefined;
  const jobs = sizes.flatMap((size, at) =>
    [...splits.keys()].map((fold) => ({ size, before: sizes[at - 1] ?? 0, fold })),
  );
  const done = await runner.all(jobs, (job) =>
    fitSmall(runner, setting, winner, job, splits[job.fold]!, place, ctx, progress),
  );
  const points = sizes.flatMap((size) => {
    const folds = done.flatMap((one, at) => (jobs[at]!.size === size && one ? [one] : []));
    return folds.length > 0 ? [{ size, folds }] : [];
  });
  return { points, rankings: rankingsOf(await winner(runner)) };
}

/** Of each split of the first repeat, the features of its model, strongest first. */
function rankingsOf({ repeats }: LearnerFolds): string[][] {
  return repeats[0]!.map((fold) => fold.top.map(([name]) => name));
}

/** Scores the sizes, and names the smallest that is as good as all features. @returns no record where there are no points, with a warning of a learner without weights. */
export function signatureRecord(
  small: SignatureFolds | undefined,
  { facts, winner, best, top, explanation }: SignatureGround,
): { readonly record?: SignatureRecord; readonly warnings: readonly Warning[] } {
  if (!small) return { warnings: [] };
  const { spec } = winner;
  const { points, rankings } = small;
  if (points.length === 0) {
    const message = `${spec.name} gives its features no weights in some fold, so there is no signature`;
    return { warnings: [{ code: 'signature-without-weights', message, where: 'report.signature' }] };
  }
  const options = scoreOptions(facts);
  const metric = metricOf(facts.metric, facts.loaded);
  const rows = points.map(({ folds }) => scoredRows([pooled(folds, facts.loaded.target)], options));
  const scores = rows.map((own) => statisticOf(metric, own));
  const draws = replicatesOf(scores, testedGroups(options.groups, rows[0]!), options.random, REPLICATES);
  const all = best.metrics[metric.name]!;
  const scored = points.map(({ size, folds }, at) => ({
    size,
    features: folds.reduce((sum, { nFeatures }) => sum + nFeatures, 0) / folds.length,
    ...percentileInterval(scores[at]!(), draws[at]!),
  }));
  const enough = scored.find(({ value }) => (metric.greaterIsBetter ? value >= all.low : value <= all.high));
  const size = (enough ?? scored.at(-1)!).size;
  const equivalents = new Map(explanation?.features.map((one) => [one.feature, one.equivalents]));
  return {
    record: {
      ...{ learner: spec.name, metric: metric.name, points: scored, all, folds: rankings.length, size },
      enough: enough !== undefined,
      features: top.slice(0, size).map(([feature]) => ({
        feature,
        frequency: rankings.filter((names) => names.slice(0, size).includes(feature)).length / rankings.length,
        equivalents: equivalents.get(feature) ?? [],
      })),
    },
    warnings: [],
  };
}

/** @returns null where there is nothing to say: no weights, or no more features than the size before has. */
async function fitSmall(
  runner: TaskRunner,
  setting: FitSetting,
  winner: Winner,
  { size, before, fold }: { readonly size: number; readonly before: number; readonly fold: number },
  { train, test }: Split,
  { lock }: TaskPlace,
  ctx: Context,
  progress: Progress,
): Promise<SmallFold | null> {
  throwIfCancelled(ctx.signal, 'run');
  const label = `signature of ${size} features, fold ${fold + 1}`;
  const task = await makeTask('signature', label, { lock, size, fold }, ['fold', 'choice']);
  const weight = weightOf(heaviestOf(setting.study));
  const { result } = await runner.run<{ result: SmallFold | null }>(task, async (needed) => {
    const chosen = await winner(needed);
    const rankings = rankingsOf(chosen);
    const lengths = rankings.map((names) => names.length);
    if (Math.min(...lengths) === 0 || before >= Math.max(...lengths)) return { result: null };
    const { spec } = chosen;
    const names = rankings[fold]!.slice(0, size);
    // The randomness of the fold itself: given all features, it would say the same to the bit.
    const random = ctx.random.at('learner', spec.name, 0, fold);
    const own = { ...withRandom(ctx, random), progress: progress.part(task.id, weight) };
    const rows = { train, test, innerRandom: innerRandomOf(ctx.random, 0, fold) };
    const { rows: tested, prediction } = await runFold({ ...setting, only: new Set(names) }, spec, rows, own);
    return { result: { rows: tested, prediction, nFeatures: names.length } };
  });
  progress.finish(task.id, weight);
  return result;
}

/** What the signature weighs in the progress of a run. */
export function signatureWeight({ report: { signature = [] }, validate: { outer } }: Study, spec: LearnerSpec): number {
  return signature.length * weightOf(spec) * (typeof outer === 'number' ? outer : 5);
}
