import type { Executor } from '../base/context.ts';
import { NumericError, UnsupportedError } from '../base/errors.ts';
import { createArena } from './arena.ts';

/** What a thread is told, and what it answers. */
export interface KernelCall {
  readonly kernel: string;
  readonly args: readonly number[];
}
export interface KernelAnswer {
  readonly value?: number;
  /** The trap that ended the call. */
  readonly error?: string;
}

/** A thread of whatever the platform calls one, with an instance of the module on the shared memory. */
export interface KernelThread {
  post(call: KernelCall): void;
  end(): Promise<void>;
}

/** What a thread reports, in the order in which it happens. */
export interface ThreadEvents {
  answered(answer: KernelAnswer): void;
  /** It will answer no more. @param cause of an end that was not asked for. */
  ended(cause?: unknown): void;
}

interface Call extends KernelCall {
  readonly resolve: (value: number) => void;
  readonly reject: (error: Error) => void;
}

/**
 * Kernel threads over one shared WebAssembly memory. Results do not depend on the number of threads: a call computes the same wherever and
 * whenever it runs, and what is summed over calls is summed in a fixed order by the caller.
 * @param start makes one thread and reports its events. @param threads at least 1.
 */
export function createThreadPool(
  module: WebAssembly.Module,
  memory: WebAssembly.Memory,
  threads: number,
  start: (events: ThreadEvents) => KernelThread,
): Executor {
  const probe = new WebAssembly.Instance(module, { env: { memory, abort: () => {} } });
  const arena = createArena(memory, (probe.exports.heapBase as () => number)());
  const queue: Call[] = [];
  const idle: KernelThread[] = [];
  const busy = new Map<KernelThread, Call>();
  const living = new Set<KernelThread>();
  let closed = false;
  let cause: unknown; // of the end of a thread that was not asked to end
  const gone = (kernel: string) =>
    new UnsupportedError({
      where: `kernel ${kernel}`,
      problem: closed ? 'the executor is closed' : 'its thread ended',
      cause,
    });

  const dispatch = () => {
    while (queue.length > 0 && idle.length > 0) {
      const thread = idle.pop()!;
      const call = queue.shift()!;
      busy.set(thread, call);
      thread.post({ kernel: call.kernel, args: call.args });
    }
  };
  const settle = (thread: KernelThread, deliver: (call: Call) => void) => {
    const call = busy.get(thread);
    busy.delete(thread);
    if (call) deliver(call);
  };
  const all = Array.from({ length: Math.max(1, threads) }, () => {
    const thread: KernelThread = start({
      answered({ value = 0, error }) {
        idle.push(thread);
        settle(thread, (call) =>
          error === undefined ? call.resolve(value) : call.reject(trapped(call.kernel, error)),
        );
        dispatch();
      },
      // Nobody may wait for a thread that is gone: neither its own call, nor, after the last one, those in the queue.
      ended(why) {
        cause ??= why;
        living.delete(thread);
        if (idle.includes(thread)) idle.splice(idle.indexOf(thread), 1);
        settle(thread, (call) => call.reject(gone(call.kernel)));
        if (living.size === 0) for (const call of queue.splice(0)) call.reject(gone(call.kernel));
      },
    });
    living.add(thread);
    idle.push(thread);
    return thread;
  });

  return {
    threads: all.length,
    memory,
    allocate: arena.allocate,
    free: arena.free,
    call: (kernel, args) =>
      new Promise((resolve, reject) => {
        if (closed || living.size === 0) return reject(gone(kernel));
        queue.push({ kernel, args, resolve, reject });
        dispatch();
      }),
    async close() {
      closed = true;
      await Promise.all(all.map((thread) => thread.end()));
    },
  };
}

function trapped(kernel: string, error: string): NumericError {
  return new NumericError({
    where: `kernel ${kernel}`,
    problem: `stopped with: ${error}`,
    hint: 'this is a bug: please report it',
  });
}

/** Memory that threads can share, growing up to the 4 GiB of wasm32. */
export function kernelMemory(): WebAssembly.Memory {
  return new WebAssembly.Memory({ initial: 16, maximum: 65536, shared: true });
}

/** The calls that one instance of the module answers: what every thread does. */
export function answering(module: WebAssembly.Module, memory: WebAssembly.Memory): (call: KernelCall) => KernelAnswer {
  const instance = new WebAssembly.Instance(module, {
    env: {
      memory,
      abort: (_message: number, _file: number, line: number, column: number) => {
        throw new Error(`kernel trap at ${line}:${column}`);
      },
    },
  });
  return ({ kernel, args }) => {
    try {
      const run = instance.exports[kernel] as ((...args: readonly number[]) => number) | undefined;
      if (!run) throw new Error(`no kernel '${kernel}'`);
      return { value: run(...args) ?? 0 };
    } catch (error) {
      return { error: String(error) };
    }
  };
}
