import { expect, test } from 'vitest';
import type { Context, Executor } from '../base/context.ts';
import { CancelledError } from '../base/errors.ts';
import { randomKey } from '../base/random.ts';
import { createArena } from './arena.ts';
import { withScope } from './scope.ts';

/** A context whose kernel calls end when the test says so, and which knows what memory is taken. */
function manual() {
  const memory = new WebAssembly.Memory({ initial: 1, maximum: 16, shared: true });
  const arena = createArena(memory, 0);
  const taken = new Set<number>();
  const calls: ((value: number) => void)[] = [];
  const executor: Executor = {
    threads: 1,
    memory,
    allocate(bytes) {
      const address = arena.allocate(bytes);
      taken.add(address);
      return address;
    },
    free(address) {
      taken.delete(address);
      arena.free(address);
    },
    call: () => new Promise((resolve) => calls.push(resolve)),
    close: async () => {},
  };
  const stop = new AbortController();
  const ctx: Context = { executor, random: randomKey(1), signal: stop.signal, progress: () => {}, warn: () => {} };
  return { ctx, memory, taken, calls, stop };
}

const settle = () => new Promise((resolve) => setImmediate(resolve));

test('gives the result of the work, and frees its memory after it', async () => {
  const { ctx, taken } = manual();
  const result = await withScope(ctx, 'test', async (scope) => {
    const at = scope.allocate(80);
    scope.f64(at, 10).fill(0.5);
    expect(taken.has(at)).toBe(true);
    return scope.f64(at, 10).reduce((sum, value) => sum + value);
  });
  expect(result).toBe(5);
  expect(taken.size).toBe(0);
});

test('frees its memory when the work fails', async () => {
  const { ctx, taken } = manual();
  const work = withScope(ctx, 'test', async (scope) => {
    scope.allocate(80);
    throw new Error('broken');
  });
  await expect(work).rejects.toThrow('broken');
  expect(taken.size).toBe(0);
});

test('tells running kernels to stop when the work fails, and keeps their memory until they have', async () => {
  const { ctx, memory, taken, calls } = manual();
  let cancel = -1;
  const work = withScope(ctx, 'test', async (scope) => {
    cancel = scope.cancel;
    scope.allocate(80);
    void scope.call('slow', []).catch(() => {});
    throw new Error('broken');
  });
  let over = false;
  const watched = work.finally(() => {
    over = true;
  });
  watched.catch(() => {});
  await settle();
  expect(Atomics.load(new Int32Array(memory.buffer), cancel / 4)).toBe(1);
  expect(over).toBe(false);
  expect(taken.size).toBe(2);
  calls[0]!(-1);
  await expect(watched).rejects.toThrow('broken');
  expect(taken.size).toBe(0);
});

test('raises the cancel flag when the signal is aborted, and turns the result of the call into a CancelledError', async () => {
  const { ctx, memory, taken, calls, stop } = manual();
  let cancel = -1;
  const work = withScope(ctx, 'elastic-net', (scope) => {
    cancel = scope.cancel;
    return scope.call('slow', []);
  });
  const flag = () => Atomics.load(new Int32Array(memory.buffer), cancel / 4);
  expect(flag()).toBe(0);
  stop.abort('Ctrl-C');
  expect(flag()).toBe(1);
  calls[0]!(-1);
  await expect(work).rejects.toThrow(CancelledError);
  await expect(work).rejects.toMatchObject({ where: 'elastic-net', cause: 'Ctrl-C' });
  expect(taken.size).toBe(0);
});

test('begins with the flag raised when the signal is aborted already', async () => {
  const { ctx, memory, stop } = manual();
  stop.abort();
  const flag = await withScope(ctx, 'test', async ({ cancel }) =>
    Atomics.load(new Int32Array(memory.buffer), cancel / 4),
  );
  expect(flag).toBe(1);
});

test('listens to a signal once, however many scopes are open under it', async () => {
  const { ctx: base } = manual();
  const { signal } = base;
  let listeners = 0;
  const counted = new Proxy(signal, {
    get: (target, key) => {
      if (key === 'addEventListener') return () => listeners++;
      if (key === 'removeEventListener') return () => listeners--;
      return Reflect.get(target, key, target);
    },
  });
  const ctx = { ...base, signal: counted };
  await Promise.all(
    Array.from({ length: 20 }, () =>
      withScope(ctx, 'test', async () => {
        await Promise.resolve();
        expect(listeners).toBe(1);
      }),
    ),
  );
  expect(listeners).toBe(0);
});
