import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { growForestTwin } from '../../test/support/forest-twin.ts';
import type { Context, Executor } from '../base/context.ts';
import { CancelledError } from '../base/errors.ts';
import { randomKey } from '../base/random.ts';
import { createMatrix } from '../table/matrix.ts';
import { createExecutor } from './executor.node.ts';
import { bootstrapCounts, type ForestProblem, growForest } from './forest.ts';
import { midpoint } from './thresholds.ts';

let executor: Executor;
beforeAll(async () => {
  executor = await createExecutor(2);
});
afterAll(() => executor.close());

const context = (signal = new AbortController().signal, on = executor): Context => ({
  ...{ random: randomKey(5), executor: on, signal, progress: () => {}, warn: () => {} },
});

/** Random features with `levels` different values at most, of which the first ones tell something of the class; feature 1 is constant. */
function problem(
  n: number,
  p: number,
  nClasses: number,
  levels: number,
  more: Partial<ForestProblem> = {},
): ForestProblem {
  const draws = randomKey(n).at(p, nClasses, levels).stream();
  const X = createMatrix(n, p);
  const codes = Int32Array.from({ length: n }, (_, i) => (i < nClasses ? i : draws.below(nClasses)));
  for (let j = 0; j < p; j++) {
    for (let i = 0; i < n; i++) {
      X.data[j * n + i] =
        j === 1 ? 3 : (draws.below(levels) - levels / 3 + (j < 3 ? (codes[i]! * levels) / nClasses : 0)) / 7;
    }
  }
  return {
    ...{ X, codes, nClasses, classWeights: new Float64Array(nClasses).fill(1), nTrees: 3, mtry: 3 },
    ...{ minSamplesSplit: 2, minSamplesLeaf: 1, maxDepth: Number.POSITIVE_INFINITY },
    ...more,
  };
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
  ['least samples in a leaf', problem(80, 6, 3, 30, { minSamplesLeaf: 4 })],
  ['least samples in a split', problem(80, 6, 3, 30, { minSamplesSplit: 12 })],
  ['greatest depth', problem(80, 6, 3, 30, { maxDepth: 3 })],
  ['class weights', problem(80, 6, 3, 30, { classWeights: new Float64Array([0.5, 1, 4]) })],
  ['two rows', problem(2, 3, 2, 9, { nTrees: 8 })],
];

describe('growForest', () => {
  for (const [name, forest] of cases) {
    it(`grows the trees of the twin: ${name}`, async () => {
      const twin = growForestTwin(forest, randomKey(5));
      const plain = await growForest(forest, context());
      const general = await growForest({ ...forest, general: true }, context());
      twin.forEach((tree, t) => {
        for (const key of ['feature', 'threshold', 'left', 'decrease', 'leaves'] as const) {
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
      expect(tree.leaves.reduce((a, b) => a + b)).toBeCloseTo(1, 6);
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
    const { X, codes, ...rest } = problem(n, 5, 4, 1_000_000, { nTrees: 20 });
    const trees = await growForest({ X, codes, ...rest }, context());
    trees.forEach(({ feature, threshold, left, leaves }, t) => {
      bootstrapCounts(randomKey(5), t, n).forEach((count, i) => {
        let node = 0;
        while (feature[node]! >= 0) node = left[node]! + Number(X.data[feature[node]! * n + i]! > threshold[node]!);
        if (count > 0) expect(leaves[left[node]! * 4 + codes[i]!]).toBe(1);
      });
    });
  });

  it('grows the same trees with 1, 2 and 3 threads, and the first trees of a larger forest', async () => {
    const forest = problem(150, 40, 5, 500, { nTrees: 37, mtry: 6 });
    const trees = await growForest(forest, context());
    for (const threads of [1, 3]) {
      const other = await createExecutor(threads);
      expect(await growForest(forest, context(undefined, other))).toEqual(trees);
      await other.close();
    }
    expect(await growForest({ ...forest, nTrees: 10 }, context())).toEqual(trees.slice(0, 10));
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
