import { mapLimit } from '../base/concurrency.ts';
import { type Context, type Executor, withRandom } from '../base/context.ts';
import { ConfigError, throwIfCancelled } from '../base/errors.ts';
import type { NetworkEngine } from '../base/network-engine.ts';
import { randomKey } from '../base/random.ts';
import { toTypedJson } from '../base/typed-json.ts';
import { defaultMetric, metricByName } from '../metric/registry.ts';
import { createColumnChoices } from '../prepare/column-choices.ts';
import type { ByteSource } from '../read/source.ts';
import type { LearnerResult, RunRecord } from '../report/record.ts';
import { judgeDistance } from '../validate/decisions/judge-distance.ts';
import { type AuditResult, auditCohort } from './audit-task.ts';
import { baselineEntrants } from './baselines.ts';
import { clusterAll, shuffledBaseline } from './cluster-tasks.ts';
import { collectWarnings } from './collect-warnings.ts';
import { decide, judgeSubgroups } from './decide.ts';
import { measureDistances } from './distance-task.ts';
import { auditResults, type HoldoutLedger } from './end-audit.ts';
import { type Entrant, learnerEntrants } from './entrant.ts';
import { explainChosen, explainWeight } from './explain-tasks.ts';
import { type Decided, fitFinal } from './final-task.ts';
import { type FitSetting, type FoldResult, innerRandomOf, runFold } from './fold-task.ts';
import { leakyFolds, scoreLeaky } from './leaky.ts';
import { curveWeight } from './learning-curve-tasks.ts';
import { loadStudy } from './load-study.ts';
import { lockStudy, type StudyLock } from './lock.ts';
import { permutationWeight } from './permutation-tasks.ts';
import { predictionsTable } from './predictions-table.ts';
import { FINAL_WEIGHT, type Progress, progressOf, weightOf } from './progress.ts';
import {
  featurelessBaseline,
  type LearnerFolds,
  type RunFacts,
  reportInput,
  runRecord,
  scoreLearners,
} from './record.ts';
import { refuseLeakage } from './refuse-leakage.ts';
import { checkReport } from './report-spec.ts';
import { type RunFolder, readJson } from './run-folder.ts';
import { settleLearners } from './settle-learners.ts';
import { innerPlan } from './split-plans.ts';
import type { Study } from './study.ts';
import { makeTask, runTask } from './task.ts';
import { assessUncertainty } from './uncertainty.ts';

export interface RunOptions {
  readonly open: (path: string) => Promise<ByteSource>;
  /** The folder of the run, chosen once the lock is known: its name may carry the hash. */
  readonly folder: (lock: StudyLock) => Promise<RunFolder>;
  /** Text of the study as it is to stand in that folder; absent: none is written. */
  readonly studyText?: (folder: RunFolder) => string;
  readonly executor: Executor;
  /** Runs neural networks; absent: learners that are networks refuse. */
  readonly networks?: NetworkEngine;
  readonly signal: AbortSignal;
  /** Share of the whole run done, 0 … 1, and what is being done. */
  readonly progress: (done: number, label: string) => void;
  /** What was inferred from the files: to be shown at once. */
  readonly state: (sentence: string) => void;
  /** A clock in milliseconds; only ever used to report how long things took. */
  readonly now: () => number;
  /** Name → version for the report: Node, the operating system. */
  readonly versions?: Readonly<Record<string, string>>;
  /** Where it is noted which studies looked at which hold-out; absent: nowhere. */
  readonly holdouts?: (folder: RunFolder) => HoldoutLedger;
}

export interface RunOutcome {
  readonly record: RunRecord;
  readonly folder: RunFolder;
  /** The run was there already, finished, with the same lock: shown, not redone. */
  readonly found: boolean;
}

