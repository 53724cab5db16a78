import { mapLimit } from '../../base/concurrency.ts';
import { IntegrityError } from '../../base/errors.ts';
import type { SharedProgress } from '../tasks/progress.ts';
import { resultFile, type Task, type TaskKind } from '../tasks/task.ts';
import { type Attend, storedResult, type TaskRunner } from '../tasks/task-runner.ts';
import type { Prepared } from './conduct.ts';
import { expectedCost } from './cost.ts';
import { listTasks } from './listing-runner.ts';
import type { RunFolder } from './run-folder.ts';

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

/** Below, starting threads takes longer than they save: seconds by the cost model, which expects two or three times what short tasks take (a study of 3.4 s, expected as 10.7, took 4.0 with threads; one of 20 s, expected as 51, 13 in place of 16). */
const WORTH_SECONDS = 15;
/**
 * Above these many values of features, in millions, kernels are most of the work and a pool has them on all cores already: nested folds of a linear SVM on
 * 1000 × 20,000 were 4.1 times as fast as scikit-learn by threads and 4.4 by the pool, with 1.7 GB in place of 0.7. At 1.5 million (PAM50) threads save a quarter of the time.
 */
const MOST_MILLIONS = 8;
/** Of the free memory: what a task takes is known to some tens of percent. */
const MEMORY_SHARE = 0.7;

/**
 * Has tasks done by threads; what is finished is read from the folder. A task is begun when those that it needs are there; after a failure none is.
 * @param tasks all of the run.
 */
export function threadedRunner(
  folder: RunFolder,
  threads: TaskThreads,
  tasks: readonly Task[],
  attend: Attend,
): TaskRunner {
  const order = createOrder(tasks);
  // Whatever fails, here or in a thread, fails the run: a task that waits for one which is then never begun must learn of it.
  const visited = <T, R>(items: readonly T[], visit: (item: T, index: number) => Promise<R>, atOnce: number) =>
    mapLimit(items, atOnce, (item, index) => order.unlessFailed(() => visit(item, index)));
  return {
    async run(task, _compute, stands) {
      const stored = await storedResult(folder, task, stands);
      if (!stored) {
        await order.ready(task);
        await threads.use(
          (thread) => order.unlessFailed(() => attend(task, () => thread.do(task.id))),
          // The longest of those that go beside it.
          task.kind === 'final',
        );
      }
      const made = stored ?? (await storedResult(folder, task, stands));
      if (!made) {
        throw new IntegrityError({
          where: `${folder.path}/${resultFile(task)}`,
          problem: `the result of '${task.label}' must be there once it is done`,
          hint: 'was the folder changed meanwhile? run the same command again',
        });
      }
      order.done(task);
      return made.value;
    },
    // How many tasks go at once is for the threads to say.
    all: (items, visit) => visited(items, visit, Math.max(threads.count + 1, FAMILIES)),
    inTurn: (items, visit) => visited(items, visit, 1),
  };
}

/** When each task may begin: once all of the kinds that it needs are done, and nothing has failed. */
function createOrder(tasks: readonly Task[]) {
  const left = new Map<TaskKind, Set<string>>();
  for (const { kind, id } of tasks) left.set(kind, (left.get(kind) ?? new Set()).add(id));
  let waiting: { readonly needs: readonly TaskKind[]; readonly go: () => void }[] = [];
  let failure: { readonly error: unknown } | undefined;
  const isReady = ({ needs }: Pick<Task, 'needs'>) => failure || needs.every((kind) => !left.get(kind)?.size);
  const look = () => {
    const [now, later] = [waiting.filter(isReady), waiting.filter((one) => !isReady(one))];
    waiting = later;
    for (const { go } of now) go();
  };
  return {
    ready: ({ needs }: Task) =>
      isReady({ needs }) ? undefined : new Promise<void>((go) => waiting.push({ needs, go })),
    done({ kind, id }: Task) {
      left.get(kind)?.delete(id);
      look();
    },
    async unlessFailed<T>(work: () => Promise<T>): Promise<T> {
      if (failure) throw failure.error;
      try {
        return await work();
      } catch (error) {
        failure ??= { error };
        look();
        throw error;
      }
    },
  };
}

/** Lists of tasks that a stage may have side by side: a short one must not keep a long one from beginning. */
const FAMILIES = 16;

/** The tasks of a run, and how many threads they are worth. */
export interface ThreadPlan {
  readonly tasks: readonly Task[];
  readonly count: number;
}

/**
 * As many threads as there are tasks left, cores, and memory for; 1 where the tasks are done sooner than threads have started, and where the tables are so large that kernels are most of the work.
 * Cost: the audit, unless it is settled, and a walk over the tasks.
 */
export async function planThreads(prepared: Prepared, memoryMiB: number): Promise<ThreadPlan> {
  const { folder, options } = prepared;
  const values = prepared.loaded.blocks.reduce((sum, { matrix }) => sum + matrix.nRows * matrix.nCols, 0);
  if (options.executor.threads < 2 || values > 1e6 * MOST_MILLIONS) return { tasks: [], count: 1 };
  const there = new Set(await folder.list('tasks'));
  const tasks = (await listTasks(prepared)).map(({ task }) => task);
  const left = tasks.filter((task) => !there.has(resultFile(task)));
  const expected = left.map(expectedCost(prepared.study, prepared.loaded));
  const seconds = expected.reduce((sum, each) => sum + each.seconds, 0);
  const largest = expected.reduce((most, each) => Math.max(most, each.memoryMiB), 1);
  const fit = Math.floor((MEMORY_SHARE * memoryMiB) / largest);
  const most = Math.min(options.executor.threads, left.length, fit);
  return { tasks, count: seconds < WORTH_SECONDS ? 1 : Math.max(1, most) };
}
