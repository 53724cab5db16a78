import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Context, Executor } from '../base/context.ts';
import { CancelledError } from '../base/errors.ts';
import { randomKey } from '../base/random.ts';
import { columnsOf, createMatrix, type Matrix, matrixFromRows, takeRows } from '../table/matrix.ts';
import { createExecutor } from './executor.node.ts';
import { type LinearSvmPoint, type LinearSvmProblem, linearSvmPaths } from './linear-svm.ts';

interface Golden {
  readonly versions: Readonly<Record<string, string>>;
  readonly tables: readonly {
    readonly name: string;
    readonly X: readonly (readonly number[])[];
    readonly y: readonly number[];
    readonly fits: readonly {
      readonly loss: 'hinge' | 'squared_hinge';
      readonly C: number;
      readonly balanced: boolean;
      readonly scaling: number;
      readonly weights: readonly (readonly number[])[];
      readonly intercepts: readonly number[];
    }[];
  }[];
}
const golden: Golden = JSON.parse(readFileSync(new URL('../../test/golden/linear-svm.json', import.meta.url), 'utf8'));

const executors: Executor[] = [];
beforeAll(async () => {
  for (const threads of [1, 3]) executors.push(await createExecutor(threads));
});
afterAll(() => Promise.all(executors.map((executor) => executor.close())));
const context = (executor = executors[0]!, signal = new AbortController().signal): Context => ({
  ...{ executor, random: randomKey(1), signal, progress: () => {}, warn: () => {} },
});

/** Σᵢ aᵢxᵢ, in plain sums. */
const weightsOf = (X: Matrix, a: Float64Array): number[] =>
  columnsOf(X).map((x) => x.reduce((sum, value, i) => sum + value * a[i]!, 0));

/** The objective of liblinear, in plain sums. */
function objective(
  problem: LinearSvmProblem,
  C: number,
  signs: ArrayLike<number>,
  costs: ArrayLike<number>,
  weights: ArrayLike<number>,
  intercept: number,
): number {
  const { X, loss, interceptScaling } = problem;
  let sum = interceptScaling > 0 ? (intercept / interceptScaling) ** 2 / 2 : 0;
  for (let j = 0; j < X.nCols; j++) sum += weights[j]! ** 2 / 2;
  for (let i = 0; i < X.nRows; i++) {
    let decision = intercept;
    for (let j = 0; j < X.nCols; j++) decision += weights[j]! * X.data[j * X.nRows + i]!;
    const slack = Math.max(0, 1 - signs[i]! * decision);
    sum += C * costs[i]! * (loss === 'hinge' ? slack : slack * slack);
  }
  return sum;
}

describe.each(golden.tables)('$name', ({ X: rows, y, fits }) => {
  const X = matrixFromRows(rows);
  const n = y.length;
  const nClasses = Math.max(...y) + 1;
  const share = (k: number) => n / (nClasses * y.filter((code) => code === k).length);

  test.each(fits)(
    `equals LinearSVC of scikit-learn ${golden.versions['scikit-learn']} to 1e-4, its objective not above by more than float32 allows: $loss, C $C, balanced $balanced, intercept scaling $scaling`,
    async ({ loss, C, balanced, scaling, weights, intercepts }) => {
      const problem = { X, interceptScaling: scaling, loss, Cs: [C], tolerance: 1e-11, maxPasses: 100_000 };
      const positives = nClasses === 2 ? [1] : [0, 1, 2];
      const tasks = positives.map((k) => ({
        signs: Float64Array.from(y, (code) => (code === k ? 1 : -1)),
        costs: Float64Array.from(y, (code) => (balanced && (code === k || nClasses === 2) ? share(code) : 1)),
        random: randomKey(5).at(k),
      }));
      const paths = await linearSvmPaths(problem, tasks, context());
      paths.forEach(([point], q) => {
        const { signs, costs } = tasks[q]!;
        const w = weightsOf(X, point!.signedAlphas);
        const b = scaling ** 2 * point!.signedAlphas.reduce((sum, a) => sum + a, 0);
        const worst = Math.max(...[...w, b].map((v, j) => Math.abs(v - [...weights[q]!, intercepts[q]!][j]!)));
        expect(worst).toBeLessThan(1e-4);
        const ours = objective(problem, C, signs, costs, w, b);
        const theirs = objective(problem, C, signs, costs, weights[q]!, intercepts[q]!);
        expect(ours).toBeLessThanOrEqual(theirs * (1 + 1e-5));
        expect(point!.objective / ours).toBeCloseTo(1, 4);
      });
    },
  );
});

