import { UnsupportedError } from '../base/errors.ts';
import type { NetworkEngine } from '../base/network-engine.ts';
import { oneAtATime, openSession, type Runtime } from './runtime-session.ts';
import { keepingSessions } from './session-cache.ts';

export interface BrowserEngineOptions {
  /** Where the files of `onnxruntime-web/dist` are served; the page's own folder when not given. Nothing is fetched from anywhere else. */
  readonly runtime?: string | URL;
  /** Default: all cores, at most 8. One without cross-origin isolation, whatever is asked. */
  readonly threads?: number;
  /** `webgpu` where the browser has it; default `wasm`. */
  readonly backend?: 'wasm' | 'webgpu';
}

/** As pinned in package.json. */
export const ONNX_RUNTIME_WEB = '1.30.0';

/** Past this, threads of WebAssembly wait for each other more than they compute. */
const MOST_THREADS = 8;

/**
 * ONNX Runtime in a browser, as WebAssembly on all cores where the page is cross-origin isolated (headers COOP and COEP), else on one.
 * @throws {UnsupportedError} the runtime cannot be loaded; webgpu was asked for and the browser has none.
 */
export async function createEngine(options: BrowserEngineOptions = {}): Promise<NetworkEngine> {
  const { runtime = location.href, threads = navigator.hardwareConcurrency, backend = 'wasm' } = options;
  const count = crossOriginIsolated ? Math.min(threads, MOST_THREADS) : 1;
  if (backend === 'webgpu' && !('gpu' in navigator)) {
    throw new UnsupportedError({
      where: 'networks',
      problem: 'this browser has no WebGPU',
      hint: "use the backend 'wasm'",
    });
  }
  const loaded = await loadRuntime(new URL(runtime, location.href), backend, count);
  const queue = oneAtATime();
  return {
    backend,
    version: ONNX_RUNTIME_WEB,
    threads: count,
    open: keepingSessions((model) =>
      openSession(
        loaded,
        model,
        { executionProviders: [backend], graphOptimizationLevel: 'all', logSeverityLevel: 3 },
        queue,
      ),
    ),
  };
}

async function loadRuntime(folder: URL, backend: string, threads: number): Promise<Runtime> {
  const script = new URL(backend === 'webgpu' ? 'ort.webgpu.min.mjs' : 'ort.wasm.min.mjs', folder);
  try {
    const runtime = (await import(/* @vite-ignore */ script.href)) as Runtime & {
      readonly env: { readonly wasm: { wasmPaths?: string; numThreads?: number } };
    };
    runtime.env.wasm.wasmPaths = folder.href;
    runtime.env.wasm.numThreads = threads;
    return runtime;
  } catch (cause) {
    throw new UnsupportedError({
      where: 'networks',
      problem: `${script.pathname} cannot be loaded`,
      hint: 'serve the folder dist of onnxruntime-web, or say where it is: { runtime: url }',
      cause,
    });
  }
}
