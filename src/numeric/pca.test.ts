import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { clusterContext, clusterGolden as golden, planted, shuffledRows } from '../../test/support/cluster-golden.ts';
import type { Executor } from '../base/context.ts';
import { CancelledError, ParamError } from '../base/errors.ts';
import { randomKey } from '../base/random.ts';
import { createExecutor } from '../kernels/executor.node.ts';
import { times, transposeTimes } from '../kernels/products.ts';
import { createMatrix, matrixFromRows, takeRows } from '../table/matrix.ts';
import { columnMeans } from './column-means.ts';
import { symmetricEigenvectors } from './lanczos.ts';
import { pca } from './pca.ts';
import { tridiagonalEigen } from './tridiagonal-eigen.ts';

const executors: Executor[] = [];
beforeAll(async () => {
  for (const threads of [1, 3]) executors.push(await createExecutor(threads));
});
afterAll(() => Promise.all(executors.map((executor) => executor.close())));
const ctx = (executor = executors[0]!) => clusterContext(executor);

describe('products with a table', () => {
  // Sizes on both sides of the tiles, the blocks (256) and the chunk (8 MB).
  it.each([
    [1, 1, 1],
    [7, 5, 3],
    [258, 3, 4],
    [9, 515, 6],
    [4100, 600, 2],
  ])('%i × %i with %i vectors: the sums in float64, to 1e-5, the same bits with 1 and 3 threads', async (n, p, k) => {
    const { X } = planted(n, p, 2, 1);
    if (n > 3) X.data[2] = Number.NaN;
    const means = columnMeans(X);
    const draws = randomKey(4).at(n, p).stream();
    const U = Array.from({ length: k }, () => Float64Array.from({ length: n }, () => draws.normal()));
    const V = Array.from({ length: k }, () => Float64Array.from({ length: p }, () => draws.normal()));
    const at = (i: number, j: number) => {
      const value = X.data[j * n + i]! - means[j]!;
      return Number.isNaN(value) ? 0 : value;
    };
    const columns = await transposeTimes(ctx(), X, U, { means });
    const rows = await times(ctx(), X, V, { means });
    for (let c = 0; c < k; c++) {
      for (let j = 0; j < p; j += 1 + (p >> 3)) {
        let sum = 0;
        for (let i = 0; i < n; i++) sum += at(i, j) * U[c]![i]!;
        expect(Math.abs(columns[c]![j]! - sum)).toBeLessThan(1e-5 * Math.sqrt(n));
      }
      for (let i = 0; i < n; i += 1 + (n >> 3)) {
        let sum = 0;
        for (let j = 0; j < p; j++) sum += at(i, j) * V[c]![j]!;
        expect(Math.abs(rows[c]![i]! - sum)).toBeLessThan(1e-5 * Math.sqrt(p));
      }
    }
    expect(await transposeTimes(ctx(executors[1]), X, U, { means })).toEqual(columns);
    expect(await times(ctx(executors[1]), X, V, { means })).toEqual(rows);
  });
});

describe('tridiagonalEigen', () => {
  it('finds 2 − 2·cos(πq/(n + 1)) of the second difference, and vectors that rebuild it', () => {
    const n = 20;
    const d = new Float64Array(n).fill(2);
    const rows = Array.from({ length: n }, (_, q) => Float64Array.from({ length: n }, (_, c) => Number(c === q)));
    tridiagonalEigen(d, new Float64Array(n).fill(-1), rows);
    const expected = Array.from({ length: n }, (_, q) => 2 - 2 * Math.cos((Math.PI * (q + 1)) / (n + 1)));
    [...d]
      .sort((a, b) => a - b)
      .forEach((value, q) => {
        expect(value).toBeCloseTo(expected[q]!, 12);
      });
    for (let a = 0; a < n; a++) {
      for (let b = 0; b < n; b++) {
        const rebuilt = d.reduce((sum, value, c) => sum + value * rows[a]![c]! * rows[b]![c]!, 0);
        expect(rebuilt).toBeCloseTo(a === b ? 2 : Math.abs(a - b) === 1 ? -1 : 0, 12);
      }
    }
  });
});

/** H·diag(values)·H with a Householder reflection H. */
function withSpectrum(values: readonly number[]): Float64Array {
  const n = values.length;
  const draws = randomKey(3).stream();
  const u = Array.from({ length: n }, () => draws.normal());
  const scale = 2 / u.reduce((sum, v) => sum + v * v, 0);
  const h = (i: number, l: number) => Number(i === l) - scale * u[i]! * u[l]!;
  return Float64Array.from({ length: n * n }, (_, at) =>
    values.reduce((sum, value, c) => sum + h(Math.floor(at / n), c) * value * h(c, at % n), 0),
  );
}

