import { beforeAll, describe, expect, it } from 'vitest';
import { CASES, type TargetTask } from '../../../test/support/learner-views.ts';
import { openEngine } from '../../../test/support/network-engine.ts';
import { networkResources, networkView } from '../../../test/support/network-views.ts';
import type { Context, Executor } from '../../base/context.ts';
import { CancelledError, DataError, ShapeError, UnsupportedError } from '../../base/errors.ts';
import type { NetworkEngine } from '../../base/network-engine.ts';
import { checkParams } from '../../base/params.ts';
import { randomKey } from '../../base/random.ts';
import type { Warning } from '../../base/warning.ts';
import { metricByName } from '../../metric/registry.ts';
import { scorer } from '../../metric/scorer.ts';
import type { LearnerEntry, Model, State, TrainView } from '../../table/contract.ts';
import { takeRows } from '../../table/matrix.ts';
import type { Prediction } from '../../table/prediction.ts';
import { learners } from '../registry.ts';

let networks: NetworkEngine;
beforeAll(async () => {
  networks = await openEngine(1);
});

/** No network asks for a kernel. */
const executor = new Proxy({} as Executor, {
  get() {
    throw new Error('a network asked for the executor');
  },
});
const context = (signal = new AbortController().signal): Context & { warnings: Warning[] } => {
  const warnings: Warning[] = [];
  return {
    random: randomKey(3),
    executor,
    networks,
    signal,
    progress: () => {},
    warn: (w) => warnings.push(w),
    warnings,
  };
};

const QUICK = {
  ...{ epochs: 30, members: 2, batch: 16, rate: 0.01, dropout: 0.1, units: 32 },
  ...{ filters: 6, stages: 1, width: 7, flips: 'none', shift: 0, colour: 0 },
};
/** They read tables as they are; the others want letters, or arrays. */
const TABLES = new Set(['mlp', 'autoencoder', 'fusion']);
const served = learners
  .filter(({ network }) => network)
  .flatMap((entry) => entry.tasks.map((task) => ({ word: entry.word, entry, task: task as TargetTask })));

async function fitted(
  entry: LearnerEntry,
  data: TrainView,
  given: object = {},
  ctx: Context = context(),
): Promise<Model> {
  const known = Object.fromEntries(Object.entries({ ...QUICK, ...given }).filter(([name]) => name in entry.params));
  return (await entry.load())
    .create(checkParams(entry.params, known, entry.word), networkResources(entry.word))
    .fit(data, ctx);
}

function throughFile(state: State): State {
  const arrays = Object.fromEntries(Object.entries(state.arrays).map(([name, array]) => [name, array.slice()]));
  return { kind: state.kind, json: JSON.parse(JSON.stringify(state.json)), arrays };
}

function numbersOf(prediction: Prediction): Float64Array {
  if (prediction.task === 'classification') return prediction.probabilities;
  if (prediction.task === 'regression') return prediction.values;
  return prediction.task === 'survival' ? prediction.risks : new Float64Array();
}

/** How well the task is done, and what a network must reach. */
const SKILL = { classification: ['accuracy', 0.85], regression: ['r2', 0.5], survival: ['c-index', 0.7] } as const;

