import type { Executor } from '../base/context.ts';
import { UnsupportedError } from '../base/errors.ts';
import {
  answering,
  createThreadPool,
  type KernelAnswer,
  type KernelCall,
  type KernelThread,
  kernelMemory,
  type ThreadEvents,
} from './thread-pool.ts';

export interface BrowserExecutorOptions {
  /** Where `cistron.wasm` and `worker.browser.js` are served; default: beside the built package. */
  readonly kernels?: string | URL;
  /** Default: all cores. One without cross-origin isolation, whatever is asked. */
  readonly threads?: number;
}

/**
 * The kernels in a browser: on Web Workers where the page is cross-origin isolated (headers COOP and COEP), else in the page itself, one call
 * at a time, with a turn of the event loop between calls. Results are the same bits in both, and in Node.
 * @throws {UnsupportedError} the kernels cannot be fetched.
 */
export async function createExecutor({ kernels, threads }: BrowserExecutorOptions = {}): Promise<Executor> {
  const base =
    kernels === undefined ? new URL('../../dist/kernels/', import.meta.url) : new URL(kernels, location.href);
  const wasm = new URL('cistron.wasm', base);
  const response = await fetch(wasm);
  if (!response.ok) {
    throw new UnsupportedError({
      where: 'kernels',
      problem: `${wasm.pathname} cannot be fetched (HTTP ${response.status})`,
      hint: "serve the package's dist/kernels, or say where it is: { kernels: url }",
    });
  }
  const module = await WebAssembly.compile(await response.arrayBuffer());
  const memory = kernelMemory();
  if (!crossOriginIsolated) return createThreadPool(module, memory, 1, inPage(module, memory));
  const script = new URL('worker.browser.js', base);
  return createThreadPool(module, memory, threads ?? navigator.hardwareConcurrency, inWorker(script, module, memory));
}

function inWorker(script: URL, module: WebAssembly.Module, memory: WebAssembly.Memory) {
  return (events: ThreadEvents): KernelThread => {
    const worker = new Worker(script, { type: 'module' });
    worker.onmessage = ({ data }: MessageEvent<KernelAnswer>) => events.answered(data);
    worker.onerror = ({ message }) => events.ended(message);
    worker.postMessage({ module, memory });
    return {
      post: (call) => worker.postMessage(call),
      async end() {
        worker.terminate();
        events.ended();
      },
    };
  };
}

function inPage(module: WebAssembly.Module, memory: WebAssembly.Memory) {
  const answer = answering(module, memory);
  return (events: ThreadEvents): KernelThread => {
    // A message to oneself is a turn of the event loop; a timer of 0 would soon wait for 4 ms each.
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = ({ data }: MessageEvent<KernelCall>) => events.answered(answer(data));
    return {
      post: (call) => port2.postMessage(call),
      async end() {
        port1.close();
        events.ended();
      },
    };
  };
}
