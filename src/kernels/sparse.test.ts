import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Coefficients, dense, objective, optimalityViolation } from '../../test/support/elastic-net-twin.ts';
import { sealed, sparseTable, withBases } from '../../test/support/sparse-tables.ts';
import type { Context, Executor } from '../base/context.ts';
import { randomKey } from '../base/random.ts';
import { columnOf, createMatrix, type Matrix } from '../table/matrix.ts';
import { type ElasticNetProblem, elasticNetPath, type Response, strongestGradient } from './elastic-net.ts';
import { createExecutor } from './executor.node.ts';
import { gramMatrix } from './gram.ts';
import { type LinearSvmProblem, linearSvmPaths } from './linear-svm.ts';
import { transposeTimes } from './products.ts';

const executors: Executor[] = [];
beforeAll(async () => {
  for (const threads of [1, 3]) executors.push(await createExecutor(threads));
});
afterAll(() => Promise.all(executors.map((executor) => executor.close())));
const context = (executor = executors[0]!): Context => ({
  ...{ executor, random: randomKey(1), signal: new AbortController().signal, progress: () => {}, warn: () => {} },
});

type Family = 'gaussian' | 'poisson' | 'cox' | 'binomial' | 'multinomial';
const families: readonly Family[] = ['gaussian', 'poisson', 'cox', 'binomial', 'multinomial'];

function responseOf(family: Family, X: Matrix): Response {
  const n = X.nRows;
  const draws = randomKey(12).at(n).stream();
  const eta = Float64Array.from({ length: n }, (_, i) => X.data[i]! - 0.7 * X.data[n + i]! + draws.normal());
  switch (family) {
    case 'gaussian':
      return { family, y: eta.map((value) => 5 + 3 * value) };
    case 'poisson':
      return { family, y: eta.map((value) => Math.floor(Math.exp(0.4 * value + 0.5))) };
    case 'cox': {
      const times = eta.map((value) => Math.ceil(-5 * Math.log(1 - draws.uniform()) * Math.exp(-0.5 * value)));
      return { family, times, events: Uint8Array.from({ length: n }, (_, i) => Number(i % 3 > 0)) };
    }
    default: {
      const nClasses = family === 'binomial' ? 2 : 3;
      const codes = Int32Array.from(eta, (value, i) =>
        i < nClasses ? i : Math.min(nClasses - 1, Math.max(0, Math.floor(value + nClasses / 2))),
      );
      return { family: 'multinomial', codes, nClasses };
    }
  }
}

async function problemOf(
  family: Family,
  X: Matrix,
  l1Ratio: number,
  tolerance: number,
  free: readonly number[] = [],
): Promise<ElasticNetProblem> {
  const raw = Float64Array.from({ length: X.nRows }, (_, i) => 1 + (i % 4));
  const total = raw.reduce((sum, w) => sum + w, 0);
  const penaltyFactors = Float64Array.from({ length: X.nCols }, (_, j) => (free.includes(j) ? 0 : j % 7 === 6 ? 2 : 1));
  const data = { ...responseOf(family, X), X, weights: raw.map((w) => w / total), penaltyFactors };
  const strongest = (await strongestGradient(data, context())) / Math.max(l1Ratio, 0.01);
  const lambdas = Array.from({ length: 10 }, (_, l) => strongest * 0.02 ** (l / 9));
  return { ...data, l1Ratio, lambdas, tolerance, maxCycles: 5000 };
}

/** Multinomial intercepts are told apart only by their differences. */
function flat({ intercepts, coefficients }: Coefficients): number[] {
  const mean = intercepts.length > 1 ? intercepts.reduce((sum, b) => sum + b, 0) / intercepts.length : 0;
  return [...intercepts.map((b) => b - mean), ...coefficients.flat()];
}

const tables: readonly (readonly [string, Matrix])[] = [
  ['more rows than features', sparseTable(62, 11)],
  ['more features than rows, both signs', sparseTable(37, 90, 0.1, true)],
];

