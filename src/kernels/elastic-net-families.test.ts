import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { dense, lossAndResiduals, objective, optimalityViolation } from '../../test/support/elastic-net-twin.ts';
import type { Context, Executor } from '../base/context.ts';
import { CancelledError, DataError } from '../base/errors.ts';
import { randomKey } from '../base/random.ts';
import { createMatrix } from '../table/matrix.ts';
import { type ElasticNetProblem, elasticNetPath, type Response, strongestGradient } from './elastic-net.ts';
import { createExecutor } from './executor.node.ts';

let executor: Executor;
beforeAll(async () => {
  executor = await createExecutor(1);
});
afterAll(() => executor.close());

const contextOf = (signal = new AbortController().signal): Context => {
  return { executor, random: randomKey(1), signal, progress: () => {}, warn: () => {} };
};
const solve = (problem: ElasticNetProblem) => elasticNetPath(problem, contextOf());

type Family = 'gaussian' | 'poisson' | 'cox' | 'binomial' | 'multinomial';
const families: readonly Family[] = ['gaussian', 'poisson', 'cox', 'binomial', 'multinomial'];

interface Shape {
  readonly name: string;
  readonly n: number;
  readonly p: number;
  readonly weighted?: boolean;
  readonly free?: readonly number[];
}
const shapes: readonly Shape[] = [
  { name: 'more rows than features', n: 60, p: 10 },
  { name: 'more features than rows, rows not a multiple of four', n: 37, p: 90, weighted: true },
  { name: 'one feature', n: 23, p: 1 },
  { name: 'features without penalty', n: 50, p: 70, weighted: true, free: [0, 5] },
  { name: 'nothing but features without penalty', n: 50, p: 2, free: [0, 1] },
];

/** A response that the first four features move. Survival times are whole: there are ties, and censored rows among them. */
function responseOf(family: Family, eta: Float64Array, draws: { normal(): number; uniform(): number }): Response {
  const n = eta.length;
  const shifted = Float64Array.from(eta, (e) => e + draws.normal());
  switch (family) {
    case 'gaussian':
      return { family, y: shifted.map((value) => 5 + 3 * value) };
    case 'poisson':
      return { family, y: shifted.map((value) => Math.floor(Math.exp(0.5 * value + draws.uniform()))) };
    case 'cox': {
      const times = shifted.map((value) => Math.ceil(-5 * Math.log(1 - draws.uniform()) * Math.exp(-value)));
      return { family, times, events: Uint8Array.from({ length: n }, (_, i) => (i % 3 === 0 ? 0 : 1)) };
    }
    default: {
      const nClasses = family === 'binomial' ? 2 : 3;
      const codes = Int32Array.from(shifted, (value, i) =>
        i < nClasses ? i : Math.min(nClasses - 1, Math.max(0, Math.floor(value + nClasses / 2))),
      );
      return { family: 'multinomial', codes, nClasses };
    }
  }
}

async function problemOf(family: Family, shape: Shape, l1Ratio: number, tolerance = 1e-6): Promise<ElasticNetProblem> {
  const { n, p, weighted = false, free = [] } = shape;
  const draws = randomKey(11).at(n, p).stream();
  const X = createMatrix(n, p);
  for (let at = 0; at < n * p; at++) X.data[at] = draws.normal();
  const eta = Float64Array.from({ length: n }, (_, i) =>
    [0.9, -0.7, 0.5, 0.4].slice(0, p).reduce((sum, b, j) => sum + b * X.data[j * n + i]!, 0),
  );
  const raw = Float64Array.from({ length: n }, (_, i) => (weighted ? 1 + (i % 4) : 1));
  const total = raw.reduce((sum, w) => sum + w, 0);
  const penaltyFactors = Float64Array.from({ length: p }, (_, j) => (free.includes(j) ? 0 : j % 7 === 6 ? 2 : 1));
  const data = { ...responseOf(family, eta, draws), X, weights: raw.map((w) => w / total), penaltyFactors };
  const strongest = Math.max(await strongestGradient(data, contextOf()), 1e-3) / Math.max(l1Ratio, 0.01);
  const lambdas = Array.from({ length: 12 }, (_, l) => strongest * 0.02 ** (l / 11));
  return { ...data, l1Ratio, lambdas, tolerance, maxCycles: 3000 };
}

function nullLoss(problem: ElasticNetProblem): number {
  const { X } = problem;
  const mean = (y: Float64Array) => y.reduce((sum, value, i) => sum + problem.weights[i]! * value, 0);
  const shares = (codes: Int32Array, nClasses: number) =>
    Array.from({ length: nClasses }, (_, k) => problem.weights.reduce((s, w, i) => s + (codes[i] === k ? w : 0), 0));
  const intercepts = (() => {
    switch (problem.family) {
      case 'gaussian':
        return [mean(problem.y)];
      case 'poisson':
        return [Math.log(mean(problem.y))];
      case 'cox':
        return [0];
      case 'multinomial': {
        const list = shares(problem.codes, problem.nClasses);
        return list.length === 2 ? [Math.log(list[1]! / list[0]!)] : list.map(Math.log);
      }
    }
  })();
  return lossAndResiduals(problem, { intercepts, coefficients: intercepts.map(() => new Array(X.nCols).fill(0)) }).loss;
}

