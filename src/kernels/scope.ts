import type { Context } from '../base/context.ts';
import { CancelledError } from '../base/errors.ts';

/** Kernel memory that lives as long as one piece of work, with typed views on it. */
export interface Scope {
  /** Uninitialised memory; freed when the scope ends. */
  allocate(bytes: number): number;
  /** The words as uint32 in memory of their own: a problem, as kernels are told one. */
  place(words: ArrayLike<number>): number;
  f32(address: number, length: number): Float32Array;
  f64(address: number, length: number): Float64Array;
  i32(address: number, length: number): Int32Array;
  u32(address: number, length: number): Uint32Array;
  u8(address: number, length: number): Uint8Array;
  /** Address of an int32 that turns 1 when the work is to stop. Kernels look at it between coarse steps and return −1. */
  readonly cancel: number;
  /** Runs a kernel. @throws {CancelledError} when it was stopped. */
  call(kernel: string, args: readonly number[]): Promise<number>;
}

/**
 * Runs `work` with a scope and frees all its memory afterwards. When the work fails, calls still running are waited for first:
 * a thread must not write to memory that has been given to somebody else.
 */
export async function withScope<T>(ctx: Context, where: string, work: (scope: Scope) => Promise<T>): Promise<T> {
  const { executor, signal } = ctx;
  const owned: number[] = [];
  const running = new Set<Promise<number>>();
  const allocate = (bytes: number) => {
    const address = executor.allocate(bytes);
    owned.push(address);
    return address;
  };
  const cancel = allocate(4);
  const flag = () => new Int32Array(executor.memory.buffer, cancel, 1);
  const stop = () => Atomics.store(flag(), 0, 1);
  Atomics.store(flag(), 0, signal.aborted ? 1 : 0);
  const forget = onAbort(signal, stop);
  const scope: Scope = {
    allocate,
    place: (words) => {
      const address = allocate(4 * words.length);
      new Uint32Array(executor.memory.buffer, address, words.length).set(words);
      return address;
    },
    f32: (address, length) => new Float32Array(executor.memory.buffer, address, length),
    f64: (address, length) => new Float64Array(executor.memory.buffer, address, length),
    i32: (address, length) => new Int32Array(executor.memory.buffer, address, length),
    u32: (address, length) => new Uint32Array(executor.memory.buffer, address, length),
    u8: (address, length) => new Uint8Array(executor.memory.buffer, address, length),
    cancel,
    async call(kernel, args) {
      const call = executor.call(kernel, args);
      running.add(call);
      try {
        const result = await call;
        if (signal.aborted) throw new CancelledError({ where, problem: 'cancelled', cause: signal.reason });
        return result;
      } finally {
        running.delete(call);
      }
    },
  };
  try {
    return await work(scope);
  } catch (error) {
    stop();
    throw error;
  } finally {
    await Promise.allSettled(running);
    forget();
    for (const address of owned) executor.free(address);
  }
}

/** What is to stop with a signal. One listener for all of it: a search has dozens of scopes open, which Node would take for a leak. */
const stops = new WeakMap<AbortSignal, { readonly all: Set<() => void>; readonly listener: () => void }>();

/** Calls `stop` when the signal aborts, until the function returned is called. */
function onAbort(signal: AbortSignal, stop: () => void): () => void {
  let entry = stops.get(signal);
  if (!entry) {
    const all = new Set<() => void>();
    entry = {
      all,
      listener: () => {
        for (const one of all) one();
      },
    };
    stops.set(signal, entry);
    signal.addEventListener('abort', entry.listener);
  }
  const { all, listener } = entry;
  all.add(stop);
  return () => {
    all.delete(stop);
    if (all.size > 0) return;
    stops.delete(signal);
    signal.removeEventListener('abort', listener);
  };
}
