import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Context, Executor } from '../../base/context.ts';
import { checkParams } from '../../base/params.ts';
import { randomKey } from '../../base/random.ts';
import { createExecutor } from '../../kernels/executor.node.ts';
import { growForest } from '../../kernels/forest.ts';
import type { ForestResponse } from '../../kernels/forest-response.ts';
import type { Tree } from '../../kernels/forest-tree.ts';
import { createMatrix, type Matrix } from '../../table/matrix.ts';
import type { Target } from '../../table/target.ts';
import { treeParams } from './params.ts';
import { pruneTree } from './prune.ts';
import { create } from './tree.ts';

let executor: Executor;
beforeAll(async () => {
  executor = await createExecutor(2);
});
afterAll(() => executor.close());

const context = (seed = 1): Context => ({
  ...{ random: randomKey(seed), executor, signal: new AbortController().signal, progress: () => {}, warn: () => {} },
});

interface Case {
  readonly task: 'classification' | 'regression';
  readonly share: number;
  readonly least: number;
  readonly depth: number | null;
  readonly n: number;
  readonly p: number;
  readonly X: number[];
  readonly y: number[];
  readonly leaves: number;
  readonly depthReached: number;
  readonly importance: number[];
  readonly predicted: number[];
}
const golden = JSON.parse(readFileSync(new URL('../../../test/golden/tree.json', import.meta.url), 'utf8'));

describe('tree', () => {
  it.each(golden.cases as Case[])(
    'is the tree of scikit-learn: $task, $n × $p, cost-complexity $share, at least $least in a leaf, depth $depth',
    async ({ task, share, least, depth, n, p, ...table }) => {
      const rows = (from: number, to: number): Matrix => {
        const X = createMatrix(to - from, p);
        X.data.forEach((_, at) => {
          const j = Math.floor(at / X.nRows);
          X.data[at] = table.X[j * (n + 40) + from + (at % X.nRows)]! / 32;
        });
        return X;
      };
      const target: Target =
        task === 'classification'
          ? { task, classes: ['a', 'b', 'c'], codes: Int32Array.from(table.y) }
          : { task, values: Float64Array.from(table.y) };
      const given = { 'cost-complexity': share, 'min-samples-leaf': least, 'max-depth': depth ?? 'none' };
      const learner = create(checkParams(treeParams, given, 'tree'));
      const features = Array.from({ length: p }, (_, j) => `g${j}`);
      const model = await learner.fit({ X: rows(0, n), features, target }, context());
      expect(model.summary!()).toEqual({ depth: table.depthReached, leaves: table.leaves });
      const prediction = await model.predict({ X: rows(n, n + 40), features }, context());
      const ours =
        prediction.task === 'classification'
          ? prediction.probabilities
          : prediction.task === 'regression'
            ? prediction.values
            : [];
      expect(ours.length).toBe(table.predicted.length);
      table.predicted.forEach((value, at) => {
        expect(ours[at]).toBeCloseTo(value, 6);
      });
      table.importance.forEach((value, j) => {
        expect(model.importance!()[j]).toBeCloseTo(value, 9);
      });
      // Nothing in it is left to chance.
      const again = await learner.fit({ X: rows(0, n), features, target }, context(99));
      expect(again.toState()).toEqual(model.toState());
    },
  );
});

function table(n: number, p: number): Matrix {
  const X = createMatrix(n, p);
  const draws = randomKey(4).at(n, p).stream();
  for (let at = 0; at < n * p; at++) X.data[at] = draws.below(64) / 8;
  return X;
}
const months = (n: number) => Float64Array.from({ length: n }, (_, i) => 1 + ((i * 7) % 23));
const responses: [string, (n: number) => ForestResponse][] = [
  [
    'classes',
    (n) => ({
      ...{ kind: 'classes', nClasses: 3, codes: Int32Array.from({ length: n }, (_, i) => (i * i) % 3) },
      weights: Float64Array.from({ length: n }, (_, i) => [1, 2, 0.5][(i * i) % 3]!),
    }),
  ],
  ['values', (n) => ({ kind: 'values', values: months(n) })],
  [
    'times',
    (n) => ({ kind: 'times', times: months(n), events: Uint8Array.from(months(n), (_, i) => Number(i % 3 > 0)) }),
  ],
];

describe('pruneTree', () => {
  const grow = async (response: ForestResponse, X: Matrix) => {
    const limits = { minSamplesSplit: 2, minSamplesLeaf: 3, maxDepth: Number.POSITIVE_INFINITY };
    const sampling = { draws: X.nRows, replace: false };
    return (await growForest({ X, response, sampling, nTrees: 1, mtry: X.nCols, ...limits }, context()))[0]!;
  };

  it.each(responses)('fills leaves as the kernel does: %s', async (_, responseOf) => {
    const X = table(60, 5);
    const response = responseOf(60);
    const tree = await grow(response, X);
    expect(tree.feature.length).toBeGreaterThan(8);
    const pruned = pruneTree(tree, 0, response, X);
    // The numbers of nodes may differ, so leaves are compared as what rows are told.
    const told = (of: Tree) => Array.from({ length: 60 }, (_, i) => leafOf(of, X, i));
    expect(told(pruned)).toEqual(told(tree));
  });

  it.each(responses)('maximises gain less the price of the splits over all subtrees: %s', async (_, responseOf) => {
    const X = table(34, 3);
    const tree = await grow(responseOf(34), X);
    const total = tree.decrease.reduce((sum, gain) => sum + gain, 0);
    const sizes = new Set<number>();
    for (const share of [0, 0.02, 0.05, 0.1, 0.2, 0.4, 1]) {
      const pruned = pruneTree(tree, share, responseOf(34), X);
      const splits = pruned.feature.filter((j) => j >= 0).length;
      sizes.add(splits);
      const value = pruned.decrease.reduce((sum, gain) => sum + gain, 0) - share * total * splits;
      const best = Math.max(...subtreeValues(tree, 0, share * total));
      expect(value).toBeCloseTo(best, 9);
    }
    expect(sizes.size).toBeGreaterThan(2);
  });
});

/** The value of every subtree that is left of the branch at a node, itself a leaf included. */
function subtreeValues(tree: Tree, node: number, price: number): number[] {
  if (tree.feature[node]! < 0) return [0];
  const left = subtreeValues(tree, tree.left[node]!, price);
  const right = subtreeValues(tree, tree.left[node]! + 1, price);
  return [0, ...left.flatMap((a) => right.map((b) => tree.decrease[node]! - price + a + b))];
}

function leafOf(tree: Tree, X: Matrix, row: number) {
  let node = 0;
  while (tree.feature[node]! >= 0) {
    node = tree.left[node]! + Number(X.data[tree.feature[node]! * X.nRows + row]! > tree.threshold[node]!);
  }
  const leaf = tree.left[node]!;
  const { hazards } = tree;
  const width = tree.leaves.length / tree.feature.filter((j) => j < 0).length;
  const from = leaf > 0 ? hazards?.ends[leaf - 1] : 0;
  return {
    numbers: Array.from(tree.leaves.slice(leaf * width, (leaf + 1) * width)),
    at: hazards && Array.from(hazards.at.slice(from, hazards.ends[leaf])),
    steps: hazards && Array.from(hazards.steps.slice(from, hazards.ends[leaf])),
  };
}
