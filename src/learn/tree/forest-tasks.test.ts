import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Context, Executor } from '../../base/context.ts';
import { exp, log } from '../../base/elementary.ts';
import { CancelledError, DataError, ParamError, UnsupportedError } from '../../base/errors.ts';
import { checkParams } from '../../base/params.ts';
import { randomKey } from '../../base/random.ts';
import { createExecutor } from '../../kernels/executor.node.ts';
import { cIndex } from '../../metric/survival/c-index.ts';
import type { TrainView } from '../../table/contract.ts';
import { createMatrix, takeRows } from '../../table/matrix.ts';
import { type NumberTarget, requireTask, type SurvivalTarget, takeTargetRows } from '../../table/target.ts';
import { create as createExtraTrees } from './extra-trees.ts';
import { create as createForest } from './forest.ts';
import { extraTreesParams, forestParams } from './params.ts';

let executor: Executor;
beforeAll(async () => {
  executor = await createExecutor(2);
});
afterAll(() => executor.close());

const context = (signal = new AbortController().signal): Context => ({
  ...{ random: randomKey(11), executor, signal, progress: () => {}, warn: () => {} },
});
const words = {
  forest: (given: Record<string, unknown> = {}) =>
    createForest(checkParams(forestParams, { trees: 100, ...given }, 'forest')),
  'extra-trees': (given: Record<string, unknown> = {}) =>
    createExtraTrees(checkParams(extraTreesParams, { trees: 100, ...given }, 'extra-trees')),
};
const each = Object.entries(words);

/** The first two of p features count, in a way that is not linear; `signal` in 0 … 6 or so. */
function cohort(n: number, p: number) {
  const draws = randomKey(2).at(n, p).stream();
  const X = createMatrix(n, p);
  for (let at = 0; at < n * p; at++) X.data[at] = draws.normal();
  const signal = Float64Array.from({ length: n }, (_, i) => (X.data[i]! > 0 ? 2 : 0) + 2 * Math.abs(X.data[n + i]!));
  return { X, features: Array.from({ length: p }, (_, j) => `g${j}`), signal, draws };
}
function numbers(n: number, p: number): TrainView<NumberTarget> {
  const { signal, draws, ...view } = cohort(n, p);
  return { ...view, target: { task: 'regression', values: signal.map((s) => 40 + s + draws.normal() / 2) } };
}
/** Exponential times with the signal as the log hazard, a third of them censored. */
function months(n: number, p: number): TrainView<SurvivalTarget> {
  const { signal, draws, ...view } = cohort(n, p);
  const event = signal.map((s) => -log(1 - draws.uniform()) * 20 * exp(-s));
  const seen = signal.map((s) => -log(1 - draws.uniform()) * 40 * exp(-s));
  const times = event.map((time, i) => Math.max(0.01, Math.min(time, seen[i]!)));
  return {
    ...view,
    target: { task: 'survival', times, events: Uint8Array.from(event, (time, i) => Number(time <= seen[i]!)) },
  };
}
function part<T extends NumberTarget | SurvivalTarget>(data: TrainView<T>, from: number, to: number): TrainView<T> {
  const rows = Array.from({ length: to - from }, (_, i) => from + i);
  return { ...data, X: takeRows(data.X, rows), target: takeTargetRows(data.target, rows) };
}

