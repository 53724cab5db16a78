import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { classified } from '../../../test/support/classified.ts';
import type { Context, Executor } from '../../base/context.ts';
import { CancelledError, DataError, ShapeError } from '../../base/errors.ts';
import { checkParams } from '../../base/params.ts';
import { randomKey } from '../../base/random.ts';
import { createExecutor } from '../../kernels/executor.node.ts';
import type { TrainView } from '../../table/contract.ts';
import { createMatrix, takeRows } from '../../table/matrix.ts';
import type { Prediction } from '../../table/prediction.ts';
import { type ClassTarget, takeTargetRows } from '../../table/target.ts';
import { featuresTried } from './fit-forest.ts';
import { create, restore } from './forest.ts';
import { forestParams } from './params.ts';

let executor: Executor;
beforeAll(async () => {
  executor = await createExecutor(2);
});
afterAll(() => executor.close());

const context = (signal = new AbortController().signal): Context => ({
  ...{ random: randomKey(11), executor, signal, progress: () => {}, warn: () => {} },
});
const forest = (given: Record<string, unknown> = {}) =>
  create(checkParams(forestParams, { trees: 100, ...given }, 'forest'));

/** Class k of K shifts features 3k and 3k + 1 by `effect`; the others are noise. Class 0 is `skew` times as likely as each other. */
function cohort(n: number, p: number, nClasses: number, { effect = 2, skew = 1 } = {}): TrainView<ClassTarget> {
  const draws = randomKey(2).at(n, p, nClasses).stream();
  const X = createMatrix(n, p);
  const codes = Int32Array.from({ length: n }, () => Math.max(0, draws.below(nClasses - 1 + skew) - skew + 1));
  for (let j = 0; j < p; j++) {
    for (let i = 0; i < n; i++) {
      X.data[j * n + i] = draws.normal() + (Math.floor(j / 3) === codes[i] && j % 3 < 2 ? effect : 0);
    }
  }
  const classes = Array.from({ length: nClasses }, (_, k) => `class ${String(k).padStart(2, '0')}`);
  return {
    X,
    features: Array.from({ length: p }, (_, j) => `g${j}`),
    target: { task: 'classification', classes, codes },
  };
}

function part(data: TrainView<ClassTarget>, from: number, to: number): TrainView<ClassTarget> {
  const rows = Array.from({ length: to - from }, (_, i) => from + i);
  return { ...data, X: takeRows(data.X, rows), target: takeTargetRows(data.target, rows) };
}

const predicted = (prediction: Prediction, i: number) => {
  const { probabilities, classes } = classified(prediction);
  const row = probabilities.subarray(i * classes.length, (i + 1) * classes.length);
  return row.indexOf(Math.max(...row));
};
const accuracy = (prediction: Prediction, { target }: TrainView<ClassTarget>) =>
  target.codes.filter((code, i) => predicted(prediction, i) === code).length / target.codes.length;

