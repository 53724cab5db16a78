import { afterAll, describe, expect, inject, test } from 'vitest';
import { createExecutor as createBrowserExecutor } from '../../src/kernels/executor.browser.ts';
import { createExecutor } from '../support/kernel-threads.ts';
import { learnerBits } from '../support/learner-bits.ts';

const kernels = new URL('/dist/kernels/', location.href);
const open: { close(): Promise<void> }[] = [];
afterAll(async () => {
  for (const executor of open) await executor.close();
});

describe('in this browser', () => {
  test('every learner of every task gives the bits that it gives in Node', async () => {
    expect(crossOriginIsolated).toBe(true);
    const executor = await createExecutor(2);
    open.push(executor);
    expect(executor.threads).toBe(2);
    expect(await learnerBits(executor)).toEqual(inject('nodeBits'));
  });

  test('and so it does without isolation, in the page itself', async () => {
    const isolated = Object.getOwnPropertyDescriptor(globalThis, 'crossOriginIsolated')!;
    Object.defineProperty(globalThis, 'crossOriginIsolated', { value: false, configurable: true });
    const executor = await createBrowserExecutor({ kernels, threads: 4 });
    Object.defineProperty(globalThis, 'crossOriginIsolated', isolated);
    open.push(executor);
    expect(executor.threads).toBe(1);
    expect(await learnerBits(executor)).toEqual(inject('nodeBits'));
  });

  test('a wrong address is named', async () => {
    await expect(createBrowserExecutor({ kernels: new URL('/nowhere/', location.href) })).rejects.toThrow(
      /kernels: \/nowhere\/cistron\.wasm cannot be fetched \(HTTP 404\)/,
    );
  });
});
