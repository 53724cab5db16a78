import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { dense, type OnePenalty, objective, optimalityViolation } from '../../test/support/elastic-net-twin.ts';
import type { Context, Executor } from '../base/context.ts';
import { randomKey } from '../base/random.ts';
import { simulateCohort } from '../simulate/cohort.ts';
import { createMatrix } from '../table/matrix.ts';
import { classTarget } from '../table/target.ts';
import { type ElasticNetProblem, elasticNetPath } from './elastic-net.ts';
import { createExecutor } from './executor.node.ts';

let executor: Executor;
beforeAll(async () => {
  executor = await createExecutor(1);
});
afterAll(() => executor.close());

const contextOn = (threads: Executor): Context => ({
  executor: threads,
  random: randomKey(1),
  signal: new AbortController().signal,
  progress: () => {},
  warn: () => {},
});
type MultinomialProblem = Extract<ElasticNetProblem, { family: 'multinomial' }>;
const solve = (problem: ElasticNetProblem) => elasticNetPath(problem, contextOn(executor));

interface Shape {
  readonly n: number;
  readonly p: number;
  readonly nClasses: number;
  readonly effect?: number;
  readonly balanced?: boolean;
}

/** Class k shifts features 2k and 2k + 1; the first class is larger. Penalties from where all is zero down to a hundredth. */
function problemOf(
  { n, p, nClasses, effect = 1, balanced = false }: Shape,
  l1Ratio: number,
  tolerance = 1e-6,
): MultinomialProblem {
  const draws = randomKey(5).at(n, p, nClasses).stream();
  const codes = Int32Array.from({ length: n }, (_, i) => (i % 5 === 4 ? 0 : i % nClasses));
  const X = createMatrix(n, p);
  for (let j = 0; j < p; j++) {
    for (let i = 0; i < n; i++) X.data[j * n + i] = draws.normal() + (Math.floor(j / 2) === codes[i] ? effect : 0);
  }
  const counts = codes.reduce((sums, k) => sums.with(k, sums[k]! + 1), new Array<number>(nClasses).fill(0));
  const weights = Float64Array.from(codes, (k) => 1 / (balanced ? nClasses * counts[k]! : n));
  const strongest = 0.5 / Math.max(l1Ratio, 0.05);
  const lambdas = Array.from({ length: 12 }, (_, l) => strongest * 0.01 ** (l / 11));
  return { family: 'multinomial', X, codes, nClasses, weights, l1Ratio, lambdas, tolerance, maxCycles: 2000 };
}

const shapes: readonly (Shape & { readonly name: string })[] = [
  { name: 'two classes', n: 40, p: 10, nClasses: 2 },
  { name: 'two classes, balanced, rows not a multiple of four', n: 37, p: 10, nClasses: 2, balanced: true },
  { name: 'two classes, more features than rows', n: 21, p: 80, nClasses: 2 },
  { name: 'three classes', n: 60, p: 12, nClasses: 3 },
  { name: 'four classes, balanced, more features than rows', n: 42, p: 90, nClasses: 4, balanced: true },
  { name: 'one feature, two classes', n: 19, p: 1, nClasses: 2 },
  { name: 'one feature, three classes', n: 23, p: 1, nClasses: 3 },
  { name: 'seven classes', n: 71, p: 30, nClasses: 7 },
];
const ratios = [0, 0.05, 0.5, 0.95, 1];

describe.each(shapes)('$name', (shape) => {
  test.each(ratios)('L1 share %d: every point is certified, and satisfies the optimality conditions', async (ratio) => {
    const problem = problemOf(shape, ratio);
    const points = await solve(problem);
    expect(points.map(({ lambda }) => lambda)).toEqual(problem.lambdas);
    for (const point of points) {
      expect(point.gap).toBeLessThanOrEqual(problem.tolerance);
      // Below zero only by rounding.
      expect(point.gap).toBeGreaterThan(-1e-12);
      const at = { ...problem, lambda: point.lambda };
      const allowed = Math.sqrt(2 * steepest(at) * problem.tolerance * objective(at, nullModel(problem)));
      expect(optimalityViolation(at, dense(point, shape.p))).toBeLessThan(allowed);
    }
  });

  test.each(ratios)('L1 share %d: the gap bounds what a far more exact fit can still gain', async (ratio) => {
    const rough = problemOf(shape, ratio, 1e-3);
    const exact = await solve({ ...rough, tolerance: 1e-9, maxCycles: 200 });
    const nullLoss = objective({ ...rough, lambda: 0 }, nullModel(rough));
    (await solve(rough)).forEach((point, l) => {
      const at = { ...rough, lambda: point.lambda };
      const gain = objective(at, dense(point, shape.p)) - objective(at, dense(exact[l]!, shape.p));
      expect(gain).toBeLessThanOrEqual(point.gap * nullLoss + 1e-12);
      expect(gain).toBeGreaterThan(-1e-10 * nullLoss);
    });
  });
});

