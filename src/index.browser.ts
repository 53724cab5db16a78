/** The door for a browser: the kernels on its threads. */
export { type BrowserExecutorOptions, createExecutor } from './kernels/executor.browser.ts';
