import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createExecutor } from '../../test/support/kernel-threads.ts';
import { CASES, type TargetTask, viewFor } from '../../test/support/learner-views.ts';
import { sealed, toSparse, withBases } from '../../test/support/sparse-tables.ts';
import type { Context, Executor } from '../base/context.ts';
import { DataError } from '../base/errors.ts';
import { checkParams } from '../base/params.ts';
import { randomKey } from '../base/random.ts';
import type { Learner, LearnerEntry, Model, TrainView } from '../table/contract.ts';
import { isSparse, type Matrix, takeRows } from '../table/matrix.ts';
import type { Prediction } from '../table/prediction.ts';
import { learners } from './registry.ts';

const executors: Executor[] = [];
beforeAll(async () => {
  for (const threads of [1, 3]) executors.push(await createExecutor(threads));
});
afterAll(() => Promise.all(executors.map((executor) => executor.close())));
const context = (executor = executors[0]!): Context => ({
  ...{ executor, random: randomKey(3), signal: new AbortController().signal, progress: () => {}, warn: () => {} },
});

/** Learners by way of the rows' products, which of a sparse table are summed from its entries. */
const BY_GRAM = new Set(['svm']);
const COUNTS = new Set(['multinomial-nb', 'complement-nb']);
/** Exact enough to compare two ways to one optimum. */
const EXACT: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  'elastic-net': { tolerance: 1e-6, 'path-length': 8 },
  lasso: { tolerance: 1e-6, 'path-length': 8 },
  ridge: { tolerance: 1e-6, 'path-length': 8 },
  'linear-svm': { tolerance: 1e-6, 'max-passes': 100_000 },
  forest: { trees: 10 },
  'extra-trees': { trees: 10 },
  boosting: { rounds: 5 },
};

async function create(entry: LearnerEntry): Promise<Learner> {
  return (await entry.load()).create(checkParams(entry.params, EXACT[entry.word] ?? {}, entry.word));
}

/** The case with the small values of its table made 0. */
function thinned(entry: LearnerEntry, view: TrainView): TrainView {
  const isCount = COUNTS.has(entry.word);
  const data = view.X.data.map((value) => (isCount ? Math.max(0, value) : Math.abs(value) < 0.8 ? 0 : value));
  return { ...view, X: { nRows: view.X.nRows, nCols: view.X.nCols, data } };
}

function numbersOf(prediction: Prediction): Float64Array {
  if (prediction.task === 'classification') return prediction.probabilities;
  if (prediction.task === 'regression') return prediction.values;
  return prediction.task === 'survival' ? prediction.risks : Float64Array.from(prediction.labels);
}

async function fitAll(learner: Learner, data: TrainView, ctx: Context): Promise<readonly Model[]> {
  const { path } = learner;
  return path ? path.fit(data, await path.values(data, ctx), ctx) : [await learner.fit(data, ctx)];
}

/** Networks have a suite of their own: `neural/contract.test.ts`. */
const served = learners
  .filter(({ network }) => !network)
  .flatMap((entry) =>
    entry.tasks
      .filter((task): task is TargetTask => task !== 'clustering')
      .map((task) => ({ word: entry.word, entry, task })),
  );
const sparse = served.filter(({ entry }) => entry.sparse);

it('some learners take sparse tables', () => {
  expect(new Set(sparse.map(({ word }) => word)).size).toBeGreaterThanOrEqual(5);
});

describe.each(sparse)('$word of $task, which takes sparse tables', ({ entry, task }) => {
  describe.each(CASES[task])('on $name', ({ view }) => {
    const make = () => thinned(entry, view());
    const forms: readonly (readonly [string, (X: Matrix) => Matrix])[] = [
      ['entries that are not 0', sealed],
      ['columns with bases', (X) => sealed(withBases(X))],
    ];

    it.each(forms)('predicts from %s what it predicts from the dense table', async (_, form) => {
      const data = make();
      const learner = await create(entry);
      const values = await learner.path?.values(data, context());
      const modelsOf = (of: TrainView) =>
        learner.path ? learner.path.fit(of, values!, context()) : learner.fit(of, context()).then((model) => [model]);
      const lean = { ...data, X: form(data.X) };
      const own = await learner.path?.values(lean, context());
      // Where no feature varies the strongest penalty is rounding.
      if (values && values[0]! > 1e-12)
        for (const [l, value] of own!.entries()) expect(value / values[l]!).toBeCloseTo(1, 5);
      const [wanted, models] = [await modelsOf(data), await modelsOf(lean)];
      for (const [l, model] of models.entries()) {
        const got = numbersOf(await model.predict(lean, context()));
        const theirs = numbersOf(await wanted[l]!.predict(data, context()));
        const scale = Math.max(1, ...theirs.map(Math.abs));
        got.forEach((value, i) => {
          expect(Math.abs(value - theirs[i]!)).toBeLessThan(0.01 * scale);
        });
        // Of one model the two forms of a table are the same but for rounding.
        const rounded = numbersOf(await model.predict(data, context()));
        got.forEach((value, i) => {
          expect(Math.abs(value - rounded[i]!)).toBeLessThan(1e-5 * scale);
        });
      }
    });

    it('leaves its data as it was, gives the same bits with 1 and 3 threads and after saving, and treats a row alone as among others', async () => {
      const data = { ...make(), X: toSparse(make().X) };
      const learner = await create(entry);
      const [one, three] = await Promise.all(
        executors.map(async (executor) => (await fitAll(learner, data, context(executor))).map((m) => m.toState())),
      );
      expect(three).toEqual(one);
      const model = await learner.fit(data, context());
      const all = await model.predict(data, context());
      const restored = (await entry.load()).restore(model.toState());
      expect(await restored.predict(data, context())).toEqual(all);
      const n = data.X.nRows;
      const alone = numbersOf(await model.predict({ ...data, X: takeRows(data.X, [3]) }, context()));
      expect([...alone]).toEqual([...numbersOf(all)].slice(3 * alone.length, 4 * alone.length));
      expect(numbersOf(all).length).toBe(n * alone.length);
      expect(data.X.sparse).toEqual(toSparse(make().X).sparse);
    });
  });

  it('refuses missing values naming feature and remedy', async () => {
    const data = thinned(entry, viewFor(entry.word, task, 30, 5));
    data.X.data[3 * 30 + 4] = Number.NaN;
    const fit = (await create(entry)).fit({ ...data, X: sealed(data.X) }, context());
    await expect(fit).rejects.toThrow(DataError);
    await expect(fit).rejects.toThrow(/'g3'.*add 'impute' to prepare/);
  });
});

describe.each(served.filter(({ entry }) => !entry.sparse))('$word of $task, which does not', ({ entry, task }) => {
  it('predicts the same from a sparse table as from a dense one, by the same bits but for sums of products of rows', async () => {
    const data = thinned(entry, viewFor(entry.word, task, 40, 6));
    const lean = { ...data, X: toSparse(data.X) };
    expect(isSparse(lean.X)).toBe(true);
    const fits = [];
    for (const of of [data, lean]) {
      const model = await (await create(entry)).fit(of, context());
      fits.push({ state: model.toState(), prediction: await model.predict(of, context()) });
    }
    const [wanted, got] = fits as [(typeof fits)[0], (typeof fits)[0]];
    if (!BY_GRAM.has(entry.word)) expect(got).toEqual(wanted);
    numbersOf(got.prediction).forEach((value, i) => {
      expect(value).toBeCloseTo(numbersOf(wanted.prediction)[i]!, 2);
    });
  });
});