describe('a point of the path', () => {
  const shape = { n: 42, p: 60, nClasses: 3 };

  test('is the fit at that penalty alone: the warm start does not show', async () => {
    const problem = problemOf(shape, 0.5, 1e-10);
    const points = await solve(problem);
    for (const l of [3, 7, 11]) {
      const [alone] = await solve({ ...problem, lambdas: [problem.lambdas[l]!] });
      expectClose(dense(points[l]!, shape.p), dense(alone!, shape.p), 1e-4);
    }
  });

  test('says how much of the null loss it explains', async () => {
    const problem = problemOf(shape, 0.5);
    const nullLoss = objective({ ...problem, lambda: 0 }, nullModel(problem));
    for (const point of await solve(problem)) {
      const loss = objective({ ...problem, lambda: 0 }, dense(point, shape.p));
      expect(point.explained).toBeCloseTo(1 - loss / nullLoss, 10);
    }
  });

  test('has no coefficient where the penalty is at its strongest, and lists only those that are not zero', async () => {
    const points = await solve(problemOf(shape, 1));
    expect(points[0]!.indices.length).toBe(0);
    expect(points.at(-1)!.indices.length).toBeGreaterThan(6);
    for (const { values, indices } of points) {
      expect(values.every((value) => value !== 0)).toBe(true);
      expect(new Set(indices).size).toBe(indices.length);
    }
  });
});

test('the same bits come from 1, 2 and 3 threads with several paths under way', async () => {
  const problems = ratios.map((ratio) => problemOf({ n: 42, p: 60, nClasses: 3 }, ratio));
  const runs = await Promise.all(
    [1, 2, 3].map(async (threads) => {
      const own = await createExecutor(threads);
      const points = await Promise.all(problems.map((problem) => elasticNetPath(problem, contextOn(own))));
      await own.close();
      return points;
    }),
  );
  expect(runs[1]).toEqual(runs[0]);
  expect(runs[2]).toEqual(runs[0]);
});

test('a path whose coefficients do not fit in one answer is carried on: nothing lost, nothing twice', async () => {
  // 6000 coefficients a point and room for 65,536: the tenth point does not fit any more.
  const problem = problemOf({ n: 20, p: 2000, nClasses: 3 }, 0, 1e-7);
  const points = await solve(problem);
  expect(points.map(({ lambda }) => lambda)).toEqual(problem.lambdas);
  for (const point of points) {
    expect(point.gap).toBeLessThanOrEqual(1e-7);
    expect(point.indices.length).toBe(6000);
    expect(new Set(point.indices).size).toBe(6000);
  }
  const [alone] = await solve({ ...problem, lambdas: problem.lambdas.slice(-1) });
  const [carried, single] = [points.at(-1)!, alone!].map((point) =>
    objective({ ...problem, lambda: point.lambda }, dense(point, 2000)),
  );
  expect(Math.abs(carried! - single!)).toBeLessThan(2e-7);
});

test('the data is not modified', async () => {
  const problem = problemOf({ n: 21, p: 30, nClasses: 3 }, 0.5);
  const before = structuredClone(problem);
  await solve(problem);
  expect(problem).toEqual(before);
});

describe.each([2, 3])('columns that say little, %d classes', (nClasses) => {
  test('a constant column gets nothing, whatever its value', async () => {
    for (const value of [0, 1, -300]) {
      const problem = problemOf({ n: 40, p: 8, nClasses }, 0.5);
      problem.X.data.fill(value, 3 * 40, 4 * 40);
      for (const point of await solve(problem)) {
        expect(point.gap).toBeLessThanOrEqual(problem.tolerance);
        for (const row of dense(point, 8).coefficients) expect(Math.abs(row[3]!)).toBeLessThan(1e-6);
      }
    }
  });

  test('a column that is there twice shares its weight evenly when there is some ridge', async () => {
    const problem = problemOf({ n: 40, p: 8, nClasses }, 0.3, 1e-11);
    problem.X.data.copyWithin(5 * 40, 0, 40);
    const points = await solve(problem);
    expect(points.at(-1)!.gap).toBeLessThanOrEqual(1e-11);
    for (const row of dense(points.at(-1)!, 8).coefficients) expect(row[5]).toBeCloseTo(row[0]!, 4);
  });

  test('a column that is there twice leaves the lasso solvable', async () => {
    const problem = problemOf({ n: 40, p: 8, nClasses }, 1);
    problem.X.data.copyWithin(5 * 40, 0, 40);
    for (const point of await solve(problem)) expect(point.gap).toBeLessThanOrEqual(problem.tolerance);
  });
});