describe.each(families)('%s', (family) => {
  describe.each(shapes)('$name', (shape) => {
    test.each([0, 0.5, 1])(
      'L1 share %d: every point is certified, and satisfies the optimality conditions',
      async (ratio) => {
        const problem = await problemOf(family, shape, ratio, 1e-10);
        const points = await solve(problem);
        const scale = nullLoss(problem);
        expect(points.length).toBeGreaterThan(1);
        for (const point of points) {
          expect(point.gap).toBeLessThanOrEqual(1e-10);
          expect(point.gap).toBeGreaterThan(-1e-12);
          const at = { ...problem, lambda: point.lambda };
          const b = dense(point, shape.p);
          expect(optimalityViolation(at, b)).toBeLessThan(1e-4 * Math.max(1, Math.sqrt(scale)));
          expect(point.explained).toBeCloseTo(1 - lossAndResiduals(problem, b).loss / scale, 8);
        }
      },
    );

    test.each([0, 0.5, 1])('L1 share %d: the gap bounds what a far more exact fit can still gain', async (ratio) => {
      const rough = await problemOf(family, shape, ratio, 1e-3);
      const exact = await solve({ ...rough, tolerance: 1e-10 });
      const scale = nullLoss(rough);
      (await solve(rough)).forEach((point, l) => {
        if (!exact[l]) return; // one of the two was saturated
        const at = { ...rough, lambda: point.lambda };
        const gain = objective(at, dense(point, shape.p)) - objective(at, dense(exact[l], shape.p));
        expect(gain).toBeLessThanOrEqual(point.gap * scale + 1e-12);
        expect(gain).toBeGreaterThan(-2e-10 * scale);
      });
    });
  });

  test.each([0, 0.5])(
    'L1 share %d: a start stays as it is where it is certified, and is made so where not',
    async (ratio) => {
      const rough = await problemOf(family, shapes[1]!, ratio, 1e-3);
      const exact = await solve({ ...rough, tolerance: 1e-8 });
      const predictors = exact[0]!.intercepts.length;
      const starts = exact.map((point) => {
        const b = new Float64Array(predictors * 90);
        point.indices.forEach((at, e) => {
          b[at] = point.values[e]!;
        });
        return b;
      });
      const kept = await solve({ ...rough, starts });
      expect(kept.length).toBe(exact.length);
      kept.forEach((point, l) => {
        expect(point.cycles).toBe(0);
        expect(point.values).toEqual(exact[l]!.values);
        expect(point.indices).toEqual(exact[l]!.indices);
        expect(point.gap).toBeLessThanOrEqual(2e-8);
      });
      const far = starts.map((b) => b.map((value, at) => value + (at % 9 === 0 ? 0.05 : 0)));
      const mended = await solve({ ...rough, starts: far });
      expect(mended.some((point) => point.cycles > 0)).toBe(true);
      for (const point of mended) expect(point.gap).toBeLessThanOrEqual(1e-3);
    },
  );

  test('the strongest gradient is the smallest penalty that leaves the penalised coefficients at zero', async () => {
    const shape = shapes[3]!;
    const problem = await problemOf(family, shape, 1, 1e-9);
    const strongest = await strongestGradient(problem, contextOf());
    const [above, below] = await solve({ ...problem, lambdas: [strongest * 1.0001, strongest * 0.99] });
    const penalised = (indices: Uint32Array) => indices.filter((at) => ![0, 5].includes(at % shape.p)).length;
    expect(penalised(above!.indices)).toBe(0);
    expect(penalised(below!.indices)).toBeGreaterThan(0);
  });

  test('a constant column gets nothing, whatever its value', async () => {
    for (const value of [0, 1, -300]) {
      const problem = await problemOf(family, { name: '', n: 40, p: 8 }, 0.5);
      problem.X.data.fill(value, 3 * 40, 4 * 40);
      for (const point of await solve(problem)) {
        expect(point.gap).toBeLessThanOrEqual(problem.tolerance);
        for (const row of dense(point, 8).coefficients) expect(Math.abs(row[3]!)).toBeLessThan(1e-6);
      }
    }
  });

  test('a row of weight 0 counts no more than one that is not there', async () => {
    const whole = await problemOf(family, { name: '', n: 41, p: 6 }, 0.5, 1e-10);
    const keep = [...whole.weights.keys()].filter((i) => i % 6 !== 5);
    const weights = whole.weights.map((_, i) => (i % 6 === 5 ? 0 : 1 / keep.length));
    const part = createMatrix(keep.length, 6);
    for (let j = 0; j < 6; j++)
      keep.forEach((i, k) => {
        part.data[j * keep.length + k] = whole.X.data[j * 41 + i]!;
      });
    const rowsOf = <A extends Float64Array | Int32Array | Uint8Array>(list: A) =>
      list.filter((_, i) => i % 6 !== 5) as A;
    const response: Response =
      whole.family === 'cox'
        ? { family: 'cox', times: rowsOf(whole.times), events: rowsOf(whole.events) }
        : whole.family === 'multinomial'
          ? { family: 'multinomial', codes: rowsOf(whole.codes), nClasses: whole.nClasses }
          : { family: whole.family, y: rowsOf(whole.y) };
    const without = await solve({
      ...whole,
      ...response,
      X: part,
      weights: weights.filter((w) => w > 0),
    } as ElasticNetProblem);
    const points = await solve({ ...whole, weights });
    points.forEach((point, l) => {
      const [a, b] = [dense(point, 6), dense(without[l]!, 6)];
      a.coefficients.flat().forEach((value, at) => {
        expect(value).toBeCloseTo(b.coefficients.flat()[at]!, 4);
      });
    });
  });

  test('stops when aborted, and leaves the data as it was', async () => {
    const problem = await problemOf(family, shapes[1]!, 0.5);
    const before = structuredClone(problem);
    const stop = new AbortController();
    stop.abort();
    await expect(elasticNetPath(problem, contextOf(stop.signal))).rejects.toThrow(CancelledError);
    await solve(problem);
    expect(problem).toEqual(before);
  });
});

