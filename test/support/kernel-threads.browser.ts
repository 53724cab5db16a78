import type { Executor } from '../../src/base/context.ts';
import { createExecutor as create } from '../../src/kernels/executor.browser.ts';

export const createExecutor = (threads: number): Promise<Executor> =>
  create({ threads, kernels: new URL('/dist/kernels/', location.href) });
