/** The kernels on this platform's threads; the suite that runs in a browser puts `kernel-threads.browser.ts` in the place of this file. */
export { createExecutor } from '../../src/kernels/executor.node.ts';
