import { answering, type KernelAnswer, type KernelCall } from './thread-pool.ts';

/** The part of a worker's global scope that is used here; the library of types for it and that of a page exclude each other. */
interface WorkerScope {
  onmessage: ((event: { readonly data: unknown }) => void) | null;
  postMessage(message: KernelAnswer): void;
}
const scope = globalThis as unknown as WorkerScope;

/** A kernel thread of a browser: the first message brings module and memory, every other one a call. */
scope.onmessage = ({ data }) => {
  const { module, memory } = data as { module: WebAssembly.Module; memory: WebAssembly.Memory };
  const answer = answering(module, memory);
  scope.onmessage = ({ data: call }) => scope.postMessage(answer(call as KernelCall));
};
