import { NotFoundError } from '../base/errors.ts';
import type { RunFolder } from './run-folder.ts';
import { resultFile, type Task, writeResult } from './task.ts';
import { type Attend, NotHere, storedResult, type TaskRunner, visitAll } from './task-runner.ts';

/**
 * Computes the tasks that were asked for and no other, in the order of the walk; one that is finished is left as it is. What they need must be there.
 * @param wanted ids. @param attend is told of each of them: finished already, or to be computed.
 */
export function selectedRunner(
  folder: RunFolder,
  wanted: ReadonlySet<string>,
  { finished, attend }: { readonly finished: (task: Task) => void; readonly attend: Attend },
): TaskRunner {
  const reading = readingRunner(folder);
  return {
    async run(task, compute, stands) {
      if (wanted.has(task.id)) {
        if (await storedResult(folder, task, stands)) finished(task);
        else await attend(task, async () => writeResult(folder, task, await compute(reading)));
      }
      throw new NotHere(task.id);
    },
    all: visitAll,
  };
}

/** Reads what is finished. @throws {NotFoundError} (exit 3) what is not. */
function readingRunner(folder: RunFolder): TaskRunner {
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
    async all(items, visit) {
      const results = [];
      for (const [index, item] of items.entries()) results.push(await visit(item, index));
      return results;
    },
  };
}
