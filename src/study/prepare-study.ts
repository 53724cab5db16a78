import type { Conduct, Finished, Prepared } from './conduct.ts';
import { loadStudy } from './load-study.ts';
import { lockStudy } from './lock.ts';
import { checkReport } from './report-spec.ts';
import { runOne } from './run-one.ts';
import type { RunOptions } from './run-options.ts';
import { runTargets } from './run-targets.ts';
import { settleLearners } from './settle-learners.ts';
import type { Study } from './study.ts';

/**
 * Reads the files of a study, settles its learners, locks it and opens its folder: what a run, a plan and a single task begin with.
 * @throws {ConfigError} a learner that does not serve the task. @throws {DataError} and the like from reading.
 */
export async function prepareStudy(given: Study, options: RunOptions): Promise<Prepared> {
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
  const lock = await lockStudy(study, loaded, options.build);
  return { study, loaded, lock, folder: await options.folder(lock), options, began };
}

/** Hands every task of a study to the runner, and makes the record of their results. What a runner that leaves tasks to others throws goes through. */
export const walkTasks = (conduct: Conduct): Promise<Finished> =>
  (conduct.loaded.targets ? runTargets : runOne)(conduct);
