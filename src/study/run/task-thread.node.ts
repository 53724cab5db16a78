import { dirname } from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import { CancelledError, NotFoundError } from '../../base/errors.ts';
import { toPlainError } from '../../base/plain-error.ts';
import { createEngine } from '../../graph/engine.node.ts';
import { createExecutor, createOwnExecutor } from '../../kernels/executor.node.ts';
import { diskLedger } from '../audit/holdout-ledger.node.ts';
import { viewImage } from '../cohort/cohort-image.ts';
import { writeResult } from '../tasks/task.ts';
import { listTasks, readingRunner } from './listing-runner.ts';
import { diskFolder } from './run-folder.node.ts';
import type { ThreadAnswer, ThreadCall, ThreadGiven } from './task-threads.node.ts';

// A thread that does tasks of one run: the walk of the run is made once, which tells what does each of them.

/** How far a task has come is told no more often. */
const TELL_MS = 100;

const { study, lock, folder: path, image, kernelThreads, networks, ledger } = workerData as ThreadGiven;
const port = parentPort!;
const post = (answer: ThreadAnswer) => port.postMessage(answer);
const stop = new AbortController();

let share = 0; // of the run, as this thread knows it
let begun = 0; // when its task began
let told = 0;
const progress = (done: number, label: string) => {
  share = done;
  if (Date.now() - told < TELL_MS) return;
  told = Date.now();
  post({ share: share - begun, label });
};

const folder = await diskFolder(path);
const executor = await (kernelThreads > 1 ? createExecutor(kernelThreads) : createOwnExecutor());
const tasks = await listTasks({
  ...{ study, lock, folder, loaded: viewImage(image), began: Date.now() },
  options: {
    open: (file) =>
      Promise.reject(new NotFoundError({ where: file, problem: 'a task reads no file but those of the cohort' })),
    folder: async () => folder,
    executor,
    ...(networks ? { networks: createEngine({ threads: kernelThreads }) } : {}),
    ...(ledger ? { holdouts: () => diskLedger(dirname(path)) } : {}),
    signal: stop.signal,
    progress,
    state: () => {},
    now: () => Date.now(),
  },
});
const listed = new Map(tasks.map((each) => [each.task.id, each]));
const needed = readingRunner(folder);

port.on('message', async (call: ThreadCall) => {
  if ('stop' in call) {
    stop.abort(new CancelledError({ where: 'run', problem: 'cancelled' }));
    return;
  }
  begun = share;
  try {
    const { task, compute } = listed.get(call.task)!;
    await writeResult(folder, task, await compute(needed));
    post({ done: true });
  } catch (error) {
    post({ error: toPlainError(error) });
  }
});
