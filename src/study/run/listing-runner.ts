import { mapLimit } from '../../base/concurrency.ts';
import { NotFoundError } from '../../base/errors.ts';
import { resultFile, type Task } from '../tasks/task.ts';
import { NotHere, type Stands, storedResult, type TaskRunner } from '../tasks/task-runner.ts';
import type { Conduct, Prepared } from './conduct.ts';
import { walkTasks } from './prepare-study.ts';
import type { RunFolder } from './run-folder.ts';

/** A task that has not been asked to be done, with what does it. */
export interface ListedTask {
  readonly task: Task;
  readonly compute: (runner: TaskRunner) => Promise<unknown>;
  readonly stands: Stands<unknown> | undefined;
}

/** Computes nothing, and tells of every task that it is asked for in the order of the walk. */
function listingRunner(found: (listed: ListedTask) => void): TaskRunner {
  return {
    async run(task, compute, stands) {
      found({ task, compute, stands: stands as Stands<unknown> | undefined });
      throw new NotHere(task.id);
    },
    all: visitAll,
    inTurn: visitAll,
  };
}

/** Visits every item, one after the other, whatever was left to others. @throws {NotHere} when something was. */
async function visitAll<T, R>(items: readonly T[], visit: (item: T, index: number) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  let left: NotHere | undefined;
  for (const [index, item] of items.entries()) {
    try {
      results.push(await visit(item, index));
    } catch (error) {
      if (!(error instanceof NotHere)) throw error;
      left = error;
    }
  }
  if (left) throw left;
  return results;
}

/**
 * All tasks of a run, in an order in which they can be done. Groups, folds and audit are settled on the way, since they say which those are.
 * @throws {LeakageError} the audit refuses the study. Cost: the audit, unless it is settled; then about 30 µs and 2 KiB a task.
 */
export async function listTasks(prepared: Prepared): Promise<ListedTask[]> {
  const found: ListedTask[] = [];
  const conduct: Conduct = { ...prepared, runner: listingRunner((listed) => found.push(listed)) };
  await walkTasks(conduct).catch((error: unknown) => {
    if (!(error instanceof NotHere)) throw error;
  });
  return found;
}

/** Has for a task what it needs of others: their results, which must be there. @throws {NotFoundError} (exit 3) one that is not finished. */
export function readingRunner(folder: RunFolder): TaskRunner {
  return {
    async run(task, _compute, stands) {
      const stored = await storedResult(folder, task, stands);
      if (stored) return stored.value;
      throw new NotFoundError({
        where: `${folder.path}/${resultFile(task)}`,
        problem: `a task that must come before is not finished: ${task.label}`,
        hint: `run task ${task.id} first; cistron plan lists them in order`,
      });
    },
    all: (items, visit) => mapLimit(items, 1, visit),
    inTurn: (items, visit) => mapLimit(items, 1, visit),
  };
}
