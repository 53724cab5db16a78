import type { RunFolder } from './run-folder.ts';
import { resultFile, type Task } from './task.ts';
import { NotHere, storedResult, type TaskRunner, visitAll } from './task-runner.ts';

export interface PlannedTask {
  readonly task: Task;
  readonly done: boolean;
}

/**
 * Computes nothing and lists every task that it is asked for. @param known names in the folder's `tasks/`: what is not among them is not looked for.
 * @param found is told of each task in the order of the walk.
 */
export function planningRunner(
  folder: RunFolder,
  known: ReadonlySet<string>,
  found: (planned: PlannedTask) => void,
): TaskRunner {
  return {
    async run(task, _compute, stands) {
      const done = known.has(resultFile(task)) && (await storedResult(folder, task, stands)) !== undefined;
      found({ task, done });
      throw new NotHere(task.id);
    },
    all: visitAll,
  };
}
