import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { growForestTwin } from '../../test/support/forest-twin.ts';
import type { Context, Executor } from '../base/context.ts';
import { CancelledError } from '../base/errors.ts';
import { randomKey } from '../base/random.ts';
import { createMatrix, type Matrix } from '../table/matrix.ts';
import { createExecutor } from './executor.node.ts';
import { drawCounts, type ForestProblem, growForest } from './forest.ts';
import type { ClassResponse, ForestResponse } from './forest-response.ts';
import { midpoint } from './thresholds.ts';

let executor: Executor;
beforeAll(async () => {
  executor = await createExecutor(2);
});
afterAll(() => executor.close());

const context = (signal = new AbortController().signal, on = executor): Context => ({
  ...{ random: randomKey(5), executor: on, signal, progress: () => {}, warn: () => {} },
});

/** Random features with `levels` different values at most, of which the first ones tell something of the group; feature 1 is constant. */
function table(n: number, p: number, nGroups: number, levels: number) {
  const draws = randomKey(n).at(p, nGroups, levels).stream();
  const X = createMatrix(n, p);
  const groups = Int32Array.from({ length: n }, (_, i) => (i < nGroups ? i : draws.below(nGroups)));
  for (let j = 0; j < p; j++) {
    for (let i = 0; i < n; i++) {
      X.data[j * n + i] =
        j === 1 ? 3 : (draws.below(levels) - levels / 3 + (j < 3 ? (groups[i]! * levels) / nGroups : 0)) / 7;
    }
  }
  return { X, groups, draws };
}
function problemOf(X: Matrix, response: ForestResponse, more: Partial<ForestProblem>): ForestProblem {
  return {
    ...{ X, response, nTrees: 3, mtry: 3, sampling: { draws: X.nRows, replace: true } },
    ...{ minSamplesSplit: 2, minSamplesLeaf: 1, maxDepth: Number.POSITIVE_INFINITY },
    ...more,
  };
}
function problem(n: number, p: number, nClasses: number, levels: number, more: Partial<ForestProblem> = {}) {
  const { X, groups } = table(n, p, nClasses, levels);
  return problemOf(X, { kind: 'classes', codes: groups, nClasses }, more);
}
/** Values are quarters, so that sums of them are exact. */
function values(n: number, p: number, levels: number, more: Partial<ForestProblem> = {}) {
  const { X, groups, draws } = table(n, p, 6, levels);
  return problemOf(X, { kind: 'values', values: Float64Array.from(groups, (g) => g + draws.below(16) / 4 - 3) }, more);
}
/** Times in months, tied; `observed` of 16 are deaths. */
function times(n: number, p: number, levels: number, observed = 9, more: Partial<ForestProblem> = {}) {
  const { X, groups, draws } = table(n, p, 6, levels);
  const months = Float64Array.from(groups, (g) => 1 + g + draws.below(30) / 2);
  const events = Uint8Array.from(groups, (_, i) => (i === 0 || draws.below(16) < observed ? 1 : 0));
  return problemOf(X, { kind: 'times', times: months, events }, more);
}

