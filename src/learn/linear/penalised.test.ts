import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { classView, numberView, survivalView } from '../../../test/support/learner-views.ts';
import type { Context, Executor } from '../../base/context.ts';
import { DataError } from '../../base/errors.ts';
import { checkParams } from '../../base/params.ts';
import { randomKey } from '../../base/random.ts';
import { createExecutor } from '../../kernels/executor.node.ts';
import { breslowBaseline } from '../../numeric/survival/breslow-baseline.ts';
import type { TrainView } from '../../table/contract.ts';
import { requireTask } from '../../table/target.ts';
import { learnerByWord } from '../registry.ts';

let executor: Executor;
beforeAll(async () => {
  executor = await createExecutor(1);
});
afterAll(() => executor.close());
const contextOf = (): Context => {
  return { executor, random: randomKey(1), signal: new AbortController().signal, progress: () => {}, warn: () => {} };
};
async function fitted(word: string, data: TrainView, given: Readonly<Record<string, unknown>>) {
  const entry = learnerByWord(word, 'test');
  const learner = (await entry.load()).create(checkParams(entry.params, given, word));
  return learner.fit(data, contextOf());
}
const close = (a: Float64Array, b: Float64Array) =>
  a.reduce((most, value, i) => Math.max(most, Math.abs(value - b[i]!)), 0);

describe('lasso', () => {
  test.each([classView(60, 20, 3), numberView(60, 20), survivalView(60, 20)])(
    'is the elastic net with an L1 share of 1: $target.task',
    async (data) => {
      const given = { lambda: 0.05 };
      const lasso = await fitted('lasso', data, given);
      const net = await fitted('elastic-net', data, { ...given, 'l1-ratio': 1 });
      expect(await lasso.predict(data, contextOf())).toEqual(await net.predict(data, contextOf()));
      expect(lasso.summary!()).toEqual(net.summary!());
    },
  );
});

describe('ridge', () => {
  test.each([numberView(60, 20), numberView(25, 80)])(
    'of numbers, by the Gram matrix, is the elastic net with an L1 share of 0, by coordinate descent',
    async (data) => {
      const given = { lambda: 0.3, tolerance: 1e-6 };
      const ridge = await (await fitted('ridge', data, given)).predict(data, contextOf());
      const net = await (await fitted('elastic-net', data, { ...given, 'l1-ratio': 0 })).predict(data, contextOf());
      const [a, b] = [ridge, net].map((prediction) => requireTask(prediction, 'regression', 'test').values);
      expect(close(a!, b!)).toBeLessThan(0.02);
    },
  );
});

describe('min-ratio: auto', () => {
  const share = async (word: string, data: TrainView, given: Readonly<Record<string, unknown>> = {}) => {
    const entry = learnerByWord(word, 'test');
    const learner = (await entry.load()).create(checkParams(entry.params, given, word));
    const values = (await learner.path!.values(data, contextOf())) as number[];
    return values.at(-1)! / values[0]!;
  };
  test.each([
    ['elastic-net', numberView(20, 50), 0.01],
    ['elastic-net', survivalView(20, 50), 0.01],
    ['elastic-net', classView(20, 50, 2), 0.0005],
    ['elastic-net', survivalView(50, 20), 0.0005],
    ['lasso', numberView(50, 20), 0.0005],
    ['ridge', numberView(20, 50), 1e-5],
    ['ridge', survivalView(20, 50), 1e-3],
    ['ridge', survivalView(50, 20), 1e-5],
  ] as const)('%s of %#', async (word, data, want) => {
    expect(await share(word, data)).toBeCloseTo(want, 9);
    expect(await share(word, data, { 'min-ratio': 0.2 })).toBeCloseTo(0.2, 9);
  });
});

test.each([classView(20, 150, 3), survivalView(20, 150)])(
  'ridge on the axes of few samples is the elastic net with an L1 share of 0: $target.task',
  async (data) => {
    const given = { lambda: 0.3, tolerance: 1e-6 };
    const ridge = await fitted('ridge', data, given);
    const net = await fitted('elastic-net', data, { ...given, 'l1-ratio': 0 });
    expect(ridge.summary!()['duality-gap']).toBeLessThanOrEqual(1e-6);
    expect(ridge.summary!().explained).toBeCloseTo(net.summary!().explained as number, 3);
    expect(close(ridge.importance!() as Float64Array, net.importance!() as Float64Array)).toBeLessThan(0.01);
  },
);

describe('survival', () => {
  const data = survivalView(70, 30, { tied: true });

  test('risks have mean 0 over the training rows, and curves are those of Breslow’s hazard', async () => {
    const model = await fitted('elastic-net', data, { lambda: 0.05 });
    const { risks, times, survival } = requireTask(await model.predict(data, contextOf()), 'survival', 'test');
    expect(risks.reduce((sum, risk) => sum + risk, 0) / 70).toBeCloseTo(0, 12);
    const baseline = breslowBaseline(data.target.times, data.target.events, risks);
    expect(times).toEqual(baseline.times);
    for (const i of [0, 30, 69]) {
      times.forEach((_, t) => {
        const want = Math.exp(-baseline.cumulativeHazard[t]! * Math.exp(risks[i]!));
        expect(survival[i * times.length + t]).toBeCloseTo(want, 9);
      });
    }
  });

  test('without an event is refused', async () => {
    const none = { ...data, target: { ...data.target, events: new Uint8Array(70) } };
    for (const word of ['elastic-net', 'lasso', 'ridge']) {
      await expect(fitted(word, none, {})).rejects.toThrow(DataError);
    }
  });
});

describe('counts', () => {
  const { X, features, target } = numberView(80, 10);
  const values = target.values.map((value) => Math.max(0, Math.round(Math.exp((value - 20) / 4))));
  const counts: TrainView = { X, features, target: { task: 'regression', values } };

  test.each(['elastic-net', 'lasso', 'ridge'])('%s predicts their mean, above 0, with family poisson', async (word) => {
    const model = await fitted(word, counts, { family: 'poisson', lambda: 0.01, tolerance: 1e-6 });
    const { values: mean } = requireTask(await model.predict(counts, contextOf()), 'regression', 'test');
    expect(mean.every((value) => value > 0)).toBe(true);
    // The intercept is free: fitted counts add up to those seen.
    const sum = (list: Float64Array) => list.reduce((total, value) => total + value, 0);
    expect(sum(mean) / sum(values)).toBeCloseTo(1, 6);
    expect(model.summary!().explained).toBeGreaterThan(0.4);
  });

  test('below 0 are refused', async () => {
    const below: TrainView = { X, features, target: { task: 'regression', values: values.map((value) => value - 1) } };
    await expect(fitted('elastic-net', below, { family: 'poisson' })).rejects.toThrow(
      /counts must be 0 or more, got -1/,
    );
  });
});