describe('forest', () => {
  it('gives probabilities that sum to 1, and predicts held-out rows about as well as the out-of-bag accuracy says', async () => {
    const data = cohort(900, 60, 5);
    const train = part(data, 0, 450);
    const test = part(data, 450, 900);
    const model = await forest().fit(train, context());
    const prediction = await model.predict(test, context());
    for (let i = 0; i < 450; i++) {
      expect(
        classified(prediction)
          .probabilities.subarray(5 * i, 5 * i + 5)
          .reduce((a, b) => a + b),
      ).toBeCloseTo(1, 6);
    }
    const heldOut = accuracy(prediction, test);
    expect(heldOut).toBeGreaterThan(0.8);
    // Two standard errors of a difference of two shares of 450 rows are about 0.05.
    expect(Math.abs((model.summary!()['oob-accuracy'] as number) - heldOut)).toBeLessThan(0.05);
  });

  it('finds the features that carry the signal, importances summing to 1', async () => {
    const importance = (await forest().fit(cohort(300, 60, 3), context())).importance!();
    expect(importance.reduce((a, b) => a + b)).toBeCloseTo(1, 10);
    const top = Array.from(importance.keys())
      .sort((a, b) => importance[b]! - importance[a]!)
      .slice(0, 6);
    expect(top.sort((a, b) => a - b)).toEqual([0, 1, 3, 4, 6, 7]);
  });

  it('predicts the same after toState → restore, and after a refit with the same key', async () => {
    const data = cohort(120, 30, 12);
    const model = await forest().fit(data, context());
    const again = await forest().fit(data, context());
    const restored = restore(structuredClone(model.toState()));
    const expected = await model.predict(data, context());
    expect(await again.predict(data, context())).toEqual(expected);
    expect(await restored.predict(data, context())).toEqual(expected);
    expect(restored.summary!()).toEqual(model.summary!());
    expect(restored.importance!()).toEqual(model.importance!());
    expect(restored.toState()).toEqual(model.toState());
  });

  it('leaves the table as it was', async () => {
    const data = cohort(50, 20, 2);
    const before = data.X.data.slice();
    await forest().fit(data, context());
    expect(data.X.data).toEqual(before);
  });

  it('predicts the class shares when no feature can split, with no importance and depth 0', async () => {
    const data = cohort(80, 3, 2, { skew: 3 });
    data.X.data.fill(7);
    const model = await forest().fit(data, context());
    const share = data.target.codes.filter((code) => code === 0).length / 80;
    expect(classified(await model.predict(data, context())).probabilities[0]).toBeCloseTo(share, 1);
    expect([...model.importance!()]).toEqual([0, 0, 0]);
    expect(model.summary!()['mean-depth']).toBe(0);
  });

  it('learns from rows that lack some of the classes', async () => {
    const data = cohort(60, 10, 3);
    const target = { ...data.target, classes: [...data.target.classes, 'never seen'] };
    const model = await forest().fit({ ...data, target }, context());
    const { probabilities } = classified(await model.predict(data, context()));
    expect(probabilities.filter((_, at) => at % 4 === 3).every((share) => share === 0)).toBe(true);
  });

  it('finds more of a rare class with balanced class weights', async () => {
    const data = cohort(800, 12, 2, { effect: 1, skew: 6 });
    const train = part(data, 0, 400);
    const test = part(data, 400, 800);
    const recall = async (given: Record<string, unknown>) => {
      const model = await forest({ 'min-samples-leaf': 20, ...given }).fit(train, context());
      const prediction = await model.predict(test, context());
      const rare = Array.from(test.target.codes.keys()).filter((i) => test.target.codes[i] === 1);
      return rare.filter((i) => predicted(prediction, i) === 1).length / rare.length;
    };
    expect(await recall({ 'class-weight': 'balanced' })).toBeGreaterThan((await recall({})) + 0.2);
  });

  it('heeds max-depth', async () => {
    const model = await forest({ 'max-depth': 2 }).fit(cohort(200, 20, 5), context());
    expect(model.summary!()['mean-depth']).toBeLessThanOrEqual(2);
  });

  it('refuses missing values, naming the feature and the way out', async () => {
    const data = cohort(30, 5, 2);
    data.X.data[3 * 30 + 4] = Number.NaN;
    await expect(forest().fit(data, context())).rejects.toThrow(DataError);
    await expect(forest().fit(data, context())).rejects.toThrow(/'g3'.*add 'impute' to prepare/);
  });

  it('refuses to predict from another number of features', async () => {
    const model = await forest().fit(cohort(30, 5, 2), context());
    await expect(model.predict(cohort(30, 6, 2), context())).rejects.toThrow(ShapeError);
  });

  it('stops when aborted', async () => {
    const stop = new AbortController();
    stop.abort();
    await expect(forest().fit(cohort(30, 5, 2), context(stop.signal))).rejects.toBeInstanceOf(CancelledError);
  });
});

describe('featuresTried', () => {
  it('rounds down, stays between 1 and the number of features', () => {
    const p = 20_000;
    const tried = ['sqrt', 'log2', 'all', 0.5, 0.99999999, 1, 70, 30_000].map((wanted) => featuresTried(wanted, p));
    expect(tried).toEqual([141, 14, p, 10_000, 19_999, 1, 70, p]);
    expect(featuresTried(1e-6, 3)).toBe(1);
  });
});
