import { readFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { Executor } from '../base/context.ts';
import { NumericError, UnsupportedError } from '../base/errors.ts';
import { createArena } from './arena.ts';

// Resolves to the same two files from src/ (tests) and from dist/ (the built package).
const built = new URL('../../dist/kernels/', import.meta.url);

interface Call {
  readonly kernel: string;
  readonly args: readonly number[];
  readonly resolve: (value: number) => void;
  readonly reject: (error: Error) => void;
}

/**
 * Kernel threads over one shared WebAssembly memory. Results do not depend on the number of threads: a call computes the same
 * wherever and whenever it runs, and what is summed over calls is summed in a fixed order by the caller.
 * @param threads 1 … number of cores, default all cores. The thread that calls stays free, so that Ctrl-C is always heard.
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
  const memory = new WebAssembly.Memory({ initial: 16, maximum: 65536, shared: true });
  const probe = new WebAssembly.Instance(module, { env: { memory, abort: () => {} } });
  const arena = createArena(memory, (probe.exports.heapBase as () => number)());

  const queue: Call[] = [];
  const idle: Worker[] = [];
  const busy = new Map<Worker, Call>();
  const living = new Set<Worker>();
  let closed = false;
  let cause: unknown; // of the end of a thread that was not asked to end
  const ended = (kernel: string) =>
    new UnsupportedError({
      where: `kernel ${kernel}`,
      problem: closed ? 'the executor is closed' : 'its thread ended',
      cause,
    });

  const dispatch = () => {
    while (queue.length > 0 && idle.length > 0) {
      const worker = idle.pop()!;
      const call = queue.shift()!;
      busy.set(worker, call);
      worker.ref(); // a process with work under way stays alive; an idle pool lets it end
      worker.postMessage({ id: 0, kernel: call.kernel, args: call.args });
    }
  };
  const workers = Array.from({ length: Math.max(1, threads) }, () => {
    const worker = new Worker(new URL('worker.node.js', built), { workerData: { module, memory } });
    const settle = (deliver: (call: Call) => void) => {
      const call = busy.get(worker);
      busy.delete(worker);
      if (call) deliver(call);
    };
    worker.on('message', ({ value, error }: { value: number; error?: string }) => {
      worker.unref();
      idle.push(worker);
      settle((call) =>
        error === undefined
          ? call.resolve(value)
          : call.reject(
              new NumericError({
                where: `kernel ${call.kernel}`,
                problem: `stopped with: ${error}`,
                hint: 'this is a bug: please report it',
              }),
            ),
      );
      dispatch();
    });
    worker.on('error', (error) => {
      cause = error;
    });
    // Nobody may wait for a thread that is gone: neither its own call, nor, after the last one, those in the queue.
    worker.on('exit', () => {
      living.delete(worker);
      if (idle.includes(worker)) idle.splice(idle.indexOf(worker), 1);
      settle((call) => call.reject(ended(call.kernel)));
      if (living.size === 0) for (const call of queue.splice(0)) call.reject(ended(call.kernel));
    });
    living.add(worker);
    worker.unref();
    idle.push(worker);
    return worker;
  });

  return {
    threads: workers.length,
    memory,
    allocate: arena.allocate,
    free: arena.free,
    call: (kernel, args) =>
      new Promise((resolve, reject) => {
        if (closed || living.size === 0) return reject(ended(kernel));
        queue.push({ kernel, args, resolve, reject });
        dispatch();
      }),
    async close() {
      closed = true;
      await Promise.all(workers.map((worker) => worker.terminate()));
    },
  };
}
