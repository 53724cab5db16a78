/** What needs Node: threads for the kernels, files to read, folders to write, downloads. */
export { type Downloaded, type DownloadOptions, download } from './fetch/download.node.ts';
export { GDC_API } from './fetch/gdc/address.ts';
export type { GdcApi } from './fetch/gdc/api.ts';
export { fetchGdc, type GdcOptions, type GdcSummary } from './fetch/gdc/fetch-gdc.node.ts';
export { type Network, realNetwork } from './fetch/network.ts';
export { createEngine, type EngineOptions } from './graph/engine.node.ts';
export { createExecutor } from './kernels/executor.node.ts';
export { fileSource } from './read/file-source.node.ts';
export { diskLedger } from './study/audit/holdout-ledger.node.ts';
export { type KeptRun, openRun } from './study/run/kept-run.node.ts';
export { diskFolder } from './study/run/run-folder.node.ts';
export { taskThreads } from './study/run/task-threads.node.ts';
