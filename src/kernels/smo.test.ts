import { afterAll, beforeAll, describe, expect, it, test } from 'vitest';
import { smoTwin, twinObjective } from '../../test/support/smo-twin.ts';
import type { Context, Executor } from '../base/context.ts';
import { CancelledError } from '../base/errors.ts';
import { randomKey } from '../base/random.ts';
import { createExecutor } from './executor.node.ts';
import { type SmoProblem, type SmoTask, smoPaths } from './smo.ts';

const executors: Executor[] = [];
beforeAll(async () => {
  for (const threads of [1, 3]) executors.push(await createExecutor(threads));
});
afterAll(() => Promise.all(executors.map((executor) => executor.close())));
const context = (executor = executors[0]!, signal = new AbortController().signal): Context => ({
  ...{ executor, random: randomKey(1), signal, progress: () => {}, warn: () => {} },
});

/** exp(−d²/4) of points in four dimensions, rounded to float32 as the kernel takes it. */
function kernelOf(n: number): Float64Array {
  const draws = randomKey(4).at(n).stream();
  const X = Array.from({ length: n }, (_, i) => [0, 1, 2, 3].map((j) => draws.normal() + (j === 0 && i % 2 ? 1 : 0)));
  return Float64Array.from({ length: n * n }, (_, at) => {
    const [a, b] = [X[Math.floor(at / n)]!, X[at % n]!];
    return Math.fround(Math.exp(-a.reduce((sum, x, j) => sum + (x - b[j]!) ** 2, 0) / 4));
  });
}
const everyone = (n: number) => Int32Array.from({ length: n }, (_, i) => i);

function classes(n: number): SmoTask {
  const sign = (i: number) => (i % 2 ? 1 : -1);
  return {
    rows: everyone(n),
    others: new Int32Array(),
    targets: Float64Array.from({ length: n }, (_, i) => sign(i)),
    lower: Float64Array.from({ length: n }, (_, i) => Math.min(0, sign(i))),
    upper: Float64Array.from({ length: n }, (_, i) => Math.max(0, 2 * sign(i))), // the class of 1 weighs twice
  };
}
function numbers(n: number): SmoTask {
  const draws = randomKey(5).at(n).stream();
  return {
    rows: everyone(n),
    others: new Int32Array(),
    targets: Float64Array.from({ length: n }, (_, i) => (i % 2) + draws.normal()),
    lower: new Float64Array(n).fill(-1),
    upper: new Float64Array(n).fill(1),
  };
}
const problemOf = (n: number, epsilon: number, tolerance: number): SmoProblem => ({
  ...{ kernel: kernelOf(n), epsilon, Cs: [0.1, 1, 10], tolerance, maxSteps: 1e6 },
});

describe.each([
  ['classes', classes, 0],
  ['numbers', numbers, 0.2],
  ['numbers without a tube', numbers, 0],
] as const)('%s', (_, taskOf, epsilon) => {
  // Odd and even, on both sides of whole vectors of four.
  it.each([2, 7, 40, 61])('finds, with %i rows, what the plain twin finds, at every C', async (n) => {
    const problem = problemOf(n, epsilon, 1e-9);
    const task = taskOf(n);
    const [points] = await smoPaths(problem, [task], context());
    for (const { C, betas, objective, decisions, bias } of points!) {
      const bounded = { ...problem, ...task, lower: task.lower.map((l) => C * l), upper: task.upper.map((u) => C * u) };
      const twin = smoTwin(bounded);
      expect(twinObjective(bounded, betas)).toBeLessThanOrEqual(twinObjective(bounded, twin) + 1e-9);
      expect(objective).toBeCloseTo(-twinObjective(bounded, betas), 8);
      expect(betas.reduce((sum, b) => sum + b, 0)).toBeCloseTo(0, 9);
      for (let i = 0; i < n; i++) {
        expect(betas[i]! >= bounded.lower[i]! && betas[i]! <= bounded.upper[i]!).toBe(true);
        let F = 0;
        let G = 0;
        for (let l = 0; l < n; l++) {
          F += problem.kernel[i * n + l]! * betas[l]!;
          G += problem.kernel[i * n + l]! * twin[l]!;
        }
        expect(decisions[i]).toBeCloseTo(F + bias, 9);
        expect(F).toBeCloseTo(G, 6);
      }
    }
  });

  it('states a gap that holds: a loose fit is no farther from a tight one, in dual and in primal', async () => {
    const task = taskOf(60);
    const [loose] = await smoPaths(problemOf(60, epsilon, 0.3), [task], context());
    const [tight] = await smoPaths(problemOf(60, epsilon, 1e-10), [task], context());
    loose!.forEach(({ objective, gap, violation }, c) => {
      const best = tight![c]!;
      expect(best.gap).toBeLessThan(1e-8);
      expect(best.violation).toBeLessThanOrEqual(1e-10);
      expect(violation).toBeLessThanOrEqual(0.3 + 1e-9);
      const primal = objective / (1 - gap);
      expect(objective).toBeLessThanOrEqual(best.objective + 1e-9);
      expect(primal).toBeGreaterThanOrEqual(best.objective - 1e-9);
    });
  });

  it('gives single values of C what it gives them on a path, in any order', async () => {
    const problem = problemOf(50, epsilon, 1e-10);
    const [path] = await smoPaths(problem, [taskOf(50)], context());
    const [back] = await smoPaths({ ...problem, Cs: [10, 1, 0.1] }, [taskOf(50)], context());
    for (const [c, C] of problem.Cs.entries()) {
      const [[alone]] = (await smoPaths({ ...problem, Cs: [C] }, [taskOf(50)], context())) as [[(typeof path & {})[0]]];
      for (const other of [path![c]!, back![2 - c]!]) {
        expect(other.objective).toBeCloseTo(alone!.objective, 8);
        other.decisions.forEach((f, i) => {
          expect(f).toBeCloseTo(alone!.decisions[i]!, 6);
        });
      }
    }
  });
});

