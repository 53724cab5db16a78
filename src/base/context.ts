import type { NetworkEngine } from './network-engine.ts';
import type { RandomKey } from './random.ts';
import type { Warning } from './warning.ts';

/**
 * What a fit may use besides its data. Nothing here is global: randomness, threads, the wish to stop and the ear for warnings
 * are all handed in.
 */
export interface Context {
  readonly random: RandomKey;
  readonly executor: Executor;
  /** Runs neural networks. Absent: learners that are networks refuse (UnsupportedError). */
  readonly networks?: NetworkEngine;
  readonly signal: AbortSignal;
  /** Called now and then with a share of work done in 0 … 1 and what is being done. */
  readonly progress: (done: number, label: string) => void;
  readonly warn: (warning: Warning) => void;
}

/**
 * Runs kernels on threads that share one linear memory. Addresses are byte offsets into that memory.
 * A call is coarse: a batch of trees, a whole path of penalties; never one histogram.
 */
export interface Executor {
  readonly threads: number;
  /** The shared memory as it is now: take fresh views after every `allocate`, which may grow it. */
  readonly memory: WebAssembly.Memory;
  /** 16-byte aligned, uninitialised. @throws {UnsupportedError} when 4 GiB of kernel memory are not enough. */
  allocate(bytes: number): number;
  free(address: number): void;
  /** Queues one kernel call on the next idle thread. Resolves with what the kernel returns. */
  call(kernel: string, args: readonly number[]): Promise<number>;
  close(): Promise<void>;
}

/** The same context with another random key. */
export function withRandom(ctx: Context, random: RandomKey): Context {
  return { ...ctx, random };
}
