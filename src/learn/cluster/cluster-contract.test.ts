import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { clusterContext, planted, shuffledRows } from '../../../test/support/cluster-golden.ts';
import { createExecutor } from '../../../test/support/kernel-threads.ts';
import type { Executor } from '../../base/context.ts';
import { CancelledError, DataError, ShapeError, UnsupportedError } from '../../base/errors.ts';
import { checkParams } from '../../base/params.ts';
import { adjustedRandIndex } from '../../metric/clustering/adjusted-rand-index.ts';
import type { Learner, LearnerEntry, Model, State, TrainView, View } from '../../table/contract.ts';
import { createMatrix, type Matrix, takeRows } from '../../table/matrix.ts';
import type { ClusterPrediction } from '../../table/prediction.ts';
import { requireTask } from '../../table/target.ts';
import { learners } from '../registry.ts';

const executors: Executor[] = [];
const taken = new Set<number>();
beforeAll(async () => {
  for (const threads of [1, 2, 4]) {
    const inner = await createExecutor(threads);
    executors.push({
      ...inner,
      allocate(bytes) {
        const address = inner.allocate(bytes);
        taken.add(address);
        return address;
      },
      free(address) {
        taken.delete(address);
        inner.free(address);
      },
    });
  }
});
afterAll(() => Promise.all(executors.map((executor) => executor.close())));
const ctx = (executor = executors[0]!, signal?: AbortSignal) => clusterContext(executor, signal);

/** Settings that make the learners quick; everything else is the default. */
const QUICK: Readonly<Record<string, Readonly<Record<string, unknown>>>> = { consensus: { resamples: 20, 'max-k': 5 } };
async function create(entry: LearnerEntry, given: Readonly<Record<string, unknown>> = {}): Promise<Learner> {
  return (await entry.load()).create(checkParams(entry.params, { ...QUICK[entry.word], ...given }, entry.word));
}
const viewOf = (X: Matrix): TrainView => ({
  X,
  features: Array.from({ length: X.nCols }, (_, j) => `g${j}`),
  target: { task: 'clustering', nSamples: X.nRows },
});
async function predict(model: Model, data: View): Promise<ClusterPrediction> {
  return requireTask(await model.predict({ X: data.X, features: data.features }, ctx()), 'clustering', 'test');
}
function throughFile(state: State): State {
  const arrays = Object.fromEntries(Object.entries(state.arrays).map(([name, array]) => [name, array.slice()]));
  return { kind: state.kind, json: JSON.parse(JSON.stringify(state.json)), arrays };
}
const withConstant = (X: Matrix) => {
  X.data.fill(7.25, X.nRows, 2 * X.nRows);
  return X;
};

const tables: readonly { name: string; X: () => Matrix }[] = [
  { name: 'three groups', X: () => planted(60, 8, 3, 3).X },
  { name: 'no groups', X: () => planted(40, 5, 1, 0).X },
  { name: 'one feature', X: () => planted(31, 1, 2, 4).X },
  { name: 'a constant column', X: () => withConstant(planted(30, 6, 2, 2).X) },
  { name: 'nothing but constants', X: () => createMatrix(20, 2) },
  { name: 'more features than rows', X: () => planted(17, 120, 3, 1).X },
  {
    name: 'rows that are there three times',
    X: () =>
      takeRows(
        planted(8, 4, 2, 2).X,
        Array.from({ length: 24 }, (_, i) => i % 8),
      ),
  },
  { name: 'two rows', X: () => planted(2, 5, 2, 1).X },
  { name: 'one row', X: () => planted(1, 5, 1, 1).X },
];

