import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Context, Executor } from '../base/context.ts';
import { CancelledError } from '../base/errors.ts';
import { randomKey } from '../base/random.ts';
import { createExecutor } from '../kernels/executor.node.ts';
import { times, transposeTimes } from '../kernels/products.ts';
import { withKernelTables } from '../kernels/shared-matrix.ts';
import { createMatrix, type Matrix, matrixFromRows } from '../table/matrix.ts';
import { ridgePath } from './ridge-path.ts';
import { shiftedSolve } from './shifted-lanczos.ts';

const executors: Executor[] = [];
beforeAll(async () => {
  for (const threads of [1, 2, 3]) executors.push(await createExecutor(threads));
});
afterAll(async () => {
  for (const executor of executors) await executor.close();
});
const contextOf = (executor = executors[0]!, signal = new AbortController().signal): Context => {
  return { executor, random: randomKey(1), signal, progress: () => {}, warn: () => {} };
};

function table(n: number, p: number): { X: Matrix; y: Float64Array } {
  const draws = randomKey(4).at(n, p).stream();
  const X = createMatrix(n, p);
  // Features of very unequal size that share a factor, and means far from 0: an ill-conditioned system.
  const factor = Array.from({ length: n }, () => draws.normal());
  for (let j = 0; j < p; j++) {
    for (let i = 0; i < n; i++) X.data[j * n + i] = 5 + (1 + (j % 9)) * (draws.normal() + 3 * factor[i]!);
  }
  const y = Float64Array.from({ length: n }, (_, i) => 100 + X.data[i]! + 4 * draws.normal());
  return { X, y };
}
const lambdas = Array.from({ length: 70 }, (_, l) => 1e3 * 1e-7 ** (l / 69));

/** Largest |Zᵀr/n − λb|, r and Z centred, in float64. */
function slope(X: Matrix, y: Float64Array, lambda: number, intercept: number, b: Float64Array): number {
  const n = X.nRows;
  const r = Float64Array.from(y, (value, i) => b.reduce((s, c, j) => s - c * X.data[j * n + i]!, value - intercept));
  const inner = r.reduce((sum, value) => sum + value, 0) / n;
  return b.reduce((most, c, j) => {
    const g = r.reduce((sum, value, i) => sum + value * X.data[j * n + i]!, 0) / n;
    return Math.max(most, Math.abs(g - lambda * c));
  }, Math.abs(inner));
}

function variance(list: ArrayLike<number>, n: number): number {
  const values = Array.from(list);
  const mean = values.reduce((sum, value) => sum + value, 0) / n;
  return values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / n;
}

const sizes = [
  [40, 7],
  [31, 31],
  [30, 200],
  [50, 1],
  [3, 50],
] as const;

describe.each(sizes)('%d × %d', (n, p) => {
  test('every penalty is certified, and its gradient is zero', async () => {
    const { X, y } = table(n, p);
    const points = await ridgePath(X, y, lambdas, contextOf());
    const curvature = Math.max(
      1,
      ...Array.from({ length: p }, (_, j) => variance(X.data.subarray(j * n, (j + 1) * n), n)),
    );
    expect(points.map((point) => point.lambda)).toEqual(lambdas);
    for (const { lambda, intercept, coefficients, gap, explained } of points) {
      expect(gap).toBeGreaterThanOrEqual(0);
      expect(gap).toBeLessThanOrEqual(1e-8);
      // A slope of v in a direction of curvature h leaves v²/2h to be gained, which is at most the gap.
      const nullLoss = 0.5 * variance(y, n);
      expect(slope(X, y, lambda, intercept, coefficients)).toBeLessThan(
        Math.sqrt(2 * (curvature + lambda) * 1e-8 * nullLoss) + 1e-9,
      );
      expect(explained).toBeGreaterThanOrEqual(-1e-12);
      expect(explained).toBeLessThanOrEqual(1);
    }
    expect(points.at(-1)!.explained).toBeGreaterThan(points[0]!.explained);
  });

  test('the same bits come from 1, 2 and 3 threads, and the data is left as it was', async () => {
    const { X, y } = table(n, p);
    const before = structuredClone({ X, y });
    const [one, ...others] = await Promise.all(executors.map((own) => ridgePath(X, y, lambdas, contextOf(own))));
    for (const points of others) expect(points).toEqual(one);
    expect({ X, y }).toEqual(before);
  });

  test('products with the table are those of float64 sums', async () => {
    const { X, y } = table(n, p);
    const b = Array.from({ length: 6 }, (_, l) => Float64Array.from({ length: p }, (__, j) => Math.sin(j + l)));
    const v = b.map((_, l) => y.map((value) => Math.cos(value + l)));
    const ctx = contextOf(executors[1]!);
    const Xv = await transposeTimes(ctx, X, v, { exact: true });
    const Xb = await times(ctx, X, b, { exact: true });
    // The same bits from a table that lies in kernel memory.
    await withKernelTables(ctx, async (create) => {
      const inPlace = create(n, p);
      inPlace.data.set(X.data);
      expect(await transposeTimes(ctx, inPlace, v, { exact: true })).toEqual(Xv);
      expect(await times(ctx, inPlace, b, { exact: true })).toEqual(Xb);
    });
    for (let l = 0; l < 6; l++) {
      for (let j = 0; j < p; j++) {
        expect(Xv![l]![j]).toBeCloseTo(
          v[l]!.reduce((s, value, i) => s + value * X.data[j * n + i]!, 0),
          9,
        );
      }
      for (let i = 0; i < n; i++) {
        expect(Xb![l]![i]).toBeCloseTo(
          b[l]!.reduce((s, value, j) => s + value * X.data[j * n + i]!, 0),
          9,
        );
      }
    }
  });
});