/** Rows that count for half, one, or four. */
function weighted(forest: ForestProblem): ForestProblem {
  const weights = Float64Array.from({ length: forest.X.nRows }, (_, i) => [0.5, 1, 4][i % 3]!);
  return { ...forest, response: { ...forest.response, weights } };
}
const cases: [string, ForestProblem][] = [
  ['2 classes, many ties', problem(50, 6, 2, 5)],
  ['8 classes: one vector of lanes, full', problem(90, 8, 8, 40)],
  ['9 classes: two vectors of lanes', problem(90, 8, 9, 40)],
  ['16 classes: two vectors of lanes, full', problem(120, 8, 16, 300)],
  ['17 classes: the general path', problem(120, 8, 17, 300)],
  ['more than 256 different values', problem(700, 3, 3, 100_000, { nTrees: 1, mtry: 1 })],
  ['n < p', problem(12, 60, 3, 1000, { mtry: 7 })],
  ['one feature', problem(40, 1, 3, 12, { mtry: 1 })],
  ['one constant feature beside it: drawing goes on until a cut is found', problem(40, 2, 3, 12, { mtry: 1 })],
  ['all features tried', problem(40, 5, 3, 12, { mtry: 5 })],
  ['least samples in a leaf', problem(80, 6, 3, 30, { minSamplesLeaf: 4 })],
  ['least samples in a split', problem(80, 6, 3, 30, { minSamplesSplit: 12 })],
  ['greatest depth', problem(80, 6, 3, 30, { maxDepth: 3 })],
  ['classes, weights', weighted(problem(80, 6, 3, 30))],
  ['values, weights', weighted(values(80, 6, 30))],
  ['values, weights, random cuts', weighted(values(80, 6, 30, { randomCuts: true }))],
  ['times, weights', weighted(times(80, 6, 30))],
  ['two rows', problem(2, 3, 2, 9, { nTrees: 8 })],
  ['a share of the rows with replacement', problem(60, 6, 3, 30, { sampling: { draws: 20, replace: true } })],
  ['a share of the rows without replacement', problem(60, 6, 3, 30, { sampling: { draws: 37, replace: false } })],
  ['all rows', problem(60, 6, 3, 30, { sampling: { draws: 60, replace: false } })],
  ['random cuts', problem(90, 6, 3, 30, { randomCuts: true })],
  ['random cuts, least samples in a leaf', problem(90, 6, 3, 30, { randomCuts: true, minSamplesLeaf: 6 })],
  ['random cuts, more than 256 different values', problem(700, 3, 3, 100_000, { randomCuts: true, nTrees: 1 })],
  ['values, many ties', values(60, 6, 5)],
  ['values, few ties', values(150, 6, 400)],
  ['values, least samples in a leaf', values(90, 6, 40, { minSamplesLeaf: 5 })],
  ['values, one feature', values(40, 1, 12, { mtry: 1 })],
  ['values, random cuts, all rows', values(90, 6, 40, { randomCuts: true, sampling: { draws: 90, replace: false } })],
  ['values, random cuts, least in a leaf', values(90, 6, 40, { randomCuts: true, minSamplesLeaf: 5 })],
  ['times, many ties', times(60, 6, 5)],
  ['times, few ties among features', times(150, 8, 400)],
  ['times, least samples in a leaf', times(120, 8, 60, 9, { minSamplesLeaf: 3 })],
  ['times, few deaths', times(120, 8, 60, 2)],
  ['times, all deaths', times(80, 8, 60, 16)],
  ['times, one death', times(50, 5, 60, 0)],
  ['times, one feature', times(50, 1, 12, 9, { mtry: 1 })],
  ['times, more than 256 different values', times(600, 3, 100_000, 9, { nTrees: 1, minSamplesLeaf: 15 })],
  ['times, all rows, once', times(70, 6, 30, 9, { sampling: { draws: 70, replace: false } })],
  ['times, random cuts', times(90, 6, 60, 9, { randomCuts: true, minSamplesLeaf: 3 })],
];