describe.each(learners.filter(({ tasks }) => tasks.includes('clustering')))('$word', (entry) => {
  describe.each(tables)('on $name', ({ X: make }) => {
    it('holds on to nothing of its table', async () => {
      const learner = await create(entry);
      const [kept, given] = [viewOf(make()), viewOf(make())];
      const models = [await learner.fit(kept, ctx()), await learner.fit(given, ctx())];
      given.X.data.fill(Number.NaN);
      const [one, other] = await Promise.all(models.map((model) => predict(model, kept)));
      expect(other).toEqual(one);
      expect(models[1]!.toState()).toEqual(models[0]!.toState());
    });

    it('fits with its defaults; every row gets a cluster below nClusters, or −1; the table stays as it was', async () => {
      const data = viewOf(make());
      const model = await (await create(entry)).fit(data, ctx());
      const { labels, nClusters } = await predict(model, data);
      expect(labels.length).toBe(data.X.nRows);
      for (const label of labels) {
        expect(Number.isInteger(label) && label < nClusters).toBe(true);
        expect(label).toBeGreaterThanOrEqual(entry.word === 'dbscan' ? -1 : 0);
      }
      expect(model.summary?.().clusters).toBe(nClusters);
      expect(data).toEqual(viewOf(make()));
      expect(taken.size).toBe(0);
    });

    it('gives the same bits when fitted again, and with 1, 2 and 4 threads', async () => {
      const states: State[] = [];
      for (const executor of [executors[0]!, ...executors]) {
        states.push((await (await create(entry)).fit(viewOf(make()), ctx(executor))).toState());
      }
      for (const state of states.slice(1)) expect(state).toEqual(states[0]);
    });

    it('predicts the same labels after saving and restoring, and a row alone as among others', async () => {
      const data = viewOf(make());
      const model = await (await create(entry)).fit(data, ctx());
      const restored = (await entry.load()).restore(throughFile(model.toState()));
      const all = await predict(model, data);
      expect(restored.kind).toBe(entry.word);
      expect(await predict(restored, data)).toEqual(all);
      expect(restored.summary?.()).toEqual(model.summary?.());
      expect(restored.toState()).toEqual(model.toState());
      for (const i of [0, data.X.nRows - 1]) {
        const alone = await predict(model, { ...data, X: takeRows(data.X, [i]) });
        expect(alone.labels[0]).toBe(all.labels[i]);
      }
    });
  });

  it('finds three planted groups, how many not being said; the order of the rows changes names only', async () => {
    const { X, truth } = planted(90, 6, 3, 6);
    const data = viewOf(X);
    const { labels } = await predict(await (await create(entry)).fit(data, ctx()), data);
    if (entry.word === 'dbscan') {
      const kept = [...labels.keys()].filter((i) => labels[i]! >= 0);
      expect(kept.length).toBeGreaterThan(75);
      expect(
        adjustedRandIndex(
          kept.map((i) => labels[i]!),
          kept.map((i) => truth[i]!),
        ),
      ).toBe(1);
    } else {
      expect(adjustedRandIndex(labels, truth)).toBe(1);
    }
    const order = shuffledRows(90);
    const shuffled = viewOf(takeRows(X, order));
    const other = await predict(await (await create(entry)).fit(shuffled, ctx()), shuffled);
    expect(
      adjustedRandIndex(
        other.labels,
        order.map((i) => labels[i]!),
      ),
    ).toBe(1);
  });

  it('gives new rows the cluster of their group', async () => {
    const { X, truth } = planted(120, 6, 3, 6);
    const split = (odd: boolean) => [...Array(120).keys()].filter((i) => (Math.floor(i / 3) % 2 === 1) === odd);
    const model = await (await create(entry)).fit(viewOf(takeRows(X, split(false))), ctx());
    const { labels } = await predict(model, viewOf(takeRows(X, split(true))));
    const known = split(true).filter((_, q) => labels[q]! >= 0);
    expect(known.length).toBeGreaterThan(40);
    expect(
      adjustedRandIndex(
        labels.filter((label) => label >= 0),
        known.map((i) => truth[i]!),
      ),
    ).toBe(1);
  });

  it('refuses missing values naming feature and remedy, another task, another width, and k above the rows', async () => {
    const missing = viewOf(planted(30, 5, 2, 2).X);
    missing.X.data[3 * 30 + 4] = Number.NaN;
    const learner = await create(entry);
    await expect(learner.fit(missing, ctx())).rejects.toThrow(DataError);
    await expect(learner.fit(missing, ctx())).rejects.toThrow(/'g3'.*add 'impute' to prepare/);
    const data = viewOf(planted(30, 5, 2, 2).X);
    const labelled = { ...data, target: { task: 'regression', values: new Float64Array(30) } } as const;
    await expect(learner.fit(labelled, ctx())).rejects.toThrow(UnsupportedError);
    const model = await learner.fit(data, ctx());
    await expect(model.predict(viewOf(planted(3, 6, 2, 2).X), ctx())).rejects.toThrow(ShapeError);
    await expect(model.predict(missing, ctx())).rejects.toThrow(DataError);
    if ('k' in entry.params) {
      const many = (await create(entry, { k: 31 })).fit(data, ctx());
      await expect(many).rejects.toThrow(DataError);
      await expect(many).rejects.toThrow(/k must be at most/);
    }
  });

  if ('k' in entry.params) {
    it.each([1, 2, 7])('makes %i clusters when told so', async (k) => {
      const data = viewOf(planted(60, 8, 3, 3).X);
      const { labels, nClusters } = await predict(await (await create(entry, { k })).fit(data, ctx()), data);
      expect(nClusters).toBe(k);
      expect(new Set(labels).size).toBe(k);
    });
  }

  it('stops when aborted before it begins, or in the middle, and frees its memory', async () => {
    const before = new AbortController();
    before.abort();
    const data = viewOf(planted(200, 250, 4, 1).X);
    const learner = await create(entry);
    await expect(learner.fit(data, ctx(executors[0], before.signal))).rejects.toThrow(CancelledError);
    const middle = new AbortController();
    let calls = 0;
    const counting: Executor = {
      ...executors[1]!,
      call(kernel, args) {
        if (++calls === 2) middle.abort();
        return executors[1]!.call(kernel, args);
      },
    };
    await expect(learner.fit(data, ctx(counting, middle.signal))).rejects.toThrow(CancelledError);
    expect(taken.size).toBe(0);
  });
});
