import { type Context, withRandom } from '../../base/context.ts';
import { CancelledError, CistronError, throwIfCancelled } from '../../base/errors.ts';
import type { RandomKey } from '../../base/random.ts';
import { scorer } from '../../metric/scorer.ts';
import { findColumn, textValues } from '../../table/annotations.ts';
import { takeTargetRows } from '../../table/target.ts';
import { outerSplits } from '../../validate/outer-splits.ts';
import { pooled } from '../../validate/score.ts';
import { permutedRows } from '../../validate/uncertainty/permuted-rows.ts';
import type { LoadedCohort } from '../cohort/load-cohort.ts';
import type { LearnerSpec, PermutationSpec, Study } from '../file/study.ts';
import type { Choice, TaskPlace } from './cluster-tasks.ts';
import { type FitSetting, innerRandomOf, runFold } from './fold-task.ts';
import { heaviestOf, type Progress, weightOf } from './progress.ts';
import { outerPlan } from './split-plans.ts';
import { metricOf } from './study-metrics.ts';
import { makeTask } from './task.ts';
import type { TaskRunner } from './task-runner.ts';

/**
 * The study's metric of one learner, the chosen one unless the study names it, on permutations of the truth (`permutedRows`), the whole pipeline run on each: outer splits made anew as the
 * truth stratifies them, preparation, the search of settings on inner splits. One repeat. Each permutation is a task of the run folder.
 * @returns [n]; NaN where the metric is undefined or a fit refused the data (no event in a training part, say).
 */
export async function permutedScores(
  runner: TaskRunner,
  setting: FitSetting,
  choice: Choice,
  { n, within, learner }: PermutationSpec,
  place: TaskPlace,
  ctx: Context,
  progress: Progress,
): Promise<Float64Array> {
  const { study, loaded, groups } = setting;
  const strata = strataOf(study, loaded, within);
  const named = study.learners.find(({ name }) => name === learner);
  const weight = permutationWeight(study, named ?? heaviestOf(study)) / n;
  const scores = await runner.all([...Array(n).keys()], async (permutation) => {
    throwIfCancelled(ctx.signal, 'run');
    const label = `permutation ${permutation + 1} of ${n}`;
    const inputs = { lock: place.lock, permutation };
    const task = await makeTask('permutation', label, inputs, [named ? 'prepare' : 'choice']);
    const { score } = await runner.run<{ score: number | null }>(task, async (needed) => {
      const spec = named ?? (await choice(needed));
      const part = { ...ctx, progress: (done: number) => progress.part(task.id, weight)(done, label) };
      const rows = permutedRows({ target: loaded.target, groups, strata }, ctx.random, permutation);
      const permuted = { ...setting, loaded: { ...loaded, target: takeTargetRows(loaded.target, rows) } };
      const value = await scoreOf(permuted, spec, ctx.random.at('permuted', permutation), part).catch(refused);
      return { score: Number.isNaN(value) ? null : value };
    });
    progress.finish(task.id, weight);
    return score ?? Number.NaN;
  });
  return Float64Array.from(scores);
}

/** What all permutations weigh in the progress of a run. */
export function permutationWeight({ validate: { permutation, outer } }: Study, spec: LearnerSpec): number {
  return permutation ? permutation.n * weightOf(spec) * (typeof outer === 'number' ? outer : 5) : 0;
}

async function scoreOf(setting: FitSetting, spec: LearnerSpec, random: RandomKey, ctx: Context): Promise<number> {
  const { study, loaded, groups, metric } = setting;
  const { target, positive } = loaded;
  const splits = outerSplits(outerPlan(study, loaded), { target, groups }, 1, random.at('folds')).repeats[0]!;
  const parts = [];
  for (const [fold, split] of splits.entries()) {
    const rows = { ...split, innerRandom: innerRandomOf(random, 0, fold) };
    ctx.progress(fold / splits.length, '');
    const own = { ...withRandom(ctx, random.at('learner', spec.name, fold)), progress: () => {} };
    parts.push(await runFold(setting, spec, rows, own));
  }
  const { rows, prediction, folds } = pooled(parts, target);
  return scorer(takeTargetRows(target, rows), prediction, { positive, folds, rows }).value(metricOf(metric, loaded));
}

/** Data that a permutation leaves unfit to learn from give no score; that must not end a run of hours. */
function refused(error: unknown): number {
  if (!(error instanceof CistronError) || error instanceof CancelledError) throw error;
  return Number.NaN;
}

/** A column, and the sides of an external cohort: truth is not dealt out across. */
function strataOf(study: Study, { annotations, external }: LoadedCohort, within: string | undefined) {
  const columns = [
    ...(external ? [external] : []),
    ...(within === undefined ? [] : [textValues(findColumn(annotations, within, study.samples.file))]),
  ];
  if (columns.length === 0) return undefined;
  const codes = new Map<string, number>();
  return Int32Array.from(columns[0]!, (_, i) => {
    const key = JSON.stringify(columns.map((column) => column[i]!));
    return codes.get(key) ?? codes.set(key, codes.size).size - 1;
  });
}