/**
 * Runs a study: reads the files, settles groups and folds, audits, fits every learner in every outer fold, chooses, fits the choice on
 * all samples, and writes the run folder. A clustering has no truth to be judged by: its result are the clusters that each learner makes of all
 * samples; the folds say how stable they are, tables with shuffled features how far apart clusters of nothing are. Every task's result is written when it is done, so that a run that was interrupted goes on
 * where it stopped and ends with the same result; results do not depend on the number of threads.
 * @throws {ConfigError} the folder holds another run; a learner that does not serve the task. @throws {LeakageError} the audit refuses the study.
 * @throws {DataError} and the like from reading. @throws {CancelledError}.
 */
export async function runStudy(given: Study, options: RunOptions): Promise<RunOutcome> {
  const began = options.now();
  const { signal, state } = options;
  options.progress(0, 'reading');
  const loaded = await loadStudy(given, {
    open: options.open,
    signal,
    progress: (done, label) => options.progress(0.03 * done, label),
  });
  loaded.statements.forEach(state);
  const study = settleLearners(given, loaded.target.task);
  checkReport(study.report, loaded, study.samples.file);
  const lock = await lockStudy(study, loaded);
  const folder = await options.folder(lock);
  const finished = await findRun(folder, lock);
  if (finished) return { record: finished, folder, found: true };

  const entrants = [...learnerEntrants(study, loaded), ...baselineEntrants(study, loaded)];
  // Which learner will be chosen is not known yet: at most the heaviest.
  const heaviest = study.learners.reduce((a, b) => (weightOf(b) > weightOf(a) ? b : a));
  const permuted = study.learners.find(({ name }) => name === study.validate.permutation?.learner) ?? heaviest;
  const more = permutationWeight(study, permuted) + curveWeight(study, heaviest) + explainWeight(study);
  const progress = progressOf(study, entrants, more, options.progress);
  const ctx = contextOf(study, options, progress);
  const auditTask = await makeTask('prepare', 'groups, folds and audit', { lock: lock.lock });
  // A study that is refused leaves nothing behind: the mended one can go into the same folder.
  const audit = await runTask(folder, auditTask, async () => {
    const found = await auditCohort(study, loaded, { ...ctx, progress: progress.part('audit', 1) });
    refuseLeakage(study, found.findings);
    await claimFolder(folder, lock, options.studyText);
    return found;
  });
  progress.finish('audit', 1);
  const log = (event: string, facts: object = {}) =>
    folder.append('events.jsonl', JSON.stringify({ event, ...facts, atMs: options.now() }));
  await log('start', { lock: lock.lock });

  const metric = study.validate.metric ?? defaultMetric(loaded.target);
  const setting: FitSetting = {
    ...{ study, loaded, metric, now: options.now },
    groups: Int32Array.from(audit.groups),
    inner: innerPlan(study, loaded),
    choices: createColumnChoices(),
  };
  const byFold = await runFolds(setting, entrants, audit, folder, lock, ctx, progress);
  await log('folds-done');
  const clustering = loaded.target.task === 'clustering';
  const place = { folder, lock: lock.lock };
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
  progress.label('decisions');
  const decided = clustering ? undefined : await decideAll(setting, facts, winner, place, ctx);
  const shown = { learners, partial, results, chosen, baselines };
  const { keys, nullScores, ...uncertain } = await assessUncertainty(facts, setting, shown, place, ctx, progress);
  const explained = clustering
    ? undefined
    : await explainChosen(setting, winner, audit.splits[0]!, place, ctx, progress);
  const leaky = await leakyFolds(study.validate.leaky ?? [], setting, spec, audit, { folder, lock }, ctx);
  const final = await fitFinal(setting, results, spec, decided, folder, lock, {
    ...ctx,
    progress: progress.part('final', FINAL_WEIGHT),
  });
  throwIfCancelled(signal, 'run');

  const best = results.find(({ learner }) => learner === chosen)!;
  const ending = await auditResults(study, loaded, audit, best, { lock, holdouts: options.holdouts?.(folder) }, ctx);
  const told: RunFacts = { ...facts, audit: { ...audit, findings: [...audit.findings, ...ending] } };
  const noticed = collectWarnings(loaded, audit, learners, chosen, final.warnings);
  const warnings = [...noticed, ...uncertain.warnings, ...leaky.warnings];
  const seconds = { total: (options.now() - began) / 1000 };
  const subgroups = clustering ? undefined : judgeSubgroups(facts, winner);
  const parts = {
    ...(leaky.made.length > 0 ? { leaky: leaky.made.map((one) => scoreLeaky(facts, one)) } : {}),
    ...(decided ? { decisions: decided.decisions } : {}),
    ...(subgroups ? { subgroups } : {}),
    ...(explained ? { explanation: explained.record } : {}),
    ...keys,
  };
  const record = runRecord(told, results, chosen, { baselines, warnings, seconds, ...parts });
  progress.label('report');
  const input = {
    ...reportInput(record, facts, learners, final.top),
    ...(nullScores ? { nullScores } : {}),
    ...(explained ? { attributions: explained.folds } : {}),
    reproduce: { ...(options.versions ? { versions: options.versions } : {}), hashes: { lock: lock.lock } },
  };
  await folder.write('predictions.tsv', predictionsTable(loaded, learners));
  await folder.write('report.json', toTypedJson(input));
  // Loaded only now: the figures' library is a third of the program, and nothing else needs it.
  const { renderReport } = await import('../report/render-report.ts');
  await folder.write('report.html', renderReport(input));
  // Last: its presence says that the run is finished.
  await folder.write('run.json', `${JSON.stringify(record, null, 2)}\n`);
  await log('done', { chosen });
  options.progress(1, 'done');
  return { record, folder, found: false };
}

