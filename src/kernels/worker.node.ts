import { parentPort, workerData } from 'node:worker_threads';
import { answering, type KernelCall } from './thread-pool.ts';

/** A kernel thread: one instance of the module on the shared memory, one call at a time. */
const { module, memory } = workerData as { module: WebAssembly.Module; memory: WebAssembly.Memory };
const answer = answering(module, memory);
parentPort!.on('message', (call: KernelCall) => parentPort!.postMessage(answer(call)));
