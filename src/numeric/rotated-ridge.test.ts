import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { dense, lossAndResiduals, objective, optimalityViolation } from '../../test/support/elastic-net-twin.ts';
import type { Context, Executor } from '../base/context.ts';
import { CancelledError } from '../base/errors.ts';
import { randomKey } from '../base/random.ts';
import { type ElasticNetProblem, elasticNetPath, type Response } from '../kernels/elastic-net.ts';
import { createExecutor } from '../kernels/executor.node.ts';
import { createMatrix } from '../table/matrix.ts';
import { rotatedRidgePath } from './rotated-ridge.ts';

const executors: Executor[] = [];
beforeAll(async () => {
  for (const threads of [1, 3]) executors.push(await createExecutor(threads));
});
afterAll(async () => {
  for (const executor of executors) await executor.close();
});
const contextOf = (executor = executors[0]!, signal = new AbortController().signal): Context => {
  return { executor, random: randomKey(1), signal, progress: () => {}, warn: () => {} };
};

const n = 42;
const p = 130;
type Family = 'gaussian' | 'poisson' | 'cox' | 'binomial' | 'multinomial';

/** Features that share a factor, means far from 0, unequal weights, two equal rows. */
function problemOf(family: Family, tolerance: number): ElasticNetProblem {
  const draws = randomKey(3).at(family).stream();
  const X = createMatrix(n, p);
  const factor = Array.from({ length: n }, () => draws.normal());
  for (let j = 0; j < p; j++) {
    for (let i = 0; i < n; i++) X.data[j * n + i] = (j % 5) + draws.normal() + 0.5 * factor[i]!;
    X.data[j * n + 1] = X.data[j * n]!;
  }
  const eta = factor.map((value, i) => value + 0.3 * X.data[i]! + 0.5 * draws.normal());
  const raw = Float64Array.from(eta, (_, i) => 1 + (i % 3));
  const total = raw.reduce((sum, w) => sum + w, 0);
  const lambdas = Array.from({ length: 15 }, (_, l) => 30 * 1e-4 ** (l / 14));
  const weights = raw.map((w) => w / total);
  return { ...responseOf(), X, weights, l1Ratio: 0, lambdas, tolerance, maxCycles: 5000 };

  function responseOf(): Response {
    switch (family) {
      case 'gaussian':
        return { family, y: Float64Array.from(eta, (e) => 5 + 3 * e) };
      case 'poisson':
        return { family, y: Float64Array.from(eta, (e) => Math.floor(Math.exp(0.5 * e + draws.uniform()))) };
      case 'cox': {
        const times = Float64Array.from(eta, (e) => Math.ceil(-9 * Math.log(1 - draws.uniform()) * Math.exp(-e)));
        return { family, times, events: Uint8Array.from(eta, (_, i) => (i % 3 === 0 ? 0 : 1)) };
      }
      default: {
        const nClasses = family === 'binomial' ? 2 : 3;
        const codes = Int32Array.from(eta, (e, i) =>
          i < nClasses ? i : Math.min(nClasses - 1, Math.max(0, Math.floor(e + nClasses / 2))),
        );
        return { family: 'multinomial', codes, nClasses };
      }
    }
  }
}

describe.each(['gaussian', 'poisson', 'cox', 'binomial', 'multinomial'] as const)('%s', (family) => {
  test.each([1e-3, 1e-8])('every point is certified to %d on the table itself', async (tolerance) => {
    const problem = problemOf(family, tolerance);
    const points = await rotatedRidgePath(problem, contextOf());
    expect(points.length).toBeGreaterThan(8);
    for (const point of points) {
      expect(point.gap).toBeLessThanOrEqual(tolerance);
      expect(point.gap).toBeGreaterThan(-1e-12);
      if (tolerance > 1e-8) continue;
      expect(optimalityViolation({ ...problem, lambda: point.lambda }, dense(point, p))).toBeLessThan(1e-2);
    }
  });

  test.each([[[] as number[]], [[3, 77]]])(
    'objectives differ from those of descent on the table by no more than the gaps; without penalty %j',
    async (free) => {
      const penaltyFactors = Float64Array.from({ length: p }, (_, j) => (free.includes(j) ? 0 : 1));
      const factors = free.length > 0 ? { penaltyFactors } : {};
      const problem = { ...problemOf(family, 1e-6), ...factors, maxCycles: 500 };
      const rotated = await rotatedRidgePath(problem, contextOf());
      const direct = await elasticNetPath(problem, contextOf());
      expect(rotated.length).toBe(direct.length);
      rotated.forEach((point, l) => {
        const at = { ...problem, lambda: point.lambda };
        const [a, b] = [objective(at, dense(point, p)), objective(at, dense(direct[l]!, p))];
        // A gap is a share of the null loss, and how far above the optimum a point is at most.
        const nullLoss = lossAndResiduals(at, dense(point, p)).loss / (1 - point.explained);
        expect(a - b).toBeLessThan(1.001 * point.gap * nullLoss + 1e-12);
        expect(b - a).toBeLessThan(1.001 * direct[l]!.gap * nullLoss + 1e-12);
        expect(point.explained).toBeCloseTo(direct[l]!.explained, 3);
      });
    },
  );

  test('the same bits come from 1 and 3 threads, and the data is left as it was', async () => {
    const problem = problemOf(family, 1e-4);
    const before = structuredClone(problem);
    const [one, three] = await Promise.all(executors.map((own) => rotatedRidgePath(problem, contextOf(own))));
    expect(three).toEqual(one);
    expect(problem).toEqual(before);
  });
});

test('a table that never changes gives no coefficient', async () => {
  const problem = problemOf('cox', 1e-6);
  problem.X.data.fill(3);
  for (const { values, gap } of await rotatedRidgePath(problem, contextOf())) {
    expect(values.every((value) => Math.abs(value) < 1e-10)).toBe(true);
    expect(gap).toBeLessThanOrEqual(1e-6);
  }
});

test('stops when aborted', async () => {
  const stop = new AbortController();
  stop.abort();
  await expect(rotatedRidgePath(problemOf('cox', 1e-3), contextOf(executors[0], stop.signal))).rejects.toThrow(
    CancelledError,
  );
});
