/** The door for a browser: the kernels on its threads. */
export { type BrowserEngineOptions, createEngine } from './graph/engine.browser.ts';
export { type BrowserExecutorOptions, createExecutor } from './kernels/executor.browser.ts';
