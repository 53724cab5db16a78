import { type Context, withRandom } from '../../base/context.ts';
import { throwIfCancelled } from '../../base/errors.ts';
import { metricByName } from '../../metric/registry.ts';
import type { LearnerResult, RunRecord } from '../../report/record.ts';
import type { AuditResult } from '../audit/audit-task.ts';
import type { LearnerSpec } from '../file/study.ts';
import {
  featurelessBaseline,
  featurelessWord,
  type LearnerFolds,
  type RunFacts,
  scoreLearner,
} from '../record/record.ts';
import { type Clustering, clusterAll, shuffledBaseline, type TaskPlace } from './cluster-tasks.ts';
import type { Entrant } from './entrant.ts';
import { type FitSetting, type FoldResult, innerRandomOf, runFold } from './fold-task.ts';
import { type Progress, weightOf } from './progress.ts';
import { makeTask } from './task.ts';
import { perRunner, type TaskRunner } from './task-runner.ts';

/** What the folds have shown of one target: scores, the choice, and what it must beat. */
export interface Assessed {
  readonly facts: RunFacts;
  readonly learners: readonly LearnerFolds[];
  /** Baselines that learned from less, in the same folds. */
  readonly partial: readonly LearnerFolds[];
  readonly results: readonly LearnerResult[];
  readonly chosen: string;
  readonly spec: LearnerSpec;
  readonly winner: LearnerFolds;
}

/** The parts of an assessment, each computed once for a runner, those that a later part asks for first. */
export interface Assessment {
  /** Every entrant in every outer fold: a task each. */
  readonly folds: (runner: TaskRunner) => Promise<LearnerFolds[]>;
  /** Of a clustering, the clusters of all samples by each learner: a task each. */
  readonly wholes: (runner: TaskRunner) => Promise<Clustering[]>;
  /** What the folds of every entrant come to, with intervals: a task each, since a thousand replicates take as long as a fold. */
  readonly scores: (runner: TaskRunner) => Promise<LearnerResult[]>;
  /** Of anything but a clustering, what is reached without any feature: a task. */
  readonly featureless: (runner: TaskRunner) => Promise<Baseline | undefined>;
  /** The learner that did best: a task, so that those of the chosen learner need not read all scores to know it. */
  readonly choice: (runner: TaskRunner) => Promise<LearnerSpec>;
  /** Of a clustering, what becomes of shuffled tables: a task each. */
  readonly shuffled: (runner: TaskRunner) => Promise<Baseline | undefined>;
  /** What the choice must beat, with that which learned from no feature at all. */
  readonly baselines: (runner: TaskRunner) => Promise<RunRecord['baselines']>;
  /** All of it but the baselines, with scores and their intervals. */
  readonly assessed: (runner: TaskRunner) => Promise<Assessed>;
}

type Baseline = RunRecord['baselines'][number];

