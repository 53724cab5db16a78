import { Worker } from 'node:worker_threads';
import { UnsupportedError } from '../../base/errors.ts';
import { fromPlainError, type PlainError } from '../../base/plain-error.ts';
import { imageOf } from '../cohort/cohort-image.ts';
import type { Study } from '../file/study.ts';
import type { SharedProgress } from '../tasks/progress.ts';
import { THREAD_PROGRAM } from '../thread-program.node.ts';
import type { StudyLock } from './lock.ts';
import type { TaskThread, TaskThreads, ThreadOffer } from './task-threads.ts';

/** What a thread begins with. */
export interface ThreadGiven {
  readonly study: Study;
  readonly lock: StudyLock;
  /** Path of the run folder. */
  readonly folder: string;
  /** Of the cohort, in memory that all threads share. */
  readonly image: Uint8Array;
  /** Of each: where tasks are fewer than cores, their kernels have the rest. */
  readonly kernelThreads: number;
  /** Whether learners that are networks are served. */
  readonly networks: boolean;
  /** Whether it is noted beside the folder who looked at which hold-out. */
  readonly ledger: boolean;
}
export type ThreadCall = { readonly task: string } | { readonly stop: true };
export type ThreadAnswer =
  | { readonly done: true }
  | { readonly error: PlainError }
  /** Of the task that it does: share of the whole run. */
  | { readonly share: number; readonly label: string };

/** Threads of Node that do tasks. They are handed the cohort in shared memory, not a copy each. */
export const taskThreads: ThreadOffer = {
  memoryMiB: () => process.availableMemory() / 2 ** 20,
  async open({ study, loaded, lock, folder, options }, count, progress) {
    const { executor, networks, holdouts, signal } = options;
    // A graphics card is one: tasks side by side would only share it.
    if (networks && networks.backend !== 'cpu') return undefined;
    const image = await imageOf(loaded);
    if (!image) return undefined;
    const shared = new Uint8Array(new SharedArrayBuffer(image.length));
    shared.set(image);
    const given: ThreadGiven = {
      ...{ study, lock, folder: folder.path, image: shared },
      kernelThreads: Math.max(1, Math.floor(executor.threads / count)),
      ...{ networks: networks !== undefined, ledger: holdouts !== undefined },
    };
    return pool(Array.from({ length: count }, (_, t) => startThread(given, signal, progress.beside(t))));
  },
};

interface OwnThread extends TaskThread {
  end(): Promise<void>;
}

function startThread(given: ThreadGiven, signal: AbortSignal, beside: ReturnType<SharedProgress['beside']>): OwnThread {
  const worker = new Worker(THREAD_PROGRAM, { workerData: given });
  let ended: Error | undefined;
  let settle: ((error?: Error) => void) | undefined;
  const finish = (error?: Error) => {
    beside(0, '');
    worker.unref();
    settle?.(error);
    settle = undefined;
  };
  const over = (cause?: unknown) => {
    ended ??= new UnsupportedError({
      where: 'run',
      problem: `a thread that does tasks ended${cause instanceof Error ? `: ${cause.message}` : ''}`,
      hint: 'run the same command again, with fewer --workers if memory was short: what is finished is kept',
      cause,
    });
    finish(ended);
  };
  worker.on('message', (answer: ThreadAnswer) => {
    if ('share' in answer) beside(answer.share, answer.label);
    else finish('error' in answer ? fromPlainError(answer.error) : undefined);
  });
  worker.on('error', over);
  worker.on('exit', () => over());
  const stop = () => worker.postMessage({ stop: true } satisfies ThreadCall);
  signal.addEventListener('abort', stop, { once: true });
  worker.unref();
  return {
    do: (task) =>
      new Promise((resolve, reject) => {
        if (ended) return reject(ended);
        worker.ref(); // a process with work under way stays alive
        settle = (error) => (error ? reject(error) : resolve());
        worker.postMessage({ task } satisfies ThreadCall);
      }),
    async end() {
      signal.removeEventListener('abort', stop);
      await worker.terminate();
    },
  };
}

/** Hands out what is idle, first come, first served. */
function pool(threads: readonly OwnThread[]): TaskThreads {
  const idle = [...threads];
  const waiting: ((thread: OwnThread) => void)[] = [];
  const next = (first: boolean) => {
    const thread = idle.shift();
    if (thread) return Promise.resolve(thread);
    return new Promise<OwnThread>((resolve) => (first ? waiting.unshift(resolve) : waiting.push(resolve)));
  };
  return {
    count: threads.length,
    async use(work, first) {
      const thread = await next(first);
      try {
        return await work(thread);
      } finally {
        const then = waiting.shift();
        if (then) then(thread);
        else idle.push(thread);
      }
    },
    async close() {
      await Promise.all(threads.map((thread) => thread.end()));
    },
  };
}