test('learns from the rows of a task alone, and gives the others their decision value', async () => {
  const n = 41;
  const problem = problemOf(n, 0, 1e-10);
  const all = classes(n);
  const rows = everyone(n).filter((i) => i % 3 !== 0);
  const others = everyone(n).filter((i) => i % 3 === 0);
  const of = (array: Float64Array) => Float64Array.from(rows, (i) => array[i]!);
  const [points] = await smoPaths(
    problem,
    [{ rows, others, targets: of(all.targets), lower: of(all.lower), upper: of(all.upper) }],
    context(),
  );
  const masked = (bounds: Float64Array) => bounds.map((b, i) => (i % 3 === 0 ? 0 : b));
  const [whole] = await smoPaths(problem, [{ ...all, lower: masked(all.lower), upper: masked(all.upper) }], context());
  points!.forEach(({ decisions, objective }, c) => {
    expect(objective).toBeCloseTo(whole![c]!.objective, 8);
    [...rows, ...others].forEach((i, at) => {
      expect(decisions[at]).toBeCloseTo(whole![c]!.decisions[i]!, 5);
    });
  });
});

test('puts rows of one class on its margin', async () => {
  const task = classes(8);
  const only: SmoTask = {
    ...task,
    targets: task.targets.map(() => 1),
    lower: new Float64Array(8),
    upper: new Float64Array(8).fill(1),
  };
  const [points] = await smoPaths(problemOf(8, 0, 1e-6), [only], context());
  for (const { decisions, betas } of points!) {
    expect([...decisions]).toEqual(new Array(8).fill(1));
    expect(betas.every((b) => b === 0)).toBe(true);
  }
});

test('gives the same bits with one thread and three', async () => {
  const tasks = [classes(60), numbers(60), classes(60)];
  const [one, three] = await Promise.all(
    executors.map((executor) => smoPaths(problemOf(60, 0, 1e-3), tasks, context(executor))),
  );
  expect(three).toEqual(one);
});

test('stops at the steps allowed, and says how far it is', async () => {
  const [points] = await smoPaths({ ...problemOf(60, 0, 1e-9), maxSteps: 5 }, [classes(60)], context());
  for (const { steps, violation, gap } of points!) {
    expect(steps).toBe(5);
    expect(violation).toBeGreaterThan(1e-9);
    expect(gap).toBeGreaterThan(0);
  }
});

test('stops when aborted', async () => {
  const controller = new AbortController();
  const problem = { ...problemOf(300, 0, 0), Cs: [1e6], maxSteps: 1e9 };
  const work = smoPaths(problem, [classes(300)], context(executors[1]!, controller.signal));
  setTimeout(() => controller.abort(), 30);
  await expect(work).rejects.toThrow(CancelledError);
});
