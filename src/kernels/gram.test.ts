import { describe, expect, it } from 'vitest';
import type { Context } from '../base/context.ts';
import { CancelledError } from '../base/errors.ts';
import { randomKey } from '../base/random.ts';
import { createMatrix, type Matrix } from '../table/matrix.ts';
import { createExecutor } from './executor.node.ts';
import { type GramOptions, gramMatrix } from './gram.ts';

async function withContext<T>(
  threads: number,
  work: (ctx: Context) => Promise<T>,
  signal = new AbortController().signal,
) {
  const executor = await createExecutor(threads);
  const ctx = { executor, random: randomKey(1), signal, progress: () => {}, warn: () => {} };
  return work(ctx).finally(() => executor.close());
}

/** A table with missing values, a constant feature and means far from 0. */
function table(n: number, p: number): Matrix {
  const X = createMatrix(n, p);
  const draws = randomKey(7).at(n, p).stream();
  for (let j = 0; j < p; j++) {
    const mean = 20 * draws.normal();
    for (let i = 0; i < n; i++) {
      X.data[j * n + i] = j === 1 ? 5 : draws.uniform() < 0.02 ? Number.NaN : mean + (1 + (j % 3)) * draws.normal();
    }
  }
  return X;
}

function sameBits(a: Float64Array | Float32Array, b: Float64Array | Float32Array): boolean {
  return a.length === b.length && a.every((v, i) => Object.is(v, b[i]));
}

function gramOracle(X: Matrix, { centre = true, scale = false }: GramOptions): Float64Array {
  const { nRows: n, nCols: p } = X;
  const gram = new Float64Array(n * n);
  for (let j = 0; j < p; j++) {
    const column = X.data.subarray(j * n, (j + 1) * n);
    const seen = column.filter((v) => !Number.isNaN(v));
    const mean = seen.reduce((sum, v) => sum + v, 0) / seen.length;
    const sd = Math.sqrt(seen.reduce((sum, v) => sum + (v - mean) ** 2, 0) / seen.length);
    const z = Array.from(column, (v) => (Number.isNaN(v) ? 0 : (v - (centre ? mean : 0)) / (scale && sd > 0 ? sd : 1)));
    for (let i = 0; i < n; i++) for (let l = 0; l < n; l++) gram[i * n + l]! += z[i]! * z[l]!;
  }
  return gram;
}

describe('gramMatrix', () => {
  const options: GramOptions[] = [{}, { scale: true }, { centre: false }];
  // Sizes on both sides of the panel (16 samples), the block (256 features) and the chunk (8 MB).
  const sizes = [
    [1, 1],
    [15, 3],
    [16, 256],
    [17, 300],
    [50, 1025],
  ] as const;
  for (const [n, p] of sizes) {
    it(`agrees with sums in float64: ${n} × ${p}, missing values and a constant feature`, async () => {
      const X = table(n, p);
      for (const option of options) {
        const gram = await withContext(2, (ctx) => gramMatrix(ctx, X, option));
        const oracle = gramOracle(X, option);
        const size = Math.max(...oracle.map(Math.abs), 1);
        const worst = gram.reduce((most, g, i) => Math.max(most, Math.abs(g - oracle[i]!)), 0);
        expect(worst / size).toBeLessThan(1e-6);
      }
    });
  }

  it('gives the same bits with 1, 2 and 3 threads, is symmetric and leaves the table as it was', async () => {
    const n = 200;
    const X = table(n, 12000); // more than one chunk
    const before = X.data.slice();
    const run = (threads: number) => withContext(threads, (ctx) => gramMatrix(ctx, X, { scale: true }));
    const gram = await run(1);
    for (const threads of [2, 3]) expect(sameBits(await run(threads), gram)).toBe(true);
    expect(sameBits(X.data, before)).toBe(true);
    expect(gram.every((g, at) => g === gram[(at % n) * n + Math.floor(at / n)])).toBe(true);
  });

  it('stops when aborted', async () => {
    const stop = new AbortController();
    stop.abort();
    await expect(withContext(1, (ctx) => gramMatrix(ctx, table(20, 20)), stop.signal)).rejects.toBeInstanceOf(
      CancelledError,
    );
  });
});