test('a gaussian response of any size gives the same fit at that size', async () => {
  const problem = await problemOf('gaussian', shapes[1]!, 1, 1e-9);
  if (problem.family !== 'gaussian') throw new Error('gaussian');
  const points = await solve(problem);
  for (const size of [1e-6, 1e6]) {
    const scaled = await solve({
      ...problem,
      y: problem.y.map((y) => y * size),
      lambdas: problem.lambdas.map((l) => l * size),
    });
    scaled.forEach((point, l) => {
      const theirs = dense(points[l]!, 90).coefficients.flat();
      dense(point, 90)
        .coefficients.flat()
        .forEach((value, at) => {
          expect(value / size).toBeCloseTo(theirs[at]!, 4);
        });
    });
  }
});

test('a gaussian response that never changes is explained by its mean', async () => {
  const problem = await problemOf('gaussian', shapes[0]!, 0.5);
  for (const value of [0, 1e5, 0.1]) {
    const points = await solve({
      ...problem,
      family: 'gaussian',
      y: new Float64Array(60).fill(value),
    } as ElasticNetProblem);
    for (const point of points) {
      expect(point.intercepts[0]).toBeCloseTo(value, 9);
      expect(point.gap).toBeLessThanOrEqual(problem.tolerance);
      expect(point.indices.length).toBe(0);
    }
  }
});

test('one event, the last row at risk alone, and all times tied are solved', async () => {
  const problem = await problemOf('cox', shapes[0]!, 0.5);
  if (problem.family !== 'cox') throw new Error('cox');
  const latest = problem.times.indexOf(Math.max(...problem.times));
  const earliest = problem.times.indexOf(Math.min(...problem.times));
  for (const times of [problem.times, new Float64Array(60).fill(3)]) {
    for (const only of [latest, earliest]) {
      const events = Uint8Array.from({ length: 60 }, (_, i) => (i === only ? 1 : 0));
      for (const point of await solve({ ...problem, times, events })) {
        expect(point.values.every(Number.isFinite)).toBe(true);
        expect(point.gap).toBeLessThanOrEqual(problem.tolerance);
      }
    }
  }
});

test('far outliers do not stop the Poisson and Cox steps from converging', async () => {
  for (const family of ['poisson', 'cox'] as const) {
    const problem = await problemOf(family, shapes[0]!, 0.2, 1e-6);
    for (let j = 0; j < 10; j++) problem.X.data[j * 60 + ((7 * j) % 60)]! *= 30;
    for (const point of await solve({ ...problem, lambdas: [1e-3] })) expect(point.gap).toBeLessThanOrEqual(1e-6);
  }
});

test('refuses counts below 0, counts that are all 0, and survival without events', async () => {
  const counts = await problemOf('poisson', shapes[0]!, 0.5);
  const times = await problemOf('cox', shapes[0]!, 0.5);
  const bad = [
    { ...counts, y: Float64Array.from({ length: 60 }, (_, i) => (i === 4 ? -1 : 1)) },
    { ...counts, y: new Float64Array(60) },
    { ...times, events: new Uint8Array(60) },
  ] as ElasticNetProblem[];
  const messages = [/0 or more, got -1 in row 4/, /must not all be 0/, /at least 1 event, got none/];
  for (const [k, problem] of bad.entries()) {
    await expect(solve(problem)).rejects.toThrow(DataError);
    await expect(solve(problem)).rejects.toThrow(messages[k]);
  }
});
