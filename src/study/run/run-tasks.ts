import { IntegrityError, ParamError } from '../../base/errors.ts';
import type { Study } from '../file/study.ts';
import { type Task, writeResult } from '../tasks/task.ts';
import { type Attend, storedResult } from '../tasks/task-runner.ts';
import { listTasks, readingRunner } from './listing-runner.ts';
import { lockDifference, type StudyLock } from './lock.ts';
import { prepareStudy } from './prepare-study.ts';
import type { RunOptions } from './run-options.ts';

/** What became of a task that was asked for. */
export interface TaskOutcome {
  readonly id: string;
  readonly label: string;
  /** Its result was there already. */
  readonly found: boolean;
}

/** What is measured of the process that does tasks. */
export interface TaskMeter {
  /** Of the most memory that the process has held, in MiB. */
  readonly peakMiB: () => number;
  /** Processor time used so far, of all threads, in seconds. */
  readonly cpuSeconds: () => number;
  /** Where it runs, for the log. */
  readonly host: string;
}

/**
 * Computes some tasks of a run and no other, in the order of the run. One that is finished is left as it is, so that a task may be asked for twice,
 * or by two machines at once: results are written whole, and are the same. Each has a log `tasks/<id>.log` of JSON lines. `runStudy` in the same folder then computes
 * what is left, and ends the run. Checked: tasks one at a time, by another number of threads, leave the bytes of a run in one process.
 * @param given of `parseStudy`, or of a folder (`openRun`). Not modified. @param lock that the folder holds. @param ids of `planStudy`, in any order.
 * @param meter of this process, for the log.
 * @returns what became of each, in the order of the run.
 * @throws {IntegrityError} (exit 6) a file of the study, the version or the build is not what the lock says. @throws {NotFoundError} (exit 3) a task that
 * must come before is not finished. @throws {ParamError} (exit 2) an id that the run does not have. @throws {NumericError} and the like of the tasks.
 * @throws {CancelledError}. Cost: reading and the audit, then the tasks: ask for several at a time.
 */
export async function runTasks(
  given: Study,
  lock: StudyLock,
  ids: readonly string[],
  meter: TaskMeter,
  options: RunOptions,
): Promise<TaskOutcome[]> {
  const prepared = await prepareStudy(given, options);
  const { folder } = prepared;
  requireSame(lock, prepared.lock, folder.path);
  const outcomes: TaskOutcome[] = [];
  const attend: Attend = async (task, work) => {
    const log = (event: string, facts: object) =>
      folder.append(logFile(task), JSON.stringify({ event, ...facts, atMs: options.now() }));
    const began = options.now();
    const used = meter.cpuSeconds();
    await log('begin', { id: task.id, label: task.label, host: meter.host });
    try {
      const result = await work();
      const seconds = (options.now() - began) / 1000;
      await log('done', { seconds, cpuSeconds: meter.cpuSeconds() - used, peakMiB: meter.peakMiB() });
      outcomes.push({ id: task.id, label: task.label, found: false });
      return result;
    } catch (error) {
      await log('failed', { error: String(error), peakMiB: meter.peakMiB() }).catch(() => {});
      throw error;
    }
  };
  const wanted = new Set(ids);
  const needed = readingRunner(folder);
  for (const { task, compute, stands } of await listTasks(prepared)) {
    if (!wanted.has(task.id)) continue;
    if (await storedResult(folder, task, stands)) outcomes.push({ id: task.id, label: task.label, found: true });
    else await attend(task, async () => writeResult(folder, task, await compute(needed)));
  }
  const unknown = ids.find((id) => !outcomes.some((outcome) => outcome.id === id));
  if (unknown !== undefined) {
    throw new ParamError({
      where: folder.path,
      problem: `the run has no task '${unknown}'`,
      hint: 'cistron plan lists its tasks',
    });
  }
  return outcomes;
}

/** Where the log of a task is kept. */
export const logFile = ({ id }: Pick<Task, 'id'>) => `tasks/${id}.log`;

/** @throws {IntegrityError} naming what differs: a file, the version, the build, or the study. */
export function requireSame(kept: StudyLock, now: StudyLock, where: string): void {
  const difference = lockDifference(kept, now);
  if (!difference) return;
  throw new IntegrityError({
    where: `${where}/study.lock.json`,
    problem: difference,
    hint: 'run a new study in another folder, or bring back what was there',
  });
}
