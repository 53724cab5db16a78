import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Context, Executor } from '../../base/context.ts';
import { randomKey } from '../../base/random.ts';
import { createExecutor } from '../../kernels/executor.node.ts';
import { growForest } from '../../kernels/forest.ts';
import { createMatrix } from '../../table/matrix.ts';
import type { Target } from '../../table/target.ts';
import { joinTrees } from './forest-arrays.ts';
import { rowsOutOfBag } from './out-of-bag.ts';
import { permutationImportance } from './permutation-importance.ts';
import { predictForest } from './predict.ts';
import { responseOf } from './response.ts';

let executor: Executor;
beforeAll(async () => {
  executor = await createExecutor(2);
});
afterAll(() => executor.close());

const random = randomKey(3);
const [n, p] = [70, 8];

/** Share of comparable pairs in the wrong order, pair by pair. */
function discordance(times: readonly number[], events: readonly number[], risks: readonly number[]): number {
  let wrong = 0;
  let pairs = 0;
  for (let i = 0; i < times.length; i++) {
    for (let l = 0; l < times.length; l++) {
      const earlier = times[i]! < times[l]! || (times[i] === times[l] && events[l] === 0);
      if (i === l || events[i] === 0 || !earlier) continue;
      pairs++;
      wrong += risks[i]! < risks[l]! ? 1 : risks[i] === risks[l] ? 0.5 : 0;
    }
  }
  return wrong / pairs;
}

describe('permutationImportance', () => {
  const draws = randomKey(5).stream();
  const X = createMatrix(n, p);
  for (let at = 0; at < n * p; at++) X.data[at] = draws.below(20) / 4;
  const high = (i: number) => Number(X.data[i]! + X.data[n + i]! > 4);
  const targets: Target[] = [
    {
      task: 'classification',
      classes: ['a', 'b', 'c'],
      codes: Int32Array.from({ length: n }, (_, i) => high(i) + (i % 2)),
    },
    { task: 'regression', values: Float64Array.from({ length: n }, (_, i) => 3 * high(i) + draws.normal()) },
    {
      task: 'survival',
      times: Float64Array.from({ length: n }, (_, i) => 1 + draws.below(20) + 9 * high(i)),
      events: Uint8Array.from({ length: n }, (_, i) => Number(i % 3 > 0)),
    },
  ];

  it.each(targets)('is what shuffling each column and predicting again costs: $task', async (target) => {
    const ctx: Context = { random, executor, signal: new AbortController().signal, progress: () => {}, warn: () => {} };
    const { response, outcome } = responseOf({ X, features: [], target }, {}, 'test');
    const sampling = { draws: n, replace: true };
    const limits = { minSamplesSplit: 2, minSamplesLeaf: 2, maxDepth: 5 };
    const trees = await growForest({ X, response, nTrees: 12, mtry: 3, sampling, ...limits }, ctx);
    const width = outcome.task === 'classification' ? outcome.classes.length : 1;
    const fast = await permutationImportance(joinTrees(trees, width), outcome, { X, target }, sampling, ctx);

    const loss = (t: number, table: typeof X, rows: readonly number[]): number => {
      const prediction = predictForest(joinTrees([trees[t]!], width), outcome, table);
      const mean = (of: (i: number) => number) => rows.reduce((sum, i) => sum + of(i), 0) / rows.length;
      if (target.task === 'classification' && prediction.task === 'classification') {
        const says = (i: number) => {
          const row = prediction.probabilities.subarray(3 * i, 3 * i + 3);
          return row.indexOf(Math.max(...row));
        };
        return mean((i) => Number(says(i) !== target.codes[i]));
      }
      if (target.task === 'regression' && prediction.task === 'regression') {
        return mean((i) => (prediction.values[i]! - target.values[i]!) ** 2);
      }
      if (target.task !== 'survival' || prediction.task !== 'survival') throw new Error('another task');
      const pick = (values: ArrayLike<number>) => rows.map((i) => values[i]!);
      return discordance(pick(target.times), pick(target.events), pick(prediction.risks));
    };
    const slow = new Float64Array(p);
    trees.forEach((_, t) => {
      const rows = Array.from(rowsOutOfBag(random, t, n, sampling));
      for (let j = 0; j < p; j++) {
        const partner = random.at('permute', t, j).stream().shuffle(Uint32Array.from(rows));
        const shuffled = { ...X, data: X.data.slice() };
        rows.forEach((i, place) => {
          shuffled.data[j * n + i] = X.data[j * n + partner[place]!]!;
        });
        slow[j]! += (loss(t, shuffled, rows) - loss(t, X, rows)) / 12;
      }
    });
    expect(Math.max(...slow)).toBeGreaterThan(0);
    fast.forEach((value, j) => {
      expect(value).toBeCloseTo(Math.max(0, slow[j]!), 10);
    });
  });
});
