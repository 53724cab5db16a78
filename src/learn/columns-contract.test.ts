import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createExecutor } from '../../test/support/kernel-threads.ts';
import { type TargetTask, viewFor } from '../../test/support/learner-views.ts';
import { toSparse } from '../../test/support/sparse-tables.ts';
import type { Context, Executor } from '../base/context.ts';
import { ShapeError } from '../base/errors.ts';
import { checkParams } from '../base/params.ts';
import { randomKey } from '../base/random.ts';
import type { LearnerEntry, Model, TrainView } from '../table/contract.ts';
import { takeRows } from '../table/matrix.ts';
import { takeTargetRows } from '../table/target.ts';
import { learners } from './registry.ts';

let executor: Executor;
beforeAll(async () => {
  executor = await createExecutor(2);
});
afterAll(() => executor.close());
const context = (): Context => ({
  ...{ executor, random: randomKey(3), signal: new AbortController().signal, progress: () => {}, warn: () => {} },
});

const COUNTS = new Set(['multinomial-nb', 'complement-nb']);
const BASELINES = new Set(['majority', 'mean', 'kaplan-meier']);
const NO_DRAWS = { trees: 5, 'min-samples-leaf': 1, 'max-features': 'all' };
/**
 * With these settings a row of weight 2 is that row twice: nothing is drawn among rows or counted in rows, and solvers go as near to the optimum
 * as they can. Digits to which predictions are then the same.
 */
const EXACT: Readonly<Record<string, readonly [settings: Readonly<Record<string, unknown>>, digits: number]>> = {
  ...Object.fromEntries(['majority', 'mean', 'kaplan-meier', 'linear', 'logistic'].map((word) => [word, [{}, 6]])),
  ...Object.fromEntries(['naive-bayes', 'multinomial-nb', 'complement-nb'].map((word) => [word, [{}, 6]])),
  ...Object.fromEntries(['elastic-net', 'lasso', 'ridge'].map((word) => [word, [{ tolerance: 1e-8, lambda: 0.1 }, 3]])),
  cox: [{ ties: 'breslow' }, 6],
  tree: [{ 'min-samples-leaf': 1, 'cost-complexity': 0 }, 5],
  forest: [{ ...NO_DRAWS, replace: false, 'sample-fraction': 1 }, 5],
  'extra-trees': [NO_DRAWS, 5],
  boosting: [{ rounds: 25, 'row-sample': 1, 'column-sample': 1, curves: 'plain' }, 4],
};
/** With these settings their leaves hold a single row, or rows that are alike: weights change nothing. */
const GROWN = new Set(['tree', 'forest', 'extra-trees']);
const QUICK: Readonly<Record<string, Readonly<Record<string, unknown>>>> = { boosting: { rounds: 25 } };

/** Networks have a suite of their own: `neural/contract.test.ts`. */
const served = learners
  .filter(({ network }) => !network)
  .flatMap((entry) =>
    entry.tasks
      .filter((task): task is TargetTask => task !== 'clustering')
      .map((task) => ({ word: entry.word, entry, task })),
  );

async function fitted(entry: LearnerEntry, given: Readonly<Record<string, unknown>>, data: TrainView): Promise<Model> {
  const params = checkParams(entry.params, { ...QUICK[entry.word], ...given }, entry.word);
  return (await entry.load()).create(params).fit(data, context());
}

/** What a model says of these rows, as one list. */
async function said(model: Model, data: TrainView): Promise<readonly number[]> {
  const prediction = await model.predict(data, context());
  if (prediction.task === 'classification') return [...prediction.probabilities];
  if (prediction.task === 'regression') return [...prediction.values];
  return prediction.task === 'survival' ? [...prediction.risks, ...prediction.survival] : [...prediction.labels];
}

function expectNear(got: readonly number[], expected: readonly number[], digits: number): void {
  expect(got.length).toBe(expected.length);
  got.forEach((value, at) => {
    expect(value).toBeCloseTo(expected[at]!, digits);
  });
}

function viewOf(entry: LearnerEntry, task: TargetTask, n: number): TrainView {
  const view = viewFor(entry.word, task, n, 5);
  if (!COUNTS.has(entry.word)) return view;
  return { ...view, X: { ...view.X, data: view.X.data.map((value) => Math.max(0, value + 4)) } };
}

