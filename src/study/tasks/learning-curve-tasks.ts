import { type Context, withRandom } from '../../base/context.ts';
import { CancelledError, CistronError, throwIfCancelled } from '../../base/errors.ts';
import type { Warning } from '../../base/warning.ts';
import type { Split } from '../../sample/split.ts';
import { strataOf } from '../../sample/strata.ts';
import { firstShare, stratifiedOrder } from '../../sample/stratified-order.ts';
import { takeTargetRows } from '../../table/target.ts';
import type { LearnerSpec, Study } from '../file/study.ts';
import type { Choice, TaskPlace } from './cluster-tasks.ts';
import { type FitSetting, type FoldResult, innerRandomOf, runFold } from './fold-task.ts';
import { heaviestOf, type Progress, weightOf } from './progress.ts';
import { makeTask } from './task.ts';
import type { TaskRunner } from './task-runner.ts';

/** The outer folds of the chosen learner that learned from a share of each training part. */
export interface ShareFolds {
  readonly share: number;
  /** Mean number of training samples. */
  readonly samples: number;
  /** Absent of share 1: those of the study itself. */
  readonly folds?: readonly ShareFold[];
}

type ShareFold = Pick<FoldResult, 'rows' | 'prediction'>;

/** Bins that numbers and times are shared out in. */
const BINS = 5;

/**
 * The splits of the first repeat with part of each training side: whole groups, stratified, the smaller part within the larger (`stratifiedOrder`);
 * settings are searched anew in each part; the test side stays. Each split of each share is a task of the run folder.
 * @returns by rising share; a share of which a fit refuses the samples (fewer groups than inner folds) is left out, with a warning.
 */
export async function shareFolds(
  runner: TaskRunner,
  setting: FitSetting,
  choice: Choice,
  splits: readonly Split[],
  place: TaskPlace,
  ctx: Context,
  progress: Progress,
): Promise<{ readonly shares: readonly ShareFolds[]; readonly warnings: readonly Warning[] }> {
  const asked = setting.study.validate.learningCurve ?? [];
  const parts = splits.map(({ train }, fold) => {
    const strata = strataOf(takeTargetRows(setting.loaded.target, train), BINS);
    const groups = train.map((i) => setting.groups[i]!);
    const order = stratifiedOrder(strata, groups, ctx.random.at('learning-curve', fold));
    return (share: number) => firstShare(order, share).map((at) => train[at]!);
  });
  const jobs = asked.flatMap((share) =>
    share === 1 ? [] : splits.map(({ test }, fold) => ({ share, train: parts[fold]!(share), test, fold })),
  );
  const fitted = await runner.all(jobs, (job) => fitShare(runner, setting, choice, job, place, ctx, progress));
  const warnings: Warning[] = [];
  const shares = asked.flatMap((share): ShareFolds[] => {
    const sizes = share === 1 ? splits.map(({ train }) => train.length) : sizesOf(jobs, share);
    const samples = sizes.reduce((sum, size) => sum + size, 0) / sizes.length;
    if (share === 1) return [{ share, samples }];
    const folds = fitted.filter((_, at) => jobs[at]!.share === share);
    const failed = folds.find((fold) => 'refused' in fold);
    if (!failed) return [{ share, samples, folds: folds as ShareFold[] }];
    const { refused, learner } = failed as Refused;
    const message = `the learning curve has no point at ${Math.round(samples)} training samples: ${refused}`;
    warnings.push({ code: 'learning-curve-point', message, where: learner });
    return [];
  });
  return { shares, warnings };
}

interface ShareJob {
  readonly share: number;
  readonly train: Int32Array;
  readonly test: Int32Array;
  readonly fold: number;
}

/** Why a fit would not learn from so few samples. */
interface Refused {
  readonly refused: string;
  readonly learner: string;
}

const sizesOf = (jobs: readonly ShareJob[], share: number) =>
  jobs.filter((job) => job.share === share).map(({ train }) => train.length);

async function fitShare(
  runner: TaskRunner,
  setting: FitSetting,
  choice: Choice,
  { share, train, test, fold }: ShareJob,
  place: TaskPlace,
  ctx: Context,
  progress: Progress,
): Promise<ShareFold | Refused> {
  throwIfCancelled(ctx.signal, 'run');
  const label = `learning from ${train.length} samples, fold ${fold + 1}`;
  const task = await makeTask('learning-curve', label, { lock: place.lock, share, fold }, ['choice']);
  const weight = weightOf(heaviestOf(setting.study)) * share;
  const result = await runner.run<ShareFold | Refused>(task, async (needed) => {
    const spec = await choice(needed);
    const random = ctx.random.at('learning-curve', spec.name, share, fold);
    const own = { ...withRandom(ctx, random), progress: progress.part(task.id, weight) };
    const rows = { train, test, innerRandom: innerRandomOf(ctx.random, 'learning-curve', share, fold) };
    try {
      const { rows: tested, prediction } = await runFold(setting, spec, rows, own);
      return { rows: tested, prediction };
    } catch (error) {
      if (!(error instanceof CistronError) || error instanceof CancelledError) throw error;
      return { refused: error.message, learner: spec.name };
    }
  });
  progress.finish(task.id, weight);
  return result;
}

/** What the learning curve weighs in the progress of a run. */
export function curveWeight({ validate: { learningCurve = [], outer } }: Study, spec: LearnerSpec): number {
  const shares = learningCurve.reduce((sum, share) => sum + (share === 1 ? 0 : share), 0);
  return shares * weightOf(spec) * (typeof outer === 'number' ? outer : 5);
}