describe.each(families)('elastic-net paths on entries, %s', (family) => {
  test.each(tables.flatMap(([name, X]) => [0, 0.3, 1].map((ratio) => [name, ratio, X] as const)))(
    '%s, L1 share %d: certified, optimal by the conditions on the dense table, and its coefficients',
    async (_, ratio, X) => {
      const problem = await problemOf(family, X, ratio, 1e-11);
      const exact = await elasticNetPath(problem, context());
      for (const S of [sealed(X), sealed(withBases(X))]) {
        const points = await elasticNetPath({ ...problem, X: S }, context());
        expect(points.length).toBe(exact.length);
        points.forEach((point, l) => {
          expect(point.gap).toBeLessThanOrEqual(1e-11);
          expect(point.gap).toBeGreaterThan(-1e-12);
          const at = { ...problem, lambda: point.lambda };
          const [ours, theirs] = [dense(point, X.nCols), dense(exact[l]!, X.nCols)];
          expect(optimalityViolation(at, ours)).toBeLessThan(1e-3);
          expect(Math.abs(objective(at, ours) - objective(at, theirs))).toBeLessThan(
            1e-7 * (1 + Math.abs(objective(at, theirs))),
          );
          const [got, wanted] = [flat(ours), flat(theirs)];
          const apart = got.reduce((most, b, at) => Math.max(most, Math.abs(b - wanted[at]!)), 0);
          expect(apart).toBeLessThan(1e-3);
          expect(point.explained).toBeCloseTo(exact[l]!.explained, 6);
        });
      }
    },
  );

  test('features without penalty, the same strongest gradient, and the same bits from any number of threads', async () => {
    const X = tables[1]![1];
    const problem = await problemOf(family, X, 0.5, 1e-8, [0, 5]);
    const S = withBases(X);
    const strongest = await strongestGradient({ ...problem, X: S }, context());
    expect(strongest / (await strongestGradient(problem, context()))).toBeCloseTo(1, 6);
    const [one, three] = await Promise.all(
      executors.map((executor) => elasticNetPath({ ...problem, X: S }, context(executor))),
    );
    expect(three).toEqual(one);
    for (const point of one!) {
      expect(point.gap).toBeLessThanOrEqual(1e-8);
      expect(optimalityViolation({ ...problem, lambda: point.lambda }, dense(point, X.nCols))).toBeLessThan(1e-3);
    }
  });
});

test('a column that is the same everywhere, kept or not, gets no coefficient', async () => {
  const X = createMatrix(30, 3);
  X.data.set(sparseTable(30, 1, 0.3).data);
  X.data.fill(2, 30, 60);
  const y = Float64Array.from({ length: 30 }, (_, i) => X.data[i]! + (i % 3));
  const data = { family: 'gaussian', X: sealed(X), y, weights: new Float64Array(30).fill(1 / 30) } as const;
  const points = await elasticNetPath(
    { ...data, l1Ratio: 1, lambdas: [0.1, 0.01, 1e-6], tolerance: 1e-9, maxCycles: 500 },
    context(),
  );
  for (const { indices, gap } of points) {
    expect([...indices].every((j) => j === 0)).toBe(true);
    expect(gap).toBeLessThanOrEqual(1e-9);
  }
});

describe('Gram matrices', () => {
  test.each([
    { centre: true, scale: true },
    { centre: true, scale: false },
    { centre: false, scale: false },
  ])('of entries are those of the table: %o', async (options) => {
    const X = sparseTable(29, 140, 0.12, true);
    X.data[3 * 29 + 4] = Number.NaN;
    X.data.fill(1.5, 5 * 29, 6 * 29);
    const wanted = await gramMatrix(context(), X, options);
    const largest = Math.max(...wanted);
    for (const S of [sealed(X), sealed(withBases(X))]) {
      const gram = await gramMatrix(context(), S, options);
      expect(await gramMatrix(context(executors[1]!), S, options)).toEqual(gram);
      gram.forEach((value, at) => {
        expect(Math.abs(value - wanted[at]!)).toBeLessThan(1e-6 * largest);
      });
    }
  });
});

describe('linear support vector machines', () => {
  // Few entries a row: the kernel works on them; 0.9 of a wide table: on the Gram matrix.
  test.each([
    ['hinge', 60, 90, 0.1],
    ['squared_hinge', 60, 90, 0.1],
    ['squared_hinge', 40, 12, 0.2],
    ['hinge', 30, 300, 0.9],
  ] as const)(
    '%s, %d × %d, a share of %d kept: the objective and the decision values of the dense table',
    async (loss, n, p, share) => {
      const X = sparseTable(n, p, share, true);
      const signs = Float64Array.from({ length: n }, (_, i) =>
        X.data[i]! + X.data[n + i]! + (i % 5) - 2 > 0 ? 1 : -1,
      );
      const costs = Float64Array.from({ length: n }, (_, i) => (i % 6 === 5 ? 0 : 1 + (i % 2)));
      const task = { signs, costs, random: randomKey(4) };
      const problem: LinearSvmProblem = {
        ...{ X, loss, interceptScaling: 1.5, Cs: [0.01, 0.3, 3], tolerance: 1e-6, maxPasses: 100_000 },
      };
      const [wanted] = await linearSvmPaths(problem, [task], context());
      for (const S of [sealed(X), sealed(withBases(X))]) {
        const [points, again] = await Promise.all(
          executors.map(
            async (executor) => (await linearSvmPaths({ ...problem, X: S }, [task], context(executor)))[0]!,
          ),
        );
        expect(again).toEqual(points);
        for (const [c, point] of points!.entries()) {
          expect(point.gap).toBeLessThanOrEqual(1e-6);
          expect(point.objective / wanted![c]!.objective).toBeCloseTo(1, 4);
          const [w] = await transposeTimes(context(), S, [point.signedAlphas], { exact: true });
          const b = 1.5 ** 2 * point.signedAlphas.reduce((sum, a) => sum + a, 0);
          for (let i = 0; i < n; i++) {
            let f = b;
            for (let j = 0; j < p; j++) f += w![j]! * columnOf(X, j)[i]!;
            expect(point.decisions[i]).toBeCloseTo(f, 4);
          }
        }
      }
    },
  );
});