/** The finished record when the folder already holds this run; nothing when it is new or the run was interrupted. */
async function findRun(folder: RunFolder, lock: StudyLock): Promise<RunRecord | undefined> {
  const known = await readJson<StudyLock>(folder, 'study.lock.json');
  if (!known) return undefined;
  if (known.lock !== lock.lock) {
    throw new ConfigError({
      where: folder.path,
      problem: 'this folder holds a run of another study, data, seed or version',
      hint: 'choose another folder with --out, or remove this one',
    });
  }
  return readJson<RunRecord>(folder, 'run.json');
}

/** Takes the folder for this run. */
async function claimFolder(folder: RunFolder, lock: StudyLock, studyText: RunOptions['studyText']): Promise<void> {
  if (studyText) await folder.write('study.yaml', studyText(folder));
  await folder.write('study.lock.json', `${JSON.stringify(lock, null, 2)}\n`);
}

function contextOf(study: Study, options: RunOptions, progress: Progress): Context {
  return {
    random: randomKey(study.validate.seed),
    executor: options.executor,
    ...(options.networks ? { networks: options.networks } : {}),
    signal: options.signal,
    progress: (_done, label) => progress.label(label),
    warn: () => {},
  };
}

async function runFolds(
  setting: FitSetting,
  entrants: readonly Entrant[],
  audit: AuditResult,
  folder: RunFolder,
  lock: StudyLock,
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
    const inputs = { lock: lock.lock, [role]: spec.name, repeat, fold };
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

/** Distances first: the record says of them what share of samples left out would be refused. */
async function decideAll(
  setting: FitSetting,
  facts: RunFacts,
  winner: LearnerFolds,
  place: { readonly folder: RunFolder; readonly lock: string },
  ctx: Context,
): Promise<Decided> {
  const left = await measureDistances(setting, winner.spec.word, place, ctx);
  const judged = left && judgeDistance(left, left.folds);
  return { decisions: decide(facts, winner, judged?.check), scale: judged?.scale };
}

/** The learner with the best value of the metric; the earlier one of equals. */
export function chooseLearner(results: readonly LearnerResult[], metric: string): string {
  const sign = metricByName(metric).greaterIsBetter ? 1 : -1;
  const value = (result: LearnerResult) => sign * (result.metrics[metric]?.value ?? Number.NEGATIVE_INFINITY);
  return results.reduce((best, result) => (value(result) > value(best) ? result : best)).learner;
}
