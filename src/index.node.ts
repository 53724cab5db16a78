/** What needs Node: threads for the kernels, files to read, folders to write. */
export { createEngine, type EngineOptions } from './graph/engine.node.ts';
export { createExecutor } from './kernels/executor.node.ts';
export { fileSource } from './read/file-source.node.ts';
export { diskLedger } from './study/holdout-ledger.node.ts';
export { diskFolder } from './study/run-folder.node.ts';
