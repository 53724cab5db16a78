import { mapLimit } from '../../base/concurrency.ts';
import { fromTypedJson } from '../../base/typed-json.ts';
import type { RunFolder } from '../run/run-folder.ts';
import { readResult, type Task, writeResult } from './task.ts';

/**
 * Who does the tasks of a run. The conductor hands every task to it and does not know whether it is computed here (`localRunner`), by a thread
 * (`threadedRunner`), or only listed (`listTasks`): a plan, a single task and a run are the same walk.
 */
export interface TaskRunner {
  /**
   * The result of a task: read when it is finished, else computed and written.
   * @param compute is handed the runner that has the results which the task itself needs.
   * @param stands whether a stored result still stands; for a task that writes a file of its own beside its result.
   * @throws {NotHere} by a runner that does not compute this task.
   */
  run<T>(task: Task, compute: (runner: TaskRunner) => Promise<T>, stands?: Stands<T>): Promise<T>;
  /**
   * Items that do not depend on each other. A runner that does not compute visits every item before it throws.
   * @param atOnce the most at a time in this process, default 2: two tasks keep all threads busy while one of them prepares data, more would only cost memory.
   */
  all<T, R>(items: readonly T[], visit: (item: T, index: number) => Promise<R>, atOnce?: number): Promise<R[]>;
  /** Items each of which may need those before it. */
  inTurn<T, R>(items: readonly T[], visit: (item: T, index: number) => Promise<R>): Promise<R[]>;
}

export type Stands<T> = (result: T) => Promise<boolean>;

/** Ends a walk on which some task was left to others. No error of the user's: whoever hands out such a runner catches it. */
export class NotHere extends Error {}

/** Does a task, and keeps a log of it. */
export type Attend = <T>(task: Task, work: () => Promise<T>) => Promise<T>;

/** Computes what is not finished, in this process. @param threads of the executor. @param attend to what is computed. */
export function localRunner(folder: RunFolder, threads: number, attend: Attend = (_, work) => work()): TaskRunner {
  const runner: TaskRunner = {
    async run(task, compute, stands) {
      const stored = await storedResult(folder, task, stands);
      if (stored) return stored.value;
      return attend(task, async () => writeResult(folder, task, await compute(runner)));
    },
    all: (items, visit, atOnce = 2) => mapLimit(items, Math.min(atOnce, threads), visit),
    inTurn: (items, visit) => mapLimit(items, 1, visit),
  };
  return runner;
}

/** The finished result of a task that still stands. */
export async function storedResult<T>(
  folder: RunFolder,
  task: Task,
  stands: Stands<T> = async () => true,
): Promise<{ readonly value: T } | undefined> {
  const text = await readResult(folder, task);
  if (text === undefined) return undefined;
  const value = fromTypedJson<T>(text);
  return (await stands(value)) ? { value } : undefined;
}

/** What follows from the results of tasks, computed once for each runner, however many ask. */
export function perRunner<T>(make: (runner: TaskRunner) => Promise<T>): (runner: TaskRunner) => Promise<T> {
  const made = new WeakMap<TaskRunner, Promise<T>>();
  return (runner) => {
    const known = made.get(runner) ?? make(runner);
    made.set(runner, known);
    return known;
  };
}
