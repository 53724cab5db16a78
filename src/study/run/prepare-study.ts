import { canonicalJson } from '../../base/hash.ts';
import { findImage, keepImage } from '../cohort/cohort-image.ts';
import type { LoadedCohort } from '../cohort/load-cohort.ts';
import { loadStudy } from '../cohort/load-study.ts';
import { checkReport } from '../file/report-spec.ts';
import { settleLearners } from '../file/settle-learners.ts';
import type { Study } from '../file/study.ts';
import type { Conduct, Finished, Prepared } from './conduct.ts';
import { lockStudy } from './lock.ts';
import { runOne } from './run-one.ts';
import type { RunOptions } from './run-options.ts';
import { runTargets } from './run-targets.ts';

/**
 * Reads the files of a study, settles its learners, locks it and opens its folder: what a run, a plan and a single task begin with.
 * @throws {ConfigError} a learner that does not serve the task. @throws {DataError} and the like from reading.
 */
export async function prepareStudy(given: Study, options: RunOptions): Promise<Prepared> {
  const began = options.now();
  options.progress(0, 'reading');
  const loaded = await readStudy(given, options);
  loaded.statements.forEach(options.state);
  const study = settleLearners(given, loaded.target.task);
  checkReport(study.report, loaded, study.samples.file);
  const lock = await lockStudy(study, loaded, options.build);
  return { study, loaded, lock, folder: await options.folder(lock), options, began };
}

/** What was kept of a planned run, else the files: then it is kept anew, since what was there is damaged. */
async function readStudy(given: Study, options: RunOptions): Promise<LoadedCohort> {
  const { open, signal, planned, build } = options;
  const of = planned && { study: given, data: planned.lock.data, build };
  const kept = of && (await findImage(planned.folder, of, open));
  if (kept) return kept;
  const progress = (done: number, label: string) => options.progress(0.03 * done, label);
  const loaded = await loadStudy(given, { open, signal, progress });
  // Of files that have changed the run is refused, by the lock.
  const same = of && canonicalJson(loaded.hashes) === canonicalJson(of.data);
  if (same) await keepImage(planned.folder, of, loaded);
  return loaded;
}

/** Hands every task of a study to the runner, and makes the record of their results. What a runner that leaves tasks to others throws goes through. */
export const walkTasks = (conduct: Conduct): Promise<Finished> =>
  (conduct.loaded.targets ? runTargets : runOne)(conduct);
