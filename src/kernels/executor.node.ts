import { readFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { Executor } from '../base/context.ts';
import { UnsupportedError } from '../base/errors.ts';
import { createThreadPool, type KernelAnswer, kernelMemory } from './thread-pool.ts';

// Resolves to the same two files from src/ (tests) and from dist/ (the built package).
const built = new URL('../../dist/kernels/', import.meta.url);

/**
 * The kernels on threads of Node. @param threads 1 … number of cores, default all cores. The thread that calls stays free, so that Ctrl-C is
 * always heard; an idle pool lets the process end.
 * @throws {UnsupportedError} the kernels have not been built.
 */
export async function createExecutor(threads: number = availableParallelism()): Promise<Executor> {
  const bytes = await readFile(new URL('cistron.wasm', built)).catch((cause: unknown) => {
    throw new UnsupportedError({
      where: 'kernels',
      problem: 'the compiled kernels are missing',
      hint: 'run npm run build',
      cause,
    });
  });
  const module = await WebAssembly.compile(bytes);
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
