import { keepImage } from '../cohort/cohort-image.ts';
import type { Study } from '../file/study.ts';
import { resultFile, type Task, type TaskInputs, type TaskKind } from '../tasks/task.ts';
import { storedResult } from '../tasks/task-runner.ts';
import { type Expected, expectedCost } from './cost.ts';
import { listTasks } from './listing-runner.ts';
import { prepareStudy } from './prepare-study.ts';
import type { RunOptions } from './run-options.ts';
import { findRun } from './run-study.ts';

/** One task of a plan. */
export interface PlanEntry extends Expected {
  readonly id: string;
  readonly kind: TaskKind;
  readonly label: string;
  /** Tasks of one stage need only those of earlier stages: 1, 2, … */
  readonly stage: number;
  /** What its result depends on; `lock` stands for the study, its data and the version. */
  readonly inputs: TaskInputs;
  /** Ids of the tasks whose results it reads. */
  readonly needs: readonly string[];
  /** Its result is in the folder already, whole and unaltered. */
  readonly done: boolean;
}

/** All tasks of a run. */
export interface Plan {
  /** The path of the run folder. */
  readonly folder: string;
  /** The hash of its lock: 64 hexadecimal digits. */
  readonly lock: string;
  /** The run is finished: its record is there. */
  readonly finished: boolean;
  readonly tasks: readonly PlanEntry[];
}

/**
 * Every task of a study, in an order in which they can be done, with what is there already. Reads the data and audits the study, since groups and
 * folds say which tasks there are, opens the run folder with its lock, and keeps the cohort there for those who do the tasks; learns nothing. All tasks are known at once:
 * those of the chosen learner too, since the lock settles which it will be. The tasks are those of `runStudy`, no more and no fewer: checked on classes, clusters and several targets.
 * @param given of `parseStudy`. Not modified. @param options as of `runStudy`; the executor is used for the audit.
 * @throws {LeakageError} the audit refuses the study. @throws {ConfigError} the folder holds another run, or a learner does not serve the task.
 * @throws {UnsupportedError} the folder cannot be written. @throws {NotFoundError}, {FormatError}, {DataError} from reading. @throws {CancelledError}.
 * Cost: reading and the audit; then about 30 µs and 2 KiB a task.
 */
export async function planStudy(given: Study, options: RunOptions): Promise<Plan> {
  const prepared = await prepareStudy(given, options);
  const { folder, lock } = prepared;
  const known = await findRun(folder, lock);
  const there = new Set(await folder.list('tasks'));
  const found: { readonly task: Task; readonly done: boolean }[] = [];
  // What has no file in the folder is not looked for.
  for (const { task, stands } of await listTasks(prepared))
    found.push({ task, done: there.has(resultFile(task)) && (await storedResult(folder, task, stands)) !== undefined });
  if (found.some(({ done }) => !done))
    await keepImage(folder, { study: given, data: lock.data, build: options.build }, prepared.loaded);
  const idsOf = idsByKinds(found);
  const expect = expectedCost(prepared.study, prepared.loaded);
  const stages = new Map<TaskKind, number>();
  const tasks = found.map(({ task, done }): PlanEntry => {
    const { id, kind, label, inputs } = task;
    const stage = 1 + Math.max(0, ...task.needs.map((need) => stages.get(need) ?? 0));
    stages.set(kind, stage);
    return { id, kind, label, stage, inputs, needs: idsOf(task.needs), done, ...expect(task) };
  });
  return { folder: folder.path, lock: lock.lock, finished: known?.record !== undefined, tasks };
}

/** Kinds → the ids of all tasks of them; equal kinds get one list, however many tasks need them. */
function idsByKinds(found: readonly { readonly task: Task }[]): (kinds: readonly TaskKind[]) => readonly string[] {
  const lists = new Map<string, readonly string[]>();
  return (kinds) => {
    const key = kinds.join();
    const list = lists.get(key) ?? found.flatMap(({ task }) => (kinds.includes(task.kind) ? [task.id] : []));
    lists.set(key, list);
    return list;
  };
}