/** Two classes that overlap. */
function problemOf(n: number, p: number, loss: 'hinge' | 'squared_hinge', tolerance = 1e-6): LinearSvmProblem {
  const draws = randomKey(9).at(n, p).stream();
  const X = createMatrix(n, p);
  for (let at = 0; at < n * p; at++) X.data[at] = draws.normal() + (at < 2 * n && at % n < n / 2 ? 1 : 0);
  return { X, interceptScaling: 1, loss, Cs: [0.01, 0.1, 1], tolerance, maxPasses: 20_000 };
}
const half = (n: number) => ({
  signs: Float64Array.from({ length: n }, (_, i) => (i < n / 2 ? 1 : -1)),
  costs: new Float64Array(n).fill(1),
  random: randomKey(2),
});
const facts = (points: readonly LinearSvmPoint[]) => points.map(({ passes: _, ...point }) => point);

describe.each(['squared_hinge', 'hinge'] as const)('%s', (loss) => {
  test.each([
    [40, 6],
    [30, 90],
  ])('states a gap that holds: a loose fit of %i × %i is no farther from a tight one', async (n, p) => {
    const [tight] = await linearSvmPaths(problemOf(n, p, loss, 1e-9), [half(n)], context());
    const [loose] = await linearSvmPaths(problemOf(n, p, loss, 0.05), [half(n)], context());
    tight!.forEach((point, c) => {
      const other = loose![c]!;
      expect(point.gap).toBeLessThanOrEqual(1e-9);
      expect(other.gap).toBeLessThanOrEqual(0.05);
      expect(other.objective - point.objective).toBeGreaterThan(-1e-6 * point.objective);
      expect(other.objective - point.objective).toBeLessThanOrEqual(other.gap * other.objective * (1 + 1e-6));
    });
  });

  test.each([
    [40, 6],
    [30, 90],
  ])(
    'fits without held-out rows of %i × %i as if they were not there, and gives them their decision value',
    async (n, p) => {
      const problem = problemOf(n, p, loss, 1e-9);
      const task = half(n);
      const kept = Array.from({ length: n }, (_, i) => i).filter((i) => i % 3 !== 0);
      const [whole] = await linearSvmPaths(
        problem,
        [{ ...task, costs: task.costs.map((_, i) => Number(i % 3 !== 0)) }],
        context(),
      );
      const X = takeRows(problem.X, kept);
      const part = {
        ...task,
        signs: Float64Array.from(kept, (i) => task.signs[i]!),
        costs: new Float64Array(kept.length).fill(1),
      };
      const [alone] = await linearSvmPaths({ ...problem, X }, [part], context());
      whole!.forEach((point, c) => {
        const ours = weightsOf(problem.X, point.signedAlphas);
        const w = weightsOf(X, alone![c]!.signedAlphas);
        ours.forEach((value, j) => {
          expect(value).toBeCloseTo(w[j]!, 3);
        });
        const b = point.signedAlphas.reduce((sum, a) => sum + a, 0);
        for (let i = 0; i < n; i++) {
          let decision = b;
          for (let j = 0; j < p; j++) decision += ours[j]! * problem.X.data[j * n + i]!;
          expect(point.decisions[i]!).toBeCloseTo(decision, 5);
        }
      });
    },
  );
});

test('gives the same bits with one thread and three', async () => {
  for (const [n, p] of [
    [40, 6],
    [30, 90],
  ] as const) {
    const tasks = [half(n), { ...half(n), random: randomKey(3) }, { ...half(n), random: randomKey(4) }];
    const [one, three] = await Promise.all(
      executors.map((executor) => linearSvmPaths(problemOf(n, p, 'squared_hinge'), tasks, context(executor))),
    );
    expect(three!.map(facts)).toEqual(one!.map(facts));
  }
});

test('stops at the passes allowed, and says how far it is', async () => {
  const [points] = await linearSvmPaths(
    { ...problemOf(40, 6, 'hinge', 1e-9), Cs: [1, 10], maxPasses: 2 },
    [half(40)],
    context(),
  );
  for (const point of points!) {
    expect(point.passes).toBe(2);
    expect(point.gap).toBeGreaterThan(1e-9);
  }
});

test('stops when aborted', async () => {
  const controller = new AbortController();
  const work = linearSvmPaths(
    { ...problemOf(300, 20, 'hinge', 1e-14), Cs: [1e6], maxPasses: 1e9 },
    [half(300)],
    context(executors[1]!, controller.signal),
  );
  setTimeout(() => controller.abort(), 30);
  await expect(work).rejects.toThrow(CancelledError);
});