describe.each(each)('%s', (word, make) => {
  it('predicts held-out values about as well as the out-of-bag R² says', async () => {
    const data = numbers(800, 12);
    const model = await make({ 'max-features': 0.5, replace: true }).fit(part(data, 0, 400), context());
    const test = part(data, 400, 800);
    const { values } = requireTask(await model.predict(test, context()), 'regression', 'test');
    const truth = test.target.values;
    const mean = truth.reduce((a, b) => a + b) / 400;
    const squares = (of: (i: number) => number) => truth.reduce((sum, y, i) => sum + (y - of(i)) ** 2, 0);
    const heldOut = 1 - squares((i) => values[i]!) / squares(() => mean);
    expect(heldOut).toBeGreaterThan(0.7);
    expect(Math.abs((model.summary!()['oob-r2'] as number) - heldOut)).toBeLessThan(0.06);
  });

  it('ranks held-out survival about as well as the out-of-bag concordance says', async () => {
    const data = months(600, 8);
    const model = await make({ 'max-features': 0.5, replace: true }).fit(part(data, 0, 300), context());
    const test = part(data, 300, 600);
    const prediction = requireTask(await model.predict(test, context()), 'survival', 'test');
    const heldOut = cIndex.compute({
      ...test.target,
      ...prediction,
      times: test.target.times,
      curveTimes: prediction.times,
    });
    expect(heldOut).toBeGreaterThan(0.7);
    expect(Math.abs((model.summary!()['oob-c-index'] as number) - heldOut)).toBeLessThan(0.05);
  });

  it('gives the Nelson–Aalen curve of all rows when no feature can split; risks then sum to the deaths among the rows', async () => {
    const X = createMatrix(6, 2);
    X.data.fill(3);
    const times = Float64Array.of(1, 2, 2, 3, 4, 2);
    const events = Uint8Array.of(1, 1, 0, 1, 0, 1);
    const learner = make({ replace: false, 'min-samples-leaf': 1 });
    const model = await learner.fit(
      { X, features: ['a', 'b'], target: { task: 'survival', times, events } },
      context(),
    );
    const prediction = requireTask(await model.predict({ X, features: ['a', 'b'] }, context()), 'survival', 'test');
    const [first, second, third] = [1 / 6, 1 / 6 + 2 / 5, 1 / 6 + 2 / 5 + 1 / 2];
    expect([...prediction.times]).toEqual([1, 2, 3]);
    [first, second, third].forEach((hazard, k) => {
      expect(prediction.survival[k]).toBeCloseTo(Math.exp(-hazard), 6);
    });
    expect(prediction.risks[0]).toBeCloseTo(first + 3 * second + 2 * third, 6);
    expect(prediction.risks[0]).toBeCloseTo(4, 6);
    expect(model.summary!()['oob-c-index']).toBeUndefined();
  });

  it('predicts the mean exactly when all values are the same', async () => {
    const data = numbers(30, 3);
    const target = { task: 'regression', values: new Float64Array(30).fill(0.25) } as const;
    const model = await make().fit({ ...data, target }, context());
    expect(new Set(requireTask(await model.predict(data, context()), 'regression', 'test').values)).toEqual(
      new Set([0.25]),
    );
    expect([...model.importance!()]).toEqual([0, 0, 0]);
  });

  it('values far from 0 lose no digits: adding a constant adds it to the predictions', async () => {
    const data = numbers(120, 4);
    const shifted = { ...data, target: { ...data.target, values: data.target.values.map((y) => y + 1e6) } };
    const ask = async (view: TrainView) =>
      requireTask(await (await make().fit(view, context())).predict(view, context()), 'regression', 'test').values;
    const [plain, moved] = [await ask(data), await ask(shifted)];
    plain.forEach((value, i) => {
      expect(moved[i]! - 1e6).toBeCloseTo(value, 6);
    });
  });

  it('refuses survival without events, class weights without classes, clusters, permutation without rows out of bag', async () => {
    const data = months(40, 3);
    const censored = { ...data, target: { ...data.target, events: new Uint8Array(40) } };
    await expect(make().fit(censored, context())).rejects.toThrow(DataError);
    await expect(make({ 'class-weight': 'balanced' }).fit(data, context())).rejects.toThrow(ParamError);
    const clusters = { ...data, target: { task: 'clustering', nSamples: 40 } as const };
    await expect(make().fit(clusters, context())).rejects.toThrow(UnsupportedError);
    expect(() => make({ importance: 'permutation', replace: false })).toThrow(ParamError);
    expect(() => make({ importance: 'permutation', replace: false, 'sample-fraction': 0.6 })).not.toThrow();
  });

  it.each([
    ['regression', numbers(300, 30)],
    ['survival', months(300, 30)],
  ])('permutation finds what counts and gives nearly nothing to noise: %s', async (_, data) => {
    const learner = make({ importance: 'permutation', replace: true, trees: 200, 'min-samples-leaf': 3 });
    const importance = (await learner.fit(data, context())).importance!();
    const noise = Math.max(...importance.slice(2));
    expect(Math.min(importance[0]!, importance[1]!)).toBeGreaterThan(2 * noise);
    expect(word).toBe(learner.kind);
  });

  it('stops in the middle of permutation, and gives the same importance with 1, 2 and 4 threads', async () => {
    const data = numbers(100, 10);
    const learner = make({ importance: 'permutation', replace: true });
    const expected = (await learner.fit(data, context())).importance!();
    for (const threads of [1, 4]) {
      const other = await createExecutor(threads);
      expect((await learner.fit(data, { ...context(), executor: other })).importance!()).toEqual(expected);
      await other.close();
    }
    const stop = new AbortController();
    let looks = 0;
    const watched: Executor = {
      ...executor,
      call(kernel, args) {
        if (kernel === 'heapBase' && ++looks === 3) stop.abort();
        return executor.call(kernel, args);
      },
    };
    await expect(learner.fit(data, { ...context(stop.signal), executor: watched })).rejects.toBeInstanceOf(
      CancelledError,
    );
    expect(looks).toBe(3);
  });
});