/** Every entrant in every outer fold; scores with their intervals, the choice, and the baseline without features. Nothing is computed before it is asked for. */
export function assessment(
  setting: FitSetting,
  entrants: readonly Entrant[],
  audit: AuditResult,
  place: TaskPlace,
  ctx: Context,
  progress: Progress,
): Assessment {
  const { study, loaded, metric } = setting;
  const clustering = loaded.target.task === 'clustering';
  const facts: RunFacts = { study, loaded, audit, metric, random: ctx.random };
  const folds = perRunner((runner) => runFolds(runner, setting, entrants, audit, place, ctx, progress));
  const wholes = perRunner(async (runner) => (clustering ? clusterAll(runner, setting, place, ctx, progress) : []));
  const tested = perRunner(async (runner) => {
    const [byFold, made] = [await folds(runner), await wholes(runner)];
    return byFold.map((one, l) => (made[l] ? { ...one, whole: made[l] } : one));
  });
  const scores = perRunner((runner) =>
    runner.all(entrants, async ({ role, spec: { name } }, e) => {
      throwIfCancelled(ctx.signal, 'run');
      const inputs = { lock: place.lock, [role]: name };
      const task = await makeTask('score', `${name}, scores and intervals`, inputs, ['fold', 'clusters']);
      progress.label(task.label);
      return runner.run(task, async (own) => scoreLearner(facts, (await tested(own))[e]!));
    }),
  );
  const featureless = perRunner(async (runner) => {
    if (clustering) return undefined;
    const name = featurelessWord(loaded.target);
    const inputs = { lock: place.lock, featureless: name };
    const task = await makeTask('score', `${name}, scores and intervals`, inputs, ['fold', 'clusters']);
    return runner.run(task, () => featurelessBaseline(facts, ctx));
  });
  const scored = perRunner(async (runner) => {
    const [all, each] = [await tested(runner), await scores(runner)];
    const of = <T>(role: Entrant['role'], items: readonly T[]) => items.filter((_, e) => entrants[e]!.role === role);
    const [learners, partial] = [of('learner', all), of('baseline', all)];
    return { learners, partial, results: of('learner', each), others: of('baseline', each) };
  });
  const choice = perRunner(async (runner) => {
    const task = await makeTask('choice', 'the learner that did best', { lock: place.lock }, ['score']);
    const { chosen } = await runner.run(task, async (own) => ({
      chosen: chooseLearner((await scored(own)).results, metric),
    }));
    return study.learners.find(({ name }) => name === chosen)!;
  });
  const shuffled = perRunner(async (runner) =>
    clustering ? shuffledBaseline(runner, setting, choice, place, ctx, progress) : undefined,
  );
  const baselines = perRunner(async (runner) => [
    ...[await shuffled(runner), await featureless(runner)].filter((one) => one !== undefined),
    ...(await scored(runner)).others.map(({ learner, metrics }) => ({ name: learner, metrics })),
  ]);
  const assessed = perRunner(async (runner) => {
    const spec = await choice(runner);
    const { learners, partial, results } = await scored(runner);
    const winner = learners.find((learner) => learner.spec.name === spec.name)!;
    return { facts, learners, partial, results, chosen: spec.name, spec, winner };
  });
  return { folds, wholes, scores, featureless, choice, shuffled, baselines, assessed };
}

async function runFolds(
  runner: TaskRunner,
  setting: FitSetting,
  entrants: readonly Entrant[],
  audit: AuditResult,
  { lock }: TaskPlace,
  ctx: Context,
  progress: Progress,
): Promise<LearnerFolds[]> {
  const jobs = audit.splits.flatMap((splits, repeat) =>
    splits.flatMap((split, fold) => entrants.map((entrant) => ({ entrant, repeat, fold, split }))),
  );
  const results = await runner.all(jobs, async ({ entrant, repeat, fold, split }) => {
    throwIfCancelled(ctx.signal, 'run');
    const { role, spec, loaded } = entrant;
    const inputs = { lock, [role]: spec.name, repeat, fold };
    const times = audit.splits.length > 1 ? `, repeat ${repeat + 1}` : '';
    const task = await makeTask('fold', `${spec.name}${times}, fold ${fold + 1}`, inputs, ['prepare']);
    const result = await runner.run<FoldResult>(task, () => {
      // A learner draws from its own key, so that adding another learner to the study changes nothing for it.
      const random = ctx.random.at(role, spec.name, repeat, fold);
      const own = { ...withRandom(ctx, random), progress: progress.part(task.id, weightOf(spec)) };
      const rows = { ...split, innerRandom: innerRandomOf(ctx.random, repeat, fold) };
      return runFold({ ...setting, loaded }, spec, rows, own);
    });
    progress.finish(task.id, weightOf(spec));
    return result;
  });
  const byEntrant = new Map(entrants.map((entrant) => [entrant, audit.splits.map((): FoldResult[] => [])]));
  for (const [at, { entrant, repeat }] of jobs.entries()) byEntrant.get(entrant)![repeat]!.push(results[at]!);
  return entrants.map((entrant) => ({ spec: entrant.spec, role: entrant.role, repeats: byEntrant.get(entrant)! }));
}

/** The learner with the best value of the metric; the earlier one of equals. */
export function chooseLearner(results: readonly LearnerResult[], metric: string): string {
  const sign = metricByName(metric).greaterIsBetter ? 1 : -1;
  const value = (result: LearnerResult) => sign * (result.metrics[metric]?.value ?? Number.NEGATIVE_INFINITY);
  return results.reduce((best, result) => (value(result) > value(best) ? result : best)).learner;
}
