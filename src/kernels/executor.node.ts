import { readFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { Executor } from '../base/context.ts';
import { UnsupportedError } from '../base/errors.ts';
import { answering, createThreadPool, type KernelAnswer, kernelMemory } from './thread-pool.ts';

// Resolves to the same two files from src/ (tests) and from dist/ (the built package).
const built = new URL('../../dist/kernels/', import.meta.url);

/**
 * The kernels on threads of Node. @param threads 1 … number of cores, default all cores. The thread that calls stays free, so that Ctrl-C is
 * always heard; an idle pool lets the process end.
 * @throws {UnsupportedError} the kernels have not been built.
 */
export async function createExecutor(threads: number = availableParallelism()): Promise<Executor> {
  const module = await compiled();
  const memory = kernelMemory();
  return createThreadPool(module, memory, threads, (events) => {
    const worker = new Worker(new URL('worker.node.js', built), { workerData: { module, memory } });
    let cause: unknown;
    worker.on('message', (answer: KernelAnswer) => {
      worker.unref();
      events.answered(answer);
    });
    worker.on('error', (error) => {
      cause = error;
    });
    worker.on('exit', () => events.ended(cause));
    worker.unref();
    return {
      post(call) {
        worker.ref(); // a process with work under way stays alive
        worker.postMessage(call);
      },
      async end() {
        await worker.terminate();
      },
    };
  });
}

/** Longer than this nothing else is heard. */
const TURN_MS = 50;

/**
 * The kernels on the thread that calls: without messages to other threads, for a thread that only computes. It hears messages between calls, every
 * 50 ms. @throws {UnsupportedError} the kernels have not been built.
 */
export async function createOwnExecutor(): Promise<Executor> {
  const module = await compiled();
  const memory = kernelMemory();
  const answer = answering(module, memory);
  let heard = performance.now();
  return createThreadPool(module, memory, 1, (events) => ({
    post(call) {
      const work = () => events.answered(answer(call));
      if (performance.now() - heard < TURN_MS) queueMicrotask(work);
      else
        setImmediate(() => {
          heard = performance.now();
          work();
        });
    },
    end: async () => events.ended(),
  }));
}

async function compiled(): Promise<WebAssembly.Module> {
  const bytes = await readFile(new URL('cistron.wasm', built)).catch((cause: unknown) => {
    throw new UnsupportedError({
      where: 'kernels',
      problem: 'the compiled kernels are missing',
      hint: 'run npm run build',
      cause,
    });
  });
  return WebAssembly.compile(bytes);
}