describe('symmetricEigenvectors', () => {
  const tail = (n: number) => Array.from({ length: n }, (_, i) => 2 - i / n);
  it.each([
    { name: 'close values', spectrum: [9, 8.9999, 8.999, 5, ...tail(116)], k: 12 },
    { name: 'values that occur three times', spectrum: [9, 9, 9, 7, 7, 7, 5, ...tail(70)], k: 7 },
    { name: 'a rank below k', spectrum: [9, 4, 1, ...new Array(57).fill(0)], k: 10 },
    { name: 'k = n', spectrum: [4, 3, 2, 1], k: 4 },
    { name: 'nothing', spectrum: new Array(30).fill(0), k: 3 },
  ])('$name: known eigenvalues, orthonormal vectors, small residuals', async ({ spectrum, k }) => {
    const n = spectrum.length;
    const A = withSpectrum(spectrum);
    const { values, vectors } = await symmetricEigenvectors(ctx(), A, n, k);
    values.forEach((value, c) => {
      expect(value).toBeCloseTo(spectrum[c]!, 9);
    });
    for (let c = 0; c < k; c++) {
      const v = vectors[c]!;
      for (let b = 0; b <= c; b++) {
        expect(v.reduce((sum, x, i) => sum + x * vectors[b]![i]!, 0)).toBeCloseTo(Number(b === c), 9);
      }
      for (let i = 0; i < n; i++) {
        let sum = 0;
        for (let l = 0; l < n; l++) sum += A[i * n + l]! * v[l]!;
        expect(Math.abs(sum - values[c]! * v[i]!)).toBeLessThan(1e-8);
      }
    }
  });
});

describe('pca', () => {
  const cases = Object.entries(golden.pca).flatMap(([name, of]) =>
    (['exact', 'randomised'] as const).map((solver) => ({ name, solver, of })),
  );
  it.each(cases)(
    '$solver on $name: the axes, scores and variances of scikit-learn to 1e-5, signs included',
    async ({ name, solver, of }) => {
      const X = matrixFromRows(golden.tables[name as 'low']);
      const { nRows: n, nCols: p } = X;
      const ours = await pca(ctx(), X, of.k, { solver });
      const largest = of.scores.reduce((top, value) => Math.max(top, Math.abs(value)), 0);
      for (let c = 0; c < of.k; c++) {
        for (let j = 0; j < p; j++) expect(Math.abs(ours.axes[j * of.k + c]! - of.axes[c * p + j]!)).toBeLessThan(1e-5);
        for (let i = 0; i < n; i++) {
          expect(Math.abs(ours.scores[i * of.k + c]! - of.scores[i * of.k + c]!) / largest).toBeLessThan(1e-5);
        }
        expect(ours.variances[c]! / of.variances[c]!).toBeCloseTo(1, 5);
        expect(ours.explained[c]! / of.explained[c]!).toBeCloseTo(1, 5);
      }
    },
  );

  it('gives fewer components where the rank is lower, none where nothing varies', async () => {
    const X = matrixFromRows(Array.from({ length: 10 }, (_, i) => [i, 2 * i, 7, -i, 0]));
    for (const solver of ['exact', 'randomised'] as const) {
      const { variances, axes, explained } = await pca(ctx(), X, 4, { solver });
      expect(variances.length).toBe(1);
      expect(variances[0]).toBeCloseTo(6 * (110 / 12), 4);
      expect(explained[0]).toBeCloseTo(1, 6);
      expect(Math.abs(axes[1]!)).toBeCloseTo(2 / Math.sqrt(6), 6);
    }
    expect((await pca(ctx(), createMatrix(4, 9), 2)).variances.length).toBe(0);
  });

  it('does not care for the order of the rows; the same bits with 1 and 3 threads; refuses k out of range', async () => {
    const { X } = planted(60, 300, 4, 2);
    const order = shuffledRows(60);
    const first = await pca(ctx(), X, 3);
    const other = await pca(ctx(), takeRows(X, order), 3);
    order.forEach((i, q) => {
      for (let c = 0; c < 3; c++) expect(other.scores[q * 3 + c]).toBeCloseTo(first.scores[i * 3 + c]!, 3);
    });
    for (const solver of ['exact', 'randomised'] as const) {
      const alone = await pca(ctx(), X, 12, { solver });
      expect(await pca(ctx(executors[1]), X, 12, { solver })).toEqual(alone);
    }
    for (const k of [0, 61, 1.5]) await expect(pca(ctx(), X, k)).rejects.toThrow(ParamError);
    const gone = new AbortController();
    gone.abort();
    await expect(pca(clusterContext(executors[0]!, gone.signal), X, 3)).rejects.toThrow(CancelledError);
  });
});
