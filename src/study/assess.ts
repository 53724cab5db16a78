import { mapLimit } from '../base/concurrency.ts';
import { type Context, withRandom } from '../base/context.ts';
import { throwIfCancelled } from '../base/errors.ts';
import { metricByName } from '../metric/registry.ts';
import type { LearnerResult, RunRecord } from '../report/record.ts';
import type { AuditResult } from './audit-task.ts';
import { clusterAll, shuffledBaseline, type TaskPlace } from './cluster-tasks.ts';
import type { Entrant } from './entrant.ts';
import { type FitSetting, type FoldResult, innerRandomOf, runFold } from './fold-task.ts';
import { type Progress, weightOf } from './progress.ts';
import { featurelessBaseline, type LearnerFolds, type RunFacts, scoreLearners } from './record.ts';
import type { LearnerSpec } from './study.ts';
import { makeTask, runTask } from './task.ts';

/** What the folds have shown of one target: scores, the choice, and what it must beat. */
export interface Assessed {
  readonly facts: RunFacts;
  readonly learners: readonly LearnerFolds[];
  /** Baselines that learned from less, in the same folds. */
  readonly partial: readonly LearnerFolds[];
  readonly results: readonly LearnerResult[];
  readonly baselines: RunRecord['baselines'];
  readonly chosen: string;
  readonly spec: LearnerSpec;
  readonly winner: LearnerFolds;
}

/** Every entrant in every outer fold, each fold a task; then scores with their intervals, the choice, and the baseline without features. */
export async function assess(
  setting: FitSetting,
  entrants: readonly Entrant[],
  audit: AuditResult,
  place: TaskPlace,
  ctx: Context,
  progress: Progress,
): Promise<Assessed> {
  const { study, loaded, metric } = setting;
  const byFold = await runFolds(setting, entrants, audit, place, ctx, progress);
  const clustering = loaded.target.task === 'clustering';
  const wholes = clustering ? await clusterAll(setting, place, ctx, progress) : [];
  const all = byFold.map((one, l) => (wholes[l] ? { ...one, whole: wholes[l] } : one));
  const learners = all.filter(({ role }) => role === 'learner');
  const partial = all.filter(({ role }) => role === 'baseline');
  const facts: RunFacts = { study, loaded, audit, metric, random: ctx.random };
  progress.label('scores and intervals');
  const results = scoreLearners(facts, learners);
  const chosen = chooseLearner(results, metric);
  const spec = study.learners.find(({ name }) => name === chosen)!;
  const featureless = clustering
    ? await shuffledBaseline(setting, spec, place, ctx, progress)
    : await featurelessBaseline(facts, ctx);
  const baselines = [
    featureless,
    ...scoreLearners(facts, partial).map(({ learner, metrics }) => ({ name: learner, metrics })),
  ];
  const winner = learners.find((learner) => learner.spec.name === chosen)!;
  return { facts, learners, partial, results, baselines, chosen, spec, winner };
}

async function runFolds(
  setting: FitSetting,
  entrants: readonly Entrant[],
  audit: AuditResult,
  { folder, lock }: TaskPlace,
  ctx: Context,
  progress: Progress,
): Promise<LearnerFolds[]> {
  const jobs = audit.splits.flatMap((splits, repeat) =>
    splits.flatMap((split, fold) => entrants.map((entrant) => ({ entrant, repeat, fold, split }))),
  );
  // Two tasks at once keep all threads busy while one of them prepares data; more would only cost memory.
  const results = await mapLimit(jobs, Math.min(2, ctx.executor.threads), async ({ entrant, repeat, fold, split }) => {
    throwIfCancelled(ctx.signal, 'run');
    const { role, spec, loaded } = entrant;
    const inputs = { lock, [role]: spec.name, repeat, fold };
    const task = await makeTask('fold', `${spec.name}, fold ${fold + 1}`, inputs);
    const key = `${role}/${spec.name}/${repeat}/${fold}`;
    // A learner draws from its own key, so that adding another learner to the study changes nothing for it.
    const random = ctx.random.at(role, spec.name, repeat, fold);
    const own = { ...withRandom(ctx, random), progress: progress.part(key, weightOf(spec)) };
    const rows = { ...split, innerRandom: innerRandomOf(ctx.random, repeat, fold) };
    const result = await runTask<FoldResult>(folder, task, () => runFold({ ...setting, loaded }, spec, rows, own));
    progress.finish(key, weightOf(spec));
    return result;
  });
  return entrants.map((entrant) => ({
    spec: entrant.spec,
    role: entrant.role,
    repeats: audit.splits.map((_, repeat) =>
      results.filter((_, at) => jobs[at]!.entrant === entrant && jobs[at]!.repeat === repeat),
    ),
  }));
}

/** The learner with the best value of the metric; the earlier one of equals. */
export function chooseLearner(results: readonly LearnerResult[], metric: string): string {
  const sign = metricByName(metric).greaterIsBetter ? 1 : -1;
  const value = (result: LearnerResult) => sign * (result.metrics[metric]?.value ?? Number.NEGATIVE_INFINITY);
  return results.reduce((best, result) => (value(result) > value(best) ? result : best)).learner;
}
