import { parentPort, workerData } from 'node:worker_threads';

/** A kernel thread: one instance of the module on the shared memory, one call at a time. */
const { module, memory } = workerData as { module: WebAssembly.Module; memory: WebAssembly.Memory };
const instance = new WebAssembly.Instance(module, {
  env: {
    memory,
    abort: (_message: number, _file: number, line: number, column: number) => {
      throw new Error(`kernel trap at ${line}:${column}`);
    },
  },
});

parentPort!.on('message', ({ id, kernel, args }: { id: number; kernel: string; args: number[] }) => {
  try {
    const run = instance.exports[kernel] as ((...args: number[]) => number) | undefined;
    if (!run) throw new Error(`no kernel '${kernel}'`);
    parentPort!.postMessage({ id, value: run(...args) ?? 0 });
  } catch (error) {
    parentPort!.postMessage({ id, error: String(error) });
  }
});
