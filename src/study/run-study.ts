import { ConfigError } from '../base/errors.ts';
import { toTypedJson } from '../base/typed-json.ts';
import type { RunRecord } from '../report/record.ts';
import { type Conduct, logEvent } from './conduct.ts';
import { loadStudy } from './load-study.ts';
import { lockStudy, type StudyLock } from './lock.ts';
import { checkReport } from './report-spec.ts';
import { type RunFolder, readJson } from './run-folder.ts';
import { runOne } from './run-one.ts';
import type { RunOptions } from './run-options.ts';
import { runTargets } from './run-targets.ts';
import { settleLearners } from './settle-learners.ts';
import type { Study } from './study.ts';

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
 * @throws {ConfigError} the folder holds another run; a learner that does not serve the task. @throws {LeakageError} the audit refuses the study.
 * @throws {DataError} and the like from reading. @throws {CancelledError}.
 */
export async function runStudy(given: Study, options: RunOptions): Promise<RunOutcome> {
  const began = options.now();
  options.progress(0, 'reading');
  const loaded = await loadStudy(given, {
    open: options.open,
    signal: options.signal,
    progress: (done, label) => options.progress(0.03 * done, label),
  });
  loaded.statements.forEach(options.state);
  const study = settleLearners(given, loaded.target.task);
  checkReport(study.report, loaded, study.samples.file);
  const lock = await lockStudy(study, loaded);
  const folder = await options.folder(lock);
  const known = await findRun(folder, lock);
  if (known) return { record: known, folder, found: true };

  const conduct: Conduct = { study, loaded, lock, folder, options, began };
  const { record, report, files } = await (loaded.targets ? runTargets : runOne)(conduct);
  for (const [name, content] of Object.entries(files)) await folder.write(name, content);
  await folder.write('report.json', toTypedJson(report));
  // Loaded only now: the figures' library is a third of the program, and nothing else needs it.
  const { renderReport } = await import('../report/render-report.ts');
  await folder.write('report.html', renderReport(report));
  // Last: its presence says that the run is finished.
  await folder.write('run.json', `${JSON.stringify(record, null, 2)}\n`);
  await logEvent(conduct, 'done', record.targets ? { targets: record.targets.length } : { chosen: record.chosen });
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
