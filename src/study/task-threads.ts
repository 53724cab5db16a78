import { mapLimit } from '../base/concurrency.ts';
import { IntegrityError } from '../base/errors.ts';
import type { Prepared } from './conduct.ts';
import { expectedCost } from './cost.ts';
import { listTasks } from './listing-runner.ts';
import type { SharedProgress } from './progress.ts';
import type { RunFolder } from './run-folder.ts';
import { resultFile } from './task.ts';
import { type Attend, storedResult, type TaskRunner } from './task-runner.ts';

/** A thread that does tasks of a run, one at a time. */
export interface TaskThread {
  /** Does a task whose result then stands in the folder. @throws what the task throws. @throws {UnsupportedError} the thread ended. */
  do(id: string): Promise<void>;
}

/** Threads that each do tasks of a run with the whole program, so that what is JavaScript runs on as many cores as there are. */
export interface TaskThreads {
  readonly count: number;
  /** Waits for a thread that is idle, and has it until the work ends. @param first goes before all others that wait. */
  use<T>(work: (thread: TaskThread) => Promise<T>, first: boolean): Promise<T>;
  close(): Promise<void>;
}

/** What a platform that has such threads offers. */
export interface ThreadOffer {
  /** MiB that may be used. */
  readonly memoryMiB: () => number;
  /** @returns undefined where the cohort is too large to be shared. */
  readonly open: (prepared: Prepared, count: number, progress: SharedProgress) => Promise<TaskThreads | undefined>;
}

/** Below, the start of threads takes longer than they save; in seconds of one thread. */
const WORTH_SECONDS = 4;
/** Of the free memory: what a task takes is known to some tens of percent. */
const MEMORY_SHARE = 0.7;

/** Has tasks done by threads; what is finished is read from the folder. After a failure no task is begun. */
export function threadedRunner(folder: RunFolder, threads: TaskThreads, attend: Attend): TaskRunner {
  let failure: { readonly error: unknown } | undefined;
  return {
    async run(task, _compute, stands) {
      const stored = await storedResult(folder, task, stands);
      if (stored) return stored.value;
      await threads.use(async (thread) => {
        if (failure) throw failure.error;
        await attend(task, () => thread.do(task.id)).catch((error: unknown) => {
          failure ??= { error };
          throw error;
        });
        // The longest of those that go beside it.
      }, task.kind === 'final');
      const made = await storedResult(folder, task, stands);
      if (made) return made.value;
      throw new IntegrityError({
        where: `${folder.path}/${resultFile(task)}`,
        problem: `the result of '${task.label}' must be there once it is done`,
        hint: 'was the folder changed meanwhile? run the same command again',
      });
    },
    // How many go at once is for the threads to say; one more waits, so that none of them does.
    all: (items, visit) => mapLimit(items, Math.max(threads.count + 1, FAMILIES), visit),
    inTurn: (items, visit) => mapLimit(items, 1, visit),
  };
}

/** Lists of tasks that a stage may have side by side: a short one must not keep a long one from beginning. */
const FAMILIES = 10;

/**
 * How many threads a run is worth: as many as there are tasks left, cores, and memory for; 1 where they are done sooner than threads have started.
 * Cost: the audit, unless it is settled, and a walk over the tasks.
 */
export async function worthThreads(prepared: Prepared, memoryMiB: number): Promise<number> {
  const { folder, options } = prepared;
  if (options.executor.threads < 2) return 1;
  const there = new Set(await folder.list('tasks'));
  const left = (await listTasks(prepared)).filter(({ task }) => !there.has(resultFile(task)));
  const expected = left.map(({ task }) => task).map(expectedCost(prepared.study, prepared.loaded));
  const seconds = expected.reduce((sum, each) => sum + each.seconds, 0);
  if (seconds < WORTH_SECONDS) return 1;
  const largest = expected.reduce((most, each) => Math.max(most, each.memoryMiB), 1);
  const fit = Math.floor((MEMORY_SHARE * memoryMiB) / largest);
  return Math.max(1, Math.min(options.executor.threads, left.length, fit));
}
