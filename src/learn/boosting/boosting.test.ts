import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { classified } from '../../../test/support/classified.ts';
import type { Context, Executor } from '../../base/context.ts';
import { checkParams } from '../../base/params.ts';
import { randomKey } from '../../base/random.ts';
import { createExecutor } from '../../kernels/executor.node.ts';
import type { TrainView } from '../../table/contract.ts';
import { createMatrix, takeRows } from '../../table/matrix.ts';
import type { Prediction } from '../../table/prediction.ts';
import { type ClassTarget, takeTargetRows } from '../../table/target.ts';
import { create } from './boosting.ts';
import { fitTrees } from './fit-trees.ts';
import { logistic } from './loss/logistic.ts';
import { softmax } from './loss/softmax.ts';
import { boostingParams } from './params.ts';

let executor: Executor;
beforeAll(async () => {
  executor = await createExecutor(2);
});
afterAll(() => executor.close());

const context = (seed = 11): Context => ({
  ...{ random: randomKey(seed), executor, signal: new AbortController().signal, progress: () => {}, warn: () => {} },
});
const boosting = (given: Record<string, unknown> = {}) =>
  create(checkParams(boostingParams, { rounds: 40, ...given }, 'boosting'));

/** Class k shifts features 3k and 3k + 1 by `effect`; the others are noise. Class 0 is `skew` times as likely as each other. */
function cohort(n: number, p: number, nClasses: number, { effect = 2, skew = 1 } = {}): TrainView<ClassTarget> {
  const draws = randomKey(2).at(n, p, nClasses).stream();
  const X = createMatrix(n, p);
  const codes = Int32Array.from({ length: n }, () => Math.max(0, draws.below(nClasses - 1 + skew) - skew + 1));
  for (let j = 0; j < p; j++) {
    for (let i = 0; i < n; i++) {
      X.data[j * n + i] = draws.normal() + (Math.floor(j / 3) === codes[i] && j % 3 < 2 ? effect : 0);
    }
  }
  const classes = Array.from({ length: nClasses }, (_, k) => `class ${k}`);
  const features = Array.from({ length: p }, (_, j) => `g${j}`);
  return { X, features, target: { task: 'classification', classes, codes } };
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

describe('boosting', () => {
  it.each([2, 3])(
    'lowers the loss of the training rows with every round, when it sees all rows (%i classes)',
    async (nClasses) => {
      const { X, target } = cohort(150, 20, nClasses);
      const weights = new Float64Array(150).fill(1);
      const loss = nClasses === 2 ? logistic(target.codes, weights) : softmax(target.codes, nClasses, weights);
      const plain = {
        maxBins: 256,
        growth: 'depth' as const,
        maxLeaves: Number.POSITIVE_INFINITY,
        maxDepth: 3,
        lambda: 1,
        alpha: 0,
        gamma: 0,
        minChildWeight: 1,
      };
      const settings = { X, rounds: 60, learningRate: 0.1, rowShare: 1, columnShare: 1, nodeColumnShare: 1, ...plain };
      const { losses } = await fitTrees(
        Uint32Array.from({ length: 150 }, (_, i) => i),
        loss,
        settings,
        context(),
      );
      expect(losses.length).toBe(60);
      losses.slice(1).forEach((value, round) => {
        expect(value).toBeLessThan(losses[round]!);
      });
    },
  );

  it('reports as training loss the log-loss of its own predictions: what it learned with is what it predicts with', async () => {
    const data = cohort(200, 30, 3);
    data.X.data.forEach((_, at) => {
      if (at % 11 === 0) data.X.data[at] = Number.NaN;
    });
    const model = await boosting({ 'row-sample': 1, 'column-sample': 0.5 }).fit(data, context());
    const { probabilities } = classified(await model.predict(data, context()));
    const logLoss = -data.target.codes.reduce((sum, code, i) => sum + Math.log(probabilities[3 * i + code]!), 0) / 200;
    expect(model.summary!()['train-loss']).toBeCloseTo(logLoss, 10);
    expect(model.summary!()).toMatchObject({ rounds: 40, trees: 120 });
  });

  it('predicts held-out rows', async () => {
    const data = cohort(900, 60, 5);
    const model = await boosting().fit(part(data, 0, 450), context());
    const test = part(data, 450, 900);
    expect(accuracy(await model.predict(test, context()), test)).toBeGreaterThan(0.85);
  });

  it('learns from what is missing: a feature whose values say nothing, but whose gaps say all', async () => {
    const data = cohort(200, 5, 2, { effect: 0 });
    data.target.codes.forEach((code, i) => {
      if (code === 1) data.X.data[3 * 200 + i] = Number.NaN;
    });
    const model = await boosting({ 'column-sample': 1 }).fit(data, context());
    expect(accuracy(await model.predict(data, context()), data)).toBe(1);
    expect(model.importance!()[3]).toBeGreaterThan(0.9);
  });

  it('finds the features that carry the signal, importances summing to 1', async () => {
    const importance = (await boosting({ 'column-sample': 1 }).fit(cohort(300, 60, 3), context())).importance!();
    expect(importance.reduce((a, b) => a + b)).toBeCloseTo(1, 10);
    const top = Array.from(importance.keys()).sort((a, b) => importance[b]! - importance[a]!);
    expect(top.slice(0, 6).sort((a, b) => a - b)).toEqual([0, 1, 3, 4, 6, 7]);
  });

  it('finds more of a rare class with balanced class weights', async () => {
    const data = cohort(800, 12, 2, { effect: 1, skew: 6 });
    const test = part(data, 400, 800);
    const recall = async (given: Record<string, unknown>) => {
      const prediction = await (await boosting(given).fit(part(data, 0, 400), context())).predict(test, context());
      const rare = Array.from(test.target.codes.keys()).filter((i) => test.target.codes[i] === 1);
      return rare.filter((i) => predicted(prediction, i) === 1).length / rare.length;
    };
    expect(await recall({ 'class-weight': 'balanced' })).toBeGreaterThan((await recall({})) + 0.15);
  });

  it('draws rows and features from its random key only', async () => {
    const data = cohort(100, 300, 2);
    const state = async (seed: number, given = {}) => (await boosting(given).fit(data, context(seed))).toState();
    expect(await state(1)).not.toEqual(await state(2));
    const all = { 'row-sample': 1, 'column-sample': 1 };
    expect(await state(1, all)).toEqual(await state(2, all));
  });

  it('heeds max-depth, and gamma: no split gains more than all there is', async () => {
    const data = cohort(200, 20, 3);
    const stumps = await boosting({ 'max-depth': 1 }).fit(data, context());
    expect(stumps.summary!()['mean-depth']).toBeLessThanOrEqual(1);
    const none = await boosting({ gamma: 1e6 }).fit(data, context());
    expect(none.summary!()['mean-depth']).toBe(0);
    expect(none.importance!().every((weight) => weight === 0)).toBe(true);
  });
});