describe.each(served)('$word of $task', ({ word, entry, task }) => {
  it('learns what is there to be learned, for new rows too, and leaves its data as it was', async () => {
    const data = networkView(word, task, 150);
    const model = await fitted(entry, data);
    const fresh = networkView(word, task, 90);
    const [metric, least] = SKILL[task];
    const skill = scorer(fresh.target, await model.predict(fresh, context())).value(metricByName(metric));
    expect(skill).toBeGreaterThan(least);
    expect(data).toEqual(networkView(word, task, 150));
  });

  it('gives the same bits when fitted again, and after saving and restoring', async () => {
    const data = networkView(word, task, 40);
    const [model, again] = [await fitted(entry, data, { epochs: 3 }), await fitted(entry, data, { epochs: 3 })];
    expect(again.toState()).toEqual(model.toState());
    const restored = (await entry.load()).restore(throughFile(model.toState()));
    expect(restored.kind).toBe(word);
    expect(await restored.predict(data, context())).toEqual(await model.predict(data, context()));
    expect(restored.importance?.()).toEqual(model.importance?.());
    expect(restored.summary?.()).toEqual(model.summary?.());
    expect(restored.toState()).toEqual(model.toState());
  });

  if (task === 'classification') {
    it('answers for rows of each member that it did not learn from, groups whole', async () => {
      const data = { ...networkView(word, task, 60), groups: Int32Array.from({ length: 60 }, (_, i) => i >> 1) };
      const { heldOut = [] } = await fitted(entry, data, { epochs: 2 });
      const { create } = await entry.load();
      expect(create(checkParams(entry.params, {}, word)).holdsOut).toBe(true);
      expect(heldOut.length).toBe(QUICK.members);
      const rows = heldOut.flatMap((part) => Array.from(part.rows));
      expect(new Set(rows).size).toBe(rows.length);
      for (const part of heldOut) {
        const own = new Set(Array.from(part.rows));
        for (const i of own) expect(own.has(i ^ 1)).toBe(true);
        expect(numbersOf(part.prediction).length).toBe(3 * own.size);
      }
      expect((await fitted(entry, data, { epochs: 2, held: 0 })).heldOut).toBeUndefined();
    });
  }

  it('treats a row alone as among others, to rounding', async () => {
    const data = networkView(word, task, 40);
    const model = await fitted(entry, data, { epochs: 3 });
    const all = numbersOf(await model.predict(data, context()));
    for (const i of [0, 39]) {
      const alone = numbersOf(await model.predict({ ...data, X: takeRows(data.X, [i]) }, context()));
      alone.forEach((value, k) => {
        expect(value).toBeCloseTo(all[i * alone.length + k]!, 4);
      });
    }
  });

  it('refuses another number of features, a context without an engine, and stops when aborted', async () => {
    const data = networkView(word, task, 30);
    const model = await fitted(entry, data, { epochs: 2 });
    const wide = {
      ...data,
      X: { nRows: 30, nCols: data.X.nCols + 1, data: new Float32Array(30 * (data.X.nCols + 1)) },
    };
    await expect(model.predict(wide, context())).rejects.toThrow(ShapeError);
    const { networks: _, ...bare } = context();
    await expect(fitted(entry, data, {}, bare)).rejects.toThrow(UnsupportedError);
    const before = new AbortController();
    before.abort();
    await expect(fitted(entry, data, {}, context(before.signal))).rejects.toThrow(CancelledError);
    const middle = new AbortController();
    const ctx = { ...context(middle.signal), progress: (done: number) => done > 0.3 && middle.abort() };
    await expect(fitted(entry, data, { held: 0 }, ctx as Context)).rejects.toThrow(CancelledError);
  });

  if (TABLES.has(word)) {
    it.each(CASES[task])('fits and predicts on $name', async ({ view, absent = [] }) => {
      const data = view();
      const prediction = await (await fitted(entry, data, { epochs: 2 })).predict(data, context());
      const numbers = numbersOf(prediction);
      expect(numbers.every(Number.isFinite)).toBe(true);
      if (prediction.task !== 'classification') return;
      const width = prediction.classes.length;
      for (let i = 0; i < data.X.nRows; i++) {
        const row = numbers.subarray(i * width, (i + 1) * width);
        expect(row.reduce((a, b) => a + b, 0)).toBeCloseTo(1, 6);
        for (const k of absent) expect(row[k]).toBe(0);
      }
    });

    it('refuses missing values, naming feature and remedy', async () => {
      const data = networkView(word, task, 30);
      data.X.data[3 * 30 + 4] = Number.NaN;
      const outcome = await fitted(entry, data, { epochs: 1 }).catch((error: Error) => error);
      expect(outcome).toBeInstanceOf(DataError);
      expect((outcome as Error).message).toMatch(/'g3'.*add 'impute' to prepare/);
    });
  }
});