test('a shifted system is solved for every shift: residuals from the matrix itself', () => {
  const { X } = table(40, 25);
  const A = new Float64Array(25 * 25);
  for (let a = 0; a < 25; a++)
    for (let b = 0; b < 25; b++)
      for (let i = 0; i < 40; i++) A[a * 25 + b]! += X.data[a * 40 + i]! * X.data[b * 40 + i]!;
  const rhs = Float64Array.from({ length: 25 }, (_, i) => Math.sin(i));
  const shifts = [1e4, 10, 0.1];
  const { solutions, steps } = shiftedSolve(A, rhs, shifts, 1e-12);
  expect(steps).toBeLessThanOrEqual(25);
  solutions.forEach((x, s) => {
    rhs.forEach((value, a) => {
      const image = x.reduce((sum, c, b) => sum + A[a * 25 + b]! * c, shifts[s]! * x[a]!);
      expect(image).toBeCloseTo(value, 7);
    });
  });
});

test('a response that never changes, and a table that does not, give no coefficient', async () => {
  const { X, y } = table(20, 30);
  const flat = await ridgePath(X, new Float64Array(20).fill(3), [1, 0.1], contextOf());
  const constant = await ridgePath({ ...X, data: X.data.map(() => 7) }, y, [1, 0.1], contextOf());
  for (const point of [...flat, ...constant]) {
    expect(Math.max(...point.coefficients.map(Math.abs))).toBeLessThan(1e-10);
    expect(point.explained).toBeCloseTo(0, 10);
    expect(point.gap).toBeLessThanOrEqual(1e-8);
  }
});

test('stops when aborted', async () => {
  const { X, y } = table(30, 200);
  const stop = new AbortController();
  stop.abort();
  await expect(ridgePath(X, y, lambdas, contextOf(executors[0]!, stop.signal))).rejects.toThrow(CancelledError);
});

interface Golden {
  readonly versions: { readonly 'scikit-learn': string };
  readonly tables: readonly {
    readonly name: string;
    readonly X: readonly (readonly number[])[];
    readonly y: readonly number[];
    readonly fits: readonly { readonly lambda: number; readonly intercept: number; readonly coefficients: number[] }[];
  }[];
}
const golden: Golden = JSON.parse(readFileSync(new URL('../../test/golden/ridge.json', import.meta.url), 'utf8'));

test.each(golden.tables)(
  `equals scikit-learn ${golden.versions['scikit-learn']} to 1e-6: $name`,
  async ({ X, y, fits }) => {
    const points = await ridgePath(
      matrixFromRows(X),
      Float64Array.from(y),
      fits.map((fit) => fit.lambda),
      contextOf(),
      1e-14,
    );
    points.forEach((point, l) => {
      const want = fits[l]!;
      expect(Math.abs(point.intercept - want.intercept)).toBeLessThan(1e-6);
      point.coefficients.forEach((value, j) => {
        expect(Math.abs(value - want.coefficients[j]!)).toBeLessThan(1e-6);
      });
    });
  },
);
