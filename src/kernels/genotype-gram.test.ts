import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { testContext } from '../../test/support/blocks.ts';
import type { Executor } from '../base/context.ts';
import { CancelledError, DataError } from '../base/errors.ts';
import { randomKey } from '../base/random.ts';
import { createMatrix, genotypeMatrix, type Matrix } from '../table/matrix.ts';
import { pack } from '../table/packed.ts';
import { createExecutor } from './executor.node.ts';
import { genotypeGram } from './genotype-gram.ts';
import { gramMatrix } from './gram.ts';

const executors: Executor[] = [];
beforeAll(async () => {
  for (const threads of [1, 2, 4]) executors.push(await createExecutor(threads));
});
afterAll(() => Promise.all(executors.map((executor) => executor.close())));
const ctx = (executor = executors[0]!) => testContext(undefined, executor);

/** Frequencies from rare to nearly all, a constant variant, one of which nothing is known, one with heterozygotes only. */
function genotypes(n: number, p: number, missing: number): Matrix {
  const draws = randomKey(11).at(n, p).stream();
  const X = createMatrix(n, p);
  for (let j = 0; j < p; j++) {
    const f = j % 5 === 0 ? 2 / n : draws.uniform();
    for (let i = 0; i < n; i++) {
      const copies = Number(draws.uniform() < f) + Number(draws.uniform() < f);
      X.data[j * n + i] = j % 2 === 0 && draws.uniform() < missing ? Number.NaN : copies;
    }
    if (j === 3) X.data.fill(2, j * n, (j + 1) * n);
    if (j === 4) X.data.fill(Number.NaN, j * n, (j + 1) * n);
    if (j === 6) X.data.fill(1, j * n, (j + 1) * n);
  }
  return X;
}

/** At 2 bits, and nothing else of it can be read. */
function packedOf({ nRows, nCols, data }: Matrix): Matrix {
  const { packed } = genotypeMatrix(nRows, pack(data, nRows, nCols)!);
  return Object.defineProperty({ nRows, nCols, packed }, 'data', {
    get(): Float32Array {
      throw new Error('the table in full of packed genotypes was read');
    },
  }) as unknown as Matrix;
}

/** Sums in float64 of the table written out; what a variant is divided by, by its values. */
function oracle({ nRows: n, nCols: p, data }: Matrix, scale: 'frequency' | 'deviation') {
  const gram = new Float64Array(n * n);
  let nVariants = 0;
  for (let j = 0; j < p; j++) {
    const column = data.subarray(j * n, (j + 1) * n);
    const seen = column.filter((x) => !Number.isNaN(x));
    if (new Set(seen).size < 2) continue;
    nVariants++;
    const mean = seen.reduce((sum, x) => sum + x, 0) / seen.length;
    const centred = Array.from(column, (x) => (Number.isNaN(x) ? 0 : x - mean));
    const variance = scale === 'frequency' ? mean * (1 - mean / 2) : centred.reduce((sum, z) => sum + z * z, 0) / n;
    for (let i = 0; i < n; i++) {
      for (let l = 0; l < n; l++) gram[i * n + l]! += (centred[i]! * centred[l]!) / variance;
    }
  }
  return { gram, nVariants };
}

function largestDifference(a: Float64Array, b: Float64Array): number {
  const size = Math.max(...b.map(Math.abs), 1e-300);
  return a.reduce((worst, value, at) => Math.max(worst, Math.abs(value - b[at]!)), 0) / size;
}

describe('genotypeGram', () => {
  // On both sides of a panel (16 samples), a byte (4), a word of codes (32), a strip (128), a block (512 variants) and a chunk (4 blocks).
  it.each([
    [2, 9, 0],
    [15, 40, 0.3],
    [16, 513, 0.02],
    [17, 700, 0],
    [33, 1200, 0.1],
    [70, 5000, 0.01],
    [140, 600, 0.1],
  ])('%i × %i, missing %f: the sums in float64 and `gramMatrix`, to 1e-5; symmetric', async (n, p, missing) => {
    const X = genotypes(n, p, missing);
    for (const scale of ['frequency', 'deviation'] as const) {
      const { gram, nVariants } = await genotypeGram(ctx(executors[1]), packedOf(X), { scale });
      const wanted = oracle(X, scale);
      expect(nVariants).toBe(wanted.nVariants);
      expect(largestDifference(gram, wanted.gram)).toBeLessThan(2e-6);
      expect(gram.every((g, at) => g === gram[(at % n) * n + Math.floor(at / n)])).toBe(true);
      if (scale === 'deviation' && missing === 0) {
        expect(largestDifference(gram, await gramMatrix(ctx(), X, { scale: true }))).toBeLessThan(1e-5);
      }
    }
  });

  it('gives the same bits with 1, 2 and 4 threads, and of a table that is not packed', async () => {
    const X = genotypes(150, 4000, 0.02);
    const [one, ...others] = await Promise.all(executors.map((executor) => genotypeGram(ctx(executor), packedOf(X))));
    for (const other of others) expect(other).toEqual(one);
    expect(await genotypeGram(ctx(), X)).toEqual(one);
  });

  it('of variants that do not differ is 0', async () => {
    const X = createMatrix(5, 3);
    expect(await genotypeGram(ctx(), X)).toEqual({ gram: new Float64Array(25), nVariants: 0 });
  });

  it('refuses dosages, and stops when aborted', async () => {
    const X = createMatrix(4, 4);
    X.data[5] = 0.5;
    await expect(genotypeGram(ctx(), X)).rejects.toBeInstanceOf(DataError);
    const stop = new AbortController();
    stop.abort();
    const cancelled = genotypeGram(testContext(stop.signal, executors[1]), genotypes(20, 50, 0));
    await expect(cancelled).rejects.toBeInstanceOf(CancelledError);
  });
});