describe.each([2, 3])('classes that can be told apart without error, %d classes', (nClasses) => {
  test.each([0, 0.5, 1])('L1 share %d: finite and certified down to a ten-thousandth of the path', async (ratio) => {
    const problem = problemOf({ n: 40, p: 8, nClasses, effect: 12 }, ratio, 1e-6);
    const strongest = problem.lambdas[0]! * 12;
    const lambdas = Array.from({ length: 20 }, (_, l) => strongest * 1e-5 ** (l / 19));
    for (const point of await solve({ ...problem, lambdas })) {
      expect([...point.intercepts, ...point.values].every(Number.isFinite)).toBe(true);
      expect(point.gap).toBeLessThanOrEqual(1e-6);
    }
  });
});

/** Upper bound of the second derivative in any one coefficient. A gradient of v there leaves at least v² / (2 · bound) to be gained. */
function steepest({ X, weights, lambda, l1Ratio }: OnePenalty): number {
  const squares = Array.from({ length: X.nCols }, (_, j) =>
    weights.reduce((sum, w, i) => sum + w * X.data[j * X.nRows + i]! ** 2, 0),
  );
  return Math.max(1, ...squares) / 4 + lambda * (1 - l1Ratio);
}

function nullModel({ X, codes, weights, nClasses }: MultinomialProblem) {
  const shares = new Array<number>(nClasses).fill(0);
  codes.forEach((k, i) => {
    shares[k]! += weights[i]!;
  });
  const intercepts = nClasses === 2 ? [Math.log(shares[1]! / shares[0]!)] : shares.map(Math.log);
  return { intercepts, coefficients: intercepts.map(() => new Array<number>(X.nCols).fill(0)) };
}

function expectClose(a: ReturnType<typeof dense>, b: ReturnType<typeof dense>, within: number): void {
  const theirs = b.coefficients.flat();
  const worst = a.coefficients.flat().reduce((most, value, at) => Math.max(most, Math.abs(value - theirs[at]!)), 0);
  expect(worst).toBeLessThan(within);
  const centred = (list: readonly number[]) =>
    list.length === 1 ? list : list.map((value) => value - list.reduce((sum, x) => sum + x, 0) / list.length);
  centred(a.intercepts).forEach((value, q) => {
    expect(Math.abs(value - centred(b.intercepts)[q]!)).toBeLessThan(within);
  });
}

test('a weak penalty is solved from a cold start where outliers nearly separate the classes', async () => {
  // Without damped steps this ends with a gap of 104 (found on real data as a NaN): the curvature is next to nothing, the steps run away.
  const { expression, sheet } = simulateCohort({
    samples: 150,
    features: 300,
    classes: 5,
    informative: 100,
    effect: 3,
    missing: 0,
    random: randomKey(2),
  });
  const labels = sheet.columns.find(({ name }) => name === 'subtype')!.values as string[];
  const { codes, classes } = classTarget(labels, 'test');
  const n = codes.length;
  const X = createMatrix(n, 300);
  const counts = classes.map((_, k) => codes.filter((code) => code === k).length);
  for (let j = 0; j < 300; j++) {
    const column = expression.matrix.data.slice(j * n, (j + 1) * n);
    const mean = column.reduce((sum, x) => sum + x, 0) / n;
    const sd = Math.sqrt(column.reduce((sum, x) => sum + (x - mean) ** 2, 0) / n);
    X.data.set(
      column.map((x, i) => ((x - mean) / sd) * (i === (j * 7) % n ? 30 : 1)),
      j * n,
    );
  }
  const weights = Float64Array.from(codes, (code) => 1 / (5 * counts[code]!));
  const [point] = await solve({
    family: 'multinomial',
    X,
    codes,
    nClasses: 5,
    weights,
    l1Ratio: 0.05,
    lambdas: [2e-4],
    tolerance: 1e-3,
    maxCycles: 200,
  });
  expect(point!.gap).toBeLessThanOrEqual(1e-3);
});
