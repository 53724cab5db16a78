import { availableParallelism } from 'node:os';
import { UnsupportedError } from '../base/errors.ts';
import type { NetworkEngine } from '../base/network-engine.ts';
import { oneAtATime, openSession, type Runtime } from './runtime-session.ts';
import { keepingSessions } from './session-cache.ts';

export interface EngineOptions {
  /** Default all cores. */
  readonly threads?: number;
  /** `cuda` where the user has installed ONNX Runtime's CUDA parts; default `cpu`. */
  readonly backend?: 'cpu' | 'cuda' | 'webgpu';
}

/**
 * ONNX Runtime in Node: the processor's vector units on all cores. The runtime is loaded when the first network is opened.
 * A run holds the thread that calls until it is done: whoever trains makes it in pieces.
 * @throws {UnsupportedError} (on `open`) the runtime has no build for this machine.
 */
export function createEngine({ threads = availableParallelism(), backend = 'cpu' }: EngineOptions = {}): NetworkEngine {
  const queue = oneAtATime();
  const options = {
    executionProviders: [backend],
    intraOpNumThreads: threads,
    executionMode: 'sequential',
    graphOptimizationLevel: 'all',
    logSeverityLevel: 3,
  } as const;
  const open = async (model: Uint8Array) => openSession(await load(), model, options, queue);
  return { backend, version: ONNX_RUNTIME, threads, open: keepingSessions(open) };
}

/** As pinned in package.json. */
export const ONNX_RUNTIME = '1.30.0';

async function load(): Promise<Runtime> {
  const loaded = await import('onnxruntime-node').catch((cause: unknown) => {
    throw new UnsupportedError({
      where: 'networks',
      problem: `ONNX Runtime must load on ${process.platform} ${process.arch}, got: ${cause instanceof Error ? cause.message : cause}`,
      hint: 'learners that are not networks work without it',
      cause,
    });
  });
  return loaded.default ?? loaded;
}
