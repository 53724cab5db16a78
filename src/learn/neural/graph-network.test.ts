import { describe, expect, test } from 'vitest';
import { networkResources, networkView } from '../../../test/support/network-views.ts';
import type { Context, Executor } from '../../base/context.ts';
import { checkParams } from '../../base/params.ts';
import { randomKey } from '../../base/random.ts';
import type { Warning } from '../../base/warning.ts';
import { createEngine } from '../../graph/engine.node.ts';
import { metricByName } from '../../metric/registry.ts';
import { scorer } from '../../metric/scorer.ts';
import type { EdgeList, Learner, TrainView } from '../../table/contract.ts';
import { createMatrix } from '../../table/matrix.ts';
import { featureEdges } from './feature-edges.ts';
import { create } from './graph-network.ts';
import { create as createMlp } from './mlp.ts';
import { mlpParams } from './params.ts';
import { graphNetworkParams } from './set-and-graph-params.ts';

const engine = createEngine({ threads: 1 });
const context = (): Context => ({
  ...{ random: randomKey(2), executor: {} as Executor, networks: engine },
  ...{ signal: new AbortController().signal, progress: () => {}, warn: () => {} },
});
const graphNetwork = (given: object, resources: { readonly edges?: EdgeList }) =>
  create(checkParams(graphNetworkParams, { ...given }, 'graph-network'), resources);
const list = (...rows: readonly (readonly [string, string, number])[]): EdgeList => ({
  from: rows.map(([from]) => from),
  to: rows.map(([, to]) => to),
  weights: Float64Array.from(rows, ([, , weight]) => weight),
});

describe('edges between features', () => {
  const view = (features: readonly string[], blocks: readonly string[] = []) => ({
    ...{ X: createMatrix(1, features.length), features },
    parts: blocks.map((name, b) => ({ name, kind: 'numeric' as const, start0: b * 2, end0: b * 2 + 2 })),
  });
  const found = (of: ReturnType<typeof view>, edges: EdgeList) => {
    const warnings: Warning[] = [];
    return { edges: featureEdges(of, edges, 'here', { warn: (one) => warnings.push(one) }), warnings };
  };

  test('stand once, by their largest weight, relative to the largest of all; names that are no features are counted', () => {
    const edges = list(
      ['A', 'B', 300],
      ['B', 'A', 400],
      ['B', 'C', 800],
      ['C', 'C', 900],
      ['A', 'X', 999],
      ['A', 'C', 0],
    );
    const { edges: kept, warnings } = found(view(['A', 'B', 'C']), edges);
    expect(kept).toEqual([
      [0, 1, 0.5],
      [1, 2, 1],
    ]);
    expect(warnings.map(({ message }) => message)).toEqual([
      "1 of 4 names of the edges are not features, such as 'X', and were left out",
    ]);
  });

  test('hold within each block, and between blocks where they say so', () => {
    const two = view(['rna:A', 'rna:B', 'copies:A', 'copies:B'], ['rna', 'copies']);
    const { edges, warnings } = found(two, list(['A', 'B', 1], ['rna:A', 'copies:A', 1]));
    expect([edges, warnings]).toEqual([
      [
        [0, 1, 1],
        [2, 3, 1],
        [0, 2, 1],
      ],
      [],
    ]);
  });

  test('there must be some', () => {
    const none = () => found(view(['A', 'B']), list(['ENSG1', 'ENSG2', 1]));
    expect(none).toThrow(
      /at least one edge must join two features, got none of 1; .*the table has 'A', the edges 'ENSG1'/,
    );
  });
});

describe('graph-network', () => {
  test('refuses to be fitted without edges, on missing values and on too many features', async () => {
    const data = networkView('graph-network', 'classification', 30);
    const quick = { epochs: 1, members: 1 };
    await expect(graphNetwork(quick, {}).fit(data, context())).rejects.toThrow(/graph-network.edges: needs the edges/);
    const { edges } = networkResources('graph-network') as { edges: EdgeList };
    const wide = { ...data, X: { nRows: 30, nCols: 10_001, data: new Float32Array() } };
    await expect(graphNetwork(quick, { edges }).fit(wide, context())).rejects.toThrow(/at most 10000 features/);
    data.X.data[3 * 30 + 4] = Number.NaN;
    await expect(graphNetwork(quick, { edges }).fit(data, context())).rejects.toThrow(/'g3'.*add 'impute' to prepare/);
  });

  test('keeps nothing of where the edges lay', async () => {
    const data = networkView('graph-network', 'regression', 30);
    const { edges } = networkResources('graph-network') as { edges: EdgeList };
    const fitAt = (path: string) =>
      graphNetwork({ edges: path, epochs: 1, members: 1 }, { edges }).fit(data, context());
    expect((await fitAt('/here/edges.tsv')).toState()).toEqual((await fitAt('/there/edges.tsv')).toState());
  });

  test('reads a module of noisy features better than an mlp, from fewer samples than features', async () => {
    const accuracy = async (learner: Learner, seen: TrainView, asked: TrainView) => {
      const prediction = await (await learner.fit(seen, context())).predict(asked, context());
      return scorer(asked.target, prediction).value(metricByName('accuracy'));
    };
    const settings = { epochs: 40, rate: 0.003, members: 2, dropout: 0.5, units: 32 };
    const over = (edges: EdgeList) => graphNetwork({ ...settings, layers: 2 }, { edges });
    const learners = [over(MODULES), createMlp(checkParams(mlpParams, settings, 'mlp')), over(MIXED)];
    const means = [0, 0, 0];
    for (const seed of [1, 2]) {
      const [train, fresh] = [modules(160, seed), modules(400, seed + 100)];
      for (const [k, learner] of learners.entries()) means[k]! += (await accuracy(learner, train, fresh)) / 2;
    }
    const [graph, mlp, mixed] = means as [number, number, number];
    expect(graph).toBeGreaterThan(0.75);
    expect(graph - mlp).toBeGreaterThan(0.1);
    expect(graph - mixed).toBeGreaterThan(0.05);
  });
});

/** 10 modules of 20 features, each a ring with chords. */
const WIDTH = 20;
const MODULES = list(
  ...Array.from({ length: 10 * WIDTH }, (_, j) => {
    const first = j - (j % WIDTH);
    return [1, 2, 3, 4, 5].map((by) => [`g${j}`, `g${first + ((j - first + by) % WIDTH)}`, 1] as const);
  }).flat(),
);

/** As many edges that say nothing: the names at one end are others. */
const MIXED: EdgeList = {
  ...MODULES,
  to: MODULES.to.map((name) => `g${(Number(name.slice(1)) * 77 + 5) % (10 * WIDTH)}`),
};

/** Features that know nothing of each other, seen under noise; the class is whether the mean of the first module is above 0. */
function modules(n: number, seed: number): TrainView {
  const stream = randomKey(seed).at('modules').stream();
  const X = createMatrix(n, 10 * WIDTH);
  const codes = new Int32Array(n);
  for (let i = 0; i < n; i++) {
    let sum = 0;
    for (let j = 0; j < 10 * WIDTH; j++) {
      const value = stream.normal();
      if (j < WIDTH) sum += value;
      X.data[j * n + i] = value + 0.5 * stream.normal();
    }
    codes[i] = Number(sum > 0);
  }
  return {
    ...{ X, features: Array.from({ length: 10 * WIDTH }, (_, j) => `g${j}`) },
    target: { task: 'classification', classes: ['low', 'high'], codes },
  };
}