describe('growForest', () => {
  for (const [name, forest] of cases) {
    it(`grows the trees of the twin: ${name}`, async () => {
      const twin = growForestTwin(forest, randomKey(5));
      const plain = await growForest(forest, context());
      const general = await growForest({ ...forest, general: true }, context());
      twin.forEach((tree, t) => {
        for (const key of ['feature', 'threshold', 'left', 'decrease', 'cover', 'leaves', 'hazards'] as const) {
          expect(plain[t]![key], key).toEqual(tree[key]);
          expect(general[t]![key], `${key}, general path`).toEqual(tree[key]);
        }
      });
    });
  }

  it('gives a single leaf with the class shares when every feature is constant', async () => {
    const forest = problem(30, 2, 3, 9);
    forest.X.data.fill(1);
    for (const tree of await growForest(forest, context())) {
      expect([...tree.feature]).toEqual([-1]);
      expect(Array.from(tree.leaves).reduce((a, b) => a + b)).toBeCloseTo(1, 6);
    }
  });

  it('puts −0 and 0 in one bin', async () => {
    const forest = problem(20, 1, 2, 2, { mtry: 1 });
    forest.X.data.forEach((_, i) => {
      forest.X.data[i] = i % 2 ? 0 : -0;
    });
    for (const tree of await growForest(forest, context())) expect([...tree.feature]).toEqual([-1]);
  });

  it('sends each row that a tree drew to a leaf that holds its class: thresholds agree with the bins', async () => {
    const n = 300;
    const forest = problem(n, 5, 4, 1_000_000, { nTrees: 20 });
    const { X, sampling, response } = forest;
    const { codes } = response as ClassResponse;
    const trees = await growForest(forest, context());
    trees.forEach(({ feature, threshold, left, leaves }, t) => {
      drawCounts(randomKey(5), t, n, sampling).forEach((count, i) => {
        let node = 0;
        while (feature[node]! >= 0) node = left[node]! + Number(X.data[feature[node]! * n + i]! > threshold[node]!);
        if (count > 0) expect(leaves[left[node]! * 4 + codes[i]!]).toBe(1);
      });
    });
  });

  const many = { nTrees: 37, mtry: 6 };
  it.each([
    ['classes', problem(150, 40, 5, 500, many)],
    ['values that are not exact', values(150, 40, 500, many)],
    ['times', times(150, 40, 500, 9, many)],
    ['times, random cuts', times(150, 40, 500, 9, { ...many, randomCuts: true })],
  ])('grows the same trees with 1, 2 and 4 threads, and the first trees of a larger forest: %s', async (_, given) => {
    const { response } = given;
    const forest: ForestProblem =
      response.kind === 'values'
        ? { ...given, response: { ...response, values: response.values.map(Math.sin) } }
        : given;
    const trees = await growForest(forest, context());
    for (const threads of [1, 4]) {
      const other = await createExecutor(threads);
      expect(await growForest(forest, context(undefined, other))).toEqual(trees);
      await other.close();
    }
    expect(await growForest({ ...forest, nTrees: 10 }, context())).toEqual(trees.slice(0, 10));
  });

  it('cuts by hand: values 0 0 0 8 8 at 1 2 3 4 5 between 3 and 4, gaining 3·2/5·8² of the sum of squares', async () => {
    const X = createMatrix(5, 1);
    X.data.set([1, 2, 3, 4, 5]);
    const response = { kind: 'values', values: Float64Array.of(0, 0, 0, 8, 8) } as const;
    const sampling = { draws: 5, replace: false };
    const [tree] = await growForest(problemOf(X, response, { nTrees: 1, mtry: 1, sampling }), context());
    expect([...tree!.feature]).toEqual([0, -1, -1]);
    expect(tree!.threshold[0]).toBe(3.5);
    expect(tree!.decrease[0]).toBeCloseTo((6 / 5) * 64, 12);
    expect([...tree!.leaves]).toEqual([0, 8]);
  });

  it('cuts by hand: the log-rank statistic of two groups, and the Nelson–Aalen steps of their leaves', async () => {
    // Group 0 dies at 1, 2, 3; group 1 at 4 and 5, and is last seen at 6. U = 3 − (3/6 + 2/5 + 1/4), V = 1/4 + 6/25 + 3/16.
    const X = createMatrix(6, 1);
    X.data.set([0, 0, 0, 1, 1, 1]);
    const response = {
      kind: 'times',
      times: Float64Array.of(1, 2, 3, 4, 5, 6),
      events: Uint8Array.of(1, 1, 1, 1, 1, 0),
    } as const;
    const sampling = { draws: 6, replace: false };
    const [tree] = await growForest(problemOf(X, response, { nTrees: 1, mtry: 1, sampling }), context());
    expect([...tree!.feature]).toEqual([0, -1, -1]);
    expect(tree!.decrease[0]).toBeCloseTo((3 - 1.15) ** 2 / (1 / 4 + 6 / 25 + 3 / 16), 12);
    expect([...tree!.hazards!.ends]).toEqual([3, 5]);
    expect([...tree!.hazards!.at]).toEqual([0, 1, 2, 3, 4]);
    expect([...tree!.hazards!.steps]).toEqual([1 / 3, 1 / 2, 1, 1 / 3, 1 / 2].map(Math.fround));
    // 6, 5, 4 rows are at risk at 1, 2, 3 and 3, 2 at 4, 5.
    expect(tree!.leaves[0]).toBeCloseTo(6 / 3 + 5 / 2 + 4, 6);
    expect(tree!.leaves[1]).toBeCloseTo(3 / 3 + 2 / 2, 6);
  });

  it('stops between trees when aborted', async () => {
    const stop = new AbortController();
    const growing = growForest(problem(500, 200, 3, 5000, { nTrees: 5000, mtry: 14 }), {
      ...context(stop.signal),
      progress: () => stop.abort(),
    });
    await expect(growing).rejects.toBeInstanceOf(CancelledError);
  });
});

describe('midpoint', () => {
  it('lies between its arguments and never reaches the upper one', () => {
    const next = Math.fround(1 + 2 ** -23);
    expect(midpoint(1, next)).toBe(1);
    expect(midpoint(next, Math.fround(1 + 2 ** -22))).toBe(next);
    expect(midpoint(-3, 5)).toBe(1);
  });
});