describe.each(served)('$word of $task', ({ entry, task }) => {
  const weights = Float64Array.from({ length: 60 }, (_, i) => (i % 3 === 0 ? 2 : 1));
  const [settings, digits] = EXACT[entry.word] ?? [{}, 0];

  it.skipIf(entry.weighted)('takes no weights, and says so', async () => {
    const fit = fitted(entry, settings, { ...viewOf(entry, task, 60), weights });
    await expect(fit).rejects.toThrow(`${entry.word}: takes no sample weights`);
  });

  it.skipIf(!entry.weighted)('takes weights: a row of weight 2 is that row twice', async () => {
    const plain = viewOf(entry, task, 60);
    const own = await said(await fitted(entry, settings, { ...plain, weights }), plain);
    expect(own.every(Number.isFinite)).toBe(true);
    if (!EXACT[entry.word]) return; // probabilities of parts of the rows, which are drawn
    const twice = [...weights.keys(), ...[...weights.keys()].filter((i) => weights[i] === 2)];
    const repeated = { ...plain, X: takeRows(plain.X, twice), target: takeTargetRows(plain.target, twice) };
    expectNear(own, await said(await fitted(entry, settings, repeated), plain), digits);
    if (!GROWN.has(entry.word)) expect(own).not.toEqual(await said(await fitted(entry, settings, plain), plain));
  });

  it.skipIf(!entry.weighted)('refuses weights that are zero, negative or missing, or too few', async () => {
    const plain = viewOf(entry, task, 60);
    for (const [bad, shown] of [
      [0, '0'],
      [-1, '-1'],
      [Number.NaN, 'none'],
    ] as const) {
      const fit = fitted(entry, settings, { ...plain, weights: weights.with(7, bad) });
      await expect(fit).rejects.toThrow(`${entry.word}: a weight must be above 0 and finite, got ${shown} for row 7`);
    }
    await expect(fitted(entry, settings, { ...plain, weights: weights.slice(1) })).rejects.toThrow(ShapeError);
  });

  const known = EXACT[entry.word];
  it.skipIf(!entry.weighted || !entry.sparse || !known)('takes weights with a sparse table', async () => {
    const plain = viewOf(entry, task, 60);
    const own = { ...plain, weights };
    const thin = { ...own, X: toSparse(plain.X) };
    const free = 'unpenalised' in entry.params ? { unpenalised: ['g1'] } : {};
    for (const more of [{}, free]) {
      const dense = await said(await fitted(entry, { ...settings, ...more }, own), plain);
      expectNear(await said(await fitted(entry, { ...settings, ...more }, thin), plain), dense, digits);
    }
  });

  const words = ['red', 'green', 'blue'];
  function withWords(): TrainView {
    const plain = viewOf(entry, task, 30);
    plain.X.data.subarray(60, 90).forEach((_, i, column) => {
      column[i] = i % 3;
    });
    return { ...plain, levels: plain.features.map((_, j) => (j === 2 ? words : null)) };
  }

  // Baselines do not look at features.
  it.skipIf(entry.categorical || BASELINES.has(entry.word))('refuses words, naming feature and remedy', async () => {
    const fit = fitted(entry, {}, withWords());
    await expect(fit).rejects.toThrow(/takes numbers only, got words in feature 'g2'.*add 'one-hot' to prepare/);
  });

  it.skipIf(!entry.categorical)('takes words, under any codes, and words that it does not know', async () => {
    const data = withWords();
    const model = await fitted(entry, {}, data);
    const expected = await said(model, data);
    expect(expected.every(Number.isFinite)).toBe(true);
    // The same words in another order, and one more.
    const recoded = { ...data, X: takeRows(data.X, [...Array(30).keys()]) };
    recoded.X.data.subarray(60, 90).forEach((code, i, column) => {
      column[i] = 3 - code;
    });
    const other = (list: readonly string[]) => data.levels!.map((own) => own && list);
    expect(await said(model, { ...recoded, levels: other(['violet', 'blue', 'green', 'red']) })).toEqual(expected);
    const unknown = await said(model, { ...data, levels: other(['violet', 'pink', 'grey']) });
    expect(unknown.every(Number.isFinite)).toBe(true);
    const { levels: _, ...numbers } = data;
    await expect(model.predict(numbers, context())).rejects.toThrow(/'g2' held words in training, got the number/);
    const words = other(['a', 'b', 'c', 'd']).map((list, j) => (j === 1 ? ['x'] : list));
    await expect(model.predict({ ...data, levels: words }, context())).rejects.toThrow(/'g1' held numbers in training/);
  });
});
