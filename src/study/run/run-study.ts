import { ConfigError } from '../../base/errors.ts';
import { toTypedJson } from '../../base/typed-json.ts';
import type { RunRecord } from '../../report/record.ts';
import { IMAGES } from '../cohort/cohort-image.ts';
import type { Study } from '../file/study.ts';
import { sharedProgress } from '../tasks/progress.ts';
import { type Attend, localRunner } from '../tasks/task-runner.ts';
import { type Conduct, logEvent, type Prepared } from './conduct.ts';
import { lockDifference, readLock, type StudyLock } from './lock.ts';
import { prepareStudy, walkTasks } from './prepare-study.ts';
import { type RunFolder, readJson } from './run-folder.ts';
import type { RunOptions } from './run-options.ts';
import { planThreads, threadedRunner } from './task-threads.ts';

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
 * Several targets are each run so, on folds and an audit that they share (`runTargets`).
 * @throws {UnsupportedError} another process conducts this run. @throws {ConfigError} the folder holds another run; a learner that does not serve the task. @throws {LeakageError} the audit refuses the study.
 * @throws {DataError} and the like from reading. @throws {CancelledError}.
 */
export async function runStudy(given: Study, options: RunOptions): Promise<RunOutcome> {
  const prepared = await prepareStudy(given, options);
  const letGo = await prepared.folder.hold();
  try {
    return await conductStudy(prepared);
  } finally {
    await letGo();
  }
}

async function conductStudy(prepared: Prepared): Promise<RunOutcome> {
  const { folder, lock, options } = prepared;
  const known = await findRun(folder, lock);
  if (known?.record) return { record: known.record, folder, found: true };

  if (known) await logEvent(prepared, 'resume');
  if (known && known.lock.build !== lock.build) {
    options.state(
      'this run was begun by another build of the program: what is finished is kept, its last bits may differ',
    );
  }
  const attend: Attend = async ({ id, label }, work) => {
    const began = options.now();
    const result = await work();
    await logEvent(prepared, 'task', { id, label, seconds: (options.now() - began) / 1000 });
    return result;
  };
  const { record, report, files } = await withRunner(prepared, attend, walkTasks);
  for (const [name, content] of Object.entries(files)) await folder.write(name, content);
  await folder.write('report.json', toTypedJson(report));
  // Loaded only now: the figures' library is a third of the program, and nothing else needs it.
  const { renderReport } = await import('../../report/render-report.ts');
  await folder.write('report.html', renderReport(report));
  // Last: its presence says that the run is finished.
  await folder.write('run.json', `${JSON.stringify(record, null, 2)}\n`);
  await folder.remove(IMAGES);
  await logEvent(prepared, 'done', record.targets ? { targets: record.targets.length } : { chosen: record.chosen });
  options.progress(1, 'done');
  return { record, folder, found: false };
}

/** Tasks by threads where there are some and the run is worth them, else in this one. */
async function withRunner<T>(prepared: Prepared, attend: Attend, work: (conduct: Conduct) => Promise<T>): Promise<T> {
  const { folder, options } = prepared;
  const { taskThreads: offer, executor } = options;
  const { tasks, count } = offer ? await planThreads(prepared, offer.memoryMiB()) : { tasks: [], count: 1 };
  const progress = sharedProgress(options.progress);
  const threads = count > 1 ? await offer?.open(prepared, count, progress) : undefined;
  if (!threads) return work({ ...prepared, runner: localRunner(folder, executor.threads, attend) });
  try {
    const runner = threadedRunner(folder, threads, tasks, attend);
    return await work({ ...prepared, runner, options: { ...options, progress: progress.own } });
  } finally {
    await threads.close();
  }
}

/** What the folder has of this run, with its record when it is finished; nothing when the folder is new. */
export async function findRun(
  folder: RunFolder,
  lock: StudyLock,
): Promise<{ readonly lock: StudyLock; readonly record: RunRecord | undefined } | undefined> {
  const known = await readLock(folder);
  if (!known) return undefined;
  if (known.lock !== lock.lock) {
    throw new ConfigError({
      where: folder.path,
      problem: `this folder holds a run of another study, data, seed or version: ${lockDifference(known, lock)}`,
      hint: 'choose another folder with --out, or remove this one',
    });
  }
  return { lock: known, record: await readJson<RunRecord>(folder, 'run.json') };
}
