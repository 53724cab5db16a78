import { mapLimit } from '../base/concurrency.ts';
import { type Context, withRandom } from '../base/context.ts';
import { CancelledError, CistronError, throwIfCancelled } from '../base/errors.ts';
import type { Warning } from '../base/warning.ts';
import type { Split } from '../sample/split.ts';
import { strataOf } from '../sample/strata.ts';
import { firstShare, stratifiedOrder } from '../sample/stratified-order.ts';
import { takeTargetRows } from '../table/target.ts';
import type { TaskPlace } from './cluster-tasks.ts';
import { type FitSetting, type FoldResult, innerRandomOf, runFold } from './fold-task.ts';
import { type Progress, weightOf } from './progress.ts';
import type { LearnerSpec, Study } from './study.ts';
import { makeTask, runTask } from './task.ts';

/** The outer folds of one learner that learned from a share of each training part. */
export interface ShareFolds {
  readonly share: number;
  /** Mean number of training samples. */
  readonly samples: number;
  readonly folds: readonly Pick<FoldResult, 'rows' | 'prediction'>[];
}

/** Bins that numbers and times are shared out in. */
const BINS = 5;

/**
 * The splits of the first repeat with part of each training side: whole groups, stratified, the smaller part within the larger (`stratifiedOrder`);
 * settings are searched anew in each part; the test side stays. Each split of each share is a task of the run folder.
 * @param whole the results on the whole training sides: share 1. @returns by rising share; a share of which a fit refuses the samples (fewer groups
 * than inner folds) is left out, with a warning.
 */
export async function shareFolds(
  setting: FitSetting,
  spec: LearnerSpec,
  splits: readonly Split[],
  whole: readonly FoldResult[],
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
  const warnings: Warning[] = [];
  const shares: ShareFolds[] = [];
  for (const share of asked) {
    const trained = splits.map((split, fold) => (share === 1 ? split.train : parts[fold]!(share)));
    const samples = trained.reduce((sum, train) => sum + train.length, 0) / trained.length;
    const jobs = splits.map(({ test }, fold) => ({ train: trained[fold]!, test, fold }));
    const fit = (job: (typeof jobs)[number]) => fitShare(setting, spec, share, job, place, ctx, progress);
    try {
      const folds = share === 1 ? whole : await mapLimit(jobs, Math.min(2, ctx.executor.threads), fit);
      shares.push({ share, samples, folds });
    } catch (error) {
      if (!(error instanceof CistronError) || error instanceof CancelledError) throw error;
      const message = `the learning curve has no point at ${Math.round(samples)} training samples: ${error.message}`;
      warnings.push({ code: 'learning-curve-point', message, where: spec.name });
    }
  }
  return { shares, warnings };
}

async function fitShare(
  setting: FitSetting,
  spec: LearnerSpec,
  share: number,
  { train, test, fold }: { readonly train: Int32Array; readonly test: Int32Array; readonly fold: number },
  place: TaskPlace,
  ctx: Context,
  progress: Progress,
): Promise<Pick<FoldResult, 'rows' | 'prediction'>> {
  throwIfCancelled(ctx.signal, 'run');
  const label = `${spec.name} on ${train.length} samples, fold ${fold + 1}`;
  const task = await makeTask('learning-curve', label, { lock: place.lock, learner: spec.name, share, fold });
  const random = ctx.random.at('learning-curve', spec.name, share, fold);
  const own = { ...withRandom(ctx, random), progress: progress.part(task.id, weightOf(spec) * share) };
  const rows = { train, test, innerRandom: innerRandomOf(ctx.random, 'learning-curve', share, fold) };
  const result = await runTask(place.folder, task, async () => {
    const { rows: tested, prediction } = await runFold(setting, spec, rows, own);
    return { rows: tested, prediction };
  });
  progress.finish(task.id, weightOf(spec) * share);
  return result;
}

/** What the learning curve weighs in the progress of a run. */
export function curveWeight({ validate: { learningCurve = [], outer } }: Study, spec: LearnerSpec): number {
  const shares = learningCurve.reduce((sum, share) => sum + (share === 1 ? 0 : share), 0);
  return shares * weightOf(spec) * (typeof outer === 'number' ? outer : 5);
}
