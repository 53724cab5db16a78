import { afterEach, describe, expect, test } from 'vitest';
import type { Context, Executor } from '../base/context.ts';
import { CancelledError, NumericError, UnsupportedError } from '../base/errors.ts';
import { randomKey } from '../base/random.ts';
import { matrixFromRows } from '../table/matrix.ts';
import { type ElasticNetProblem, elasticNetPath } from './elastic-net.ts';
import { createExecutor } from './executor.node.ts';

const open: Executor[] = [];
afterEach(async () => {
  for (const executor of open.splice(0)) await executor.close();
});

async function start(threads: number): Promise<Executor> {
  const executor = await createExecutor(threads);
  open.push(executor);
  return executor;
}

const contextOf = (executor: Executor, signal = new AbortController().signal): Context => {
  return { executor, random: randomKey(1), signal, progress: () => {}, warn: () => {} };
};

const draws = randomKey(1).stream();
/** The gap can never be negative, so this one runs for its two thousand million cycles, unless it is stopped. */
const endless: ElasticNetProblem = {
  family: 'multinomial',
  X: matrixFromRows(Array.from({ length: 30 }, () => Array.from({ length: 20 }, () => draws.normal()))),
  codes: Int32Array.from({ length: 30 }, (_, i) => i % 3),
  nClasses: 3,
  weights: new Float64Array(30).fill(1 / 30),
  l1Ratio: 0.5,
  lambdas: [0.01],
  tolerance: -1,
  maxCycles: 2 ** 31 - 1,
};

describe('a kernel call', () => {
  test('that names no kernel is refused, and its thread goes on working', async () => {
    const executor = await start(1);
    await expect(executor.call('noSuchKernel', [])).rejects.toThrow(NumericError);
    await expect(executor.call('noSuchKernel', [])).rejects.toThrow("no kernel 'noSuchKernel'");
    expect(await executor.call('heapBase', [])).toBeGreaterThan(0);
  });

  test('that traps is refused, and its thread goes on working', async () => {
    const executor = await start(1);
    const beyond = 2 ** 31; // no memory there
    // One row of 8 columns against 8 rows, read from there.
    const trap = executor.call('squaredDistances', [beyond, 1, beyond, 8, 8, 0, 1, beyond]);
    await expect(trap).rejects.toThrow(NumericError);
    await expect(trap).rejects.toThrow('memory access out of bounds');
    expect(await executor.call('heapBase', [])).toBeGreaterThan(0);
  });

  test('is answered however many wait for few threads', async () => {
    const executor = await start(2);
    const results = await Promise.all(Array.from({ length: 50 }, () => executor.call('heapBase', [])));
    expect(new Set(results).size).toBe(1);
  });

  test('that runs while the executor is closed is refused, and so are the waiting ones and later ones', async () => {
    const executor = await start(1);
    const running = elasticNetPath(endless, contextOf(executor));
    const waiting = executor.call('heapBase', []);
    const refused = Promise.all([running, waiting].map((call) => expect(call).rejects.toThrow(UnsupportedError)));
    await executor.close();
    await refused;
    await expect(executor.call('heapBase', [])).rejects.toThrow('the executor is closed');
  });
});

describe('cancelling', () => {
  test('stops a long call in the middle, and frees its memory', async () => {
    const inner = await start(1);
    const taken = new Set<number>();
    let began = () => {};
    const underWay = new Promise<void>((resolve) => {
      began = resolve;
    });
    const executor: Executor = {
      ...inner,
      allocate(bytes) {
        const address = inner.allocate(bytes);
        taken.add(address);
        return address;
      },
      free(address) {
        taken.delete(address);
        inner.free(address);
      },
      call(kernel, args) {
        if (kernel === 'elasticNetPath') began();
        return inner.call(kernel, args);
      },
    };
    const stop = new AbortController();
    const fit = elasticNetPath(endless, contextOf(executor, stop.signal));
    const refused = expect(fit).rejects.toThrow(CancelledError);
    await underWay;
    await new Promise((resolve) => setTimeout(resolve, 50)); // well inside its loop
    expect(taken.size).toBeGreaterThan(0);
    stop.abort();
    await refused;
    expect(taken.size).toBe(0);
  });

  test('leaves the executor fit for the next piece of work', async () => {
    const executor = await start(1);
    const stop = new AbortController();
    stop.abort();
    await expect(elasticNetPath(endless, contextOf(executor, stop.signal))).rejects.toThrow(CancelledError);
    const [point] = await elasticNetPath({ ...endless, tolerance: 1e-6, maxCycles: 1000 }, contextOf(executor));
    expect(point!.gap).toBeLessThan(1e-6);
  });
});
