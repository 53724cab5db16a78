import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Context, Executor } from '../base/context.ts';
import { randomKey } from '../base/random.ts';
import { createMatrix, type Matrix } from '../table/matrix.ts';
import { binFeatures } from './bins.ts';
import { createExecutor } from './executor.node.ts';
import { withScope } from './scope.ts';

let executor: Executor;
beforeAll(async () => {
  executor = await createExecutor(2);
});
afterAll(() => executor.close());

function binned(X: Matrix, most?: number): Promise<{ bins: Uint8Array; missing: number[] }> {
  const signal = new AbortController().signal;
  const ctx: Context = { random: randomKey(1), executor, signal, progress: () => {}, warn: () => {} };
  return withScope(ctx, 'test', async (scope) => {
    const { binsAt, missingAt } = await binFeatures(scope, ctx, X, most);
    return { bins: scope.u8(binsAt, X.data.length).slice(), missing: [...scope.u8(missingAt, X.nCols)] };
  });
}

/** Column 0 without missing values, column 1 with a tenth missing, column 2 wholly missing. */
function table(n: number): Matrix {
  const draws = randomKey(6).stream();
  const X = createMatrix(n, 3);
  for (let i = 0; i < 2 * n; i++) X.data[i] = i >= n && i % 10 === 0 ? Number.NaN : draws.normal();
  return { ...X, data: X.data.fill(Number.NaN, 2 * n) };
}

it.each([2, 3, 64, 256])(
  'shares the rows among at most %i bins that ascend with the values, the last one for missing values',
  async (most) => {
    const n = 1000;
    const X = table(n);
    const { bins, missing } = await binned(X, most);
    expect(missing).toEqual([0, 1, 1]);
    for (const j of [0, 1]) {
      const rows = Array.from({ length: n }, (_, i) => j * n + i);
      const known = rows.filter((at) => !Number.isNaN(X.data[at]!)).sort((a, b) => X.data[a]! - X.data[b]!);
      const share = most - missing[j]!;
      const counts = new Array<number>(share).fill(0);
      known.forEach((at, rank) => {
        if (rank > 0) expect(bins[at]! - bins[known[rank - 1]!]!).toBeGreaterThanOrEqual(0);
        counts[bins[at]!]!++;
      });
      // All values differ: the bins are as even as whole rows allow.
      for (const count of counts) expect(Math.abs(count - known.length / share)).toBeLessThan(1);
      for (const at of rows) if (Number.isNaN(X.data[at]!)) expect(bins[at]).toBe(most - 1);
    }
    expect(bins.subarray(2 * n).every((bin) => bin === most - 1)).toBe(true);
  },
);

it('gives every value a bin of its own when there are no more of them than bins, the one for missing values not counted', async () => {
  const X = createMatrix(300, 1);
  X.data.forEach((_, i) => {
    X.data[i] = i % 64 === 63 ? Number.NaN : (i % 64) - 30;
  });
  const { bins } = await binned(X, 64);
  bins.forEach((bin, i) => {
    expect(bin).toBe(i % 64);
  });
});
