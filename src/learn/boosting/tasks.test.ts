import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Context, Executor } from '../../base/context.ts';
import { DataError } from '../../base/errors.ts';
import { checkParams } from '../../base/params.ts';
import { randomKey } from '../../base/random.ts';
import { createExecutor } from '../../kernels/executor.node.ts';
import type { TrainView } from '../../table/contract.ts';
import { createMatrix } from '../../table/matrix.ts';
import { requireTask, type Target } from '../../table/target.ts';
import { create, restore } from './boosting.ts';
import { fitTrees } from './fit-trees.ts';
import { holdOut } from './holdout.ts';
import { squared } from './loss/squared.ts';
import { boostingParams } from './params.ts';
import { settingsOf } from './settings.ts';

let executor: Executor;
beforeAll(async () => {
  executor = await createExecutor(2);
});
afterAll(() => executor.close());
const context = (seed = 11): Context => ({
  ...{ random: randomKey(seed), executor, signal: new AbortController().signal, progress: () => {}, warn: () => {} },
});
const boosting = (given: Record<string, unknown> = {}) =>
  create(checkParams(boostingParams, { rounds: 60, 'column-sample': 1, ...given }, 'boosting'));

const N = 400;
/** 6 features, a tenth of the first missing; the score is a step of feature 1, a product of 2 and 3. */
function table(task: Target['task'], groups?: number): TrainView & { readonly score: Float64Array } {
  const draws = randomKey(21).stream();
  const X = createMatrix(N, 6);
  X.data.forEach((_, at) => {
    X.data[at] = draws.normal();
  });
  const at = (i: number, j: number) => X.data[j * N + i]!;
  const score = Float64Array.from({ length: N }, (_, i) => 2 * Number(at(i, 1) > 0) - 1 + at(i, 2) * at(i, 3));
  for (let i = 0; i < N; i += 10) X.data[i] = Number.NaN;
  const noise = () => draws.normal();
  const targets: Record<string, () => Target> = {
    regression: () => ({ task: 'regression', values: score.map((s) => 50 + 10 * s + noise()) }),
    survival: () => ({
      task: 'survival',
      // Rounded up: many times are tied.
      times: score.map((s) => Math.ceil(10 * Math.exp(-s) * -Math.log(1 - draws.uniform())) + 1),
      events: Uint8Array.from(score, () => Number(draws.uniform() < 0.7)),
    }),
    classification: () => ({
      task: 'classification',
      classes: ['a', 'b'],
      codes: Int32Array.from(score, (s) => Number(s + noise() > 0)),
    }),
  };
  return {
    ...{ X, score, features: ['a', 'b', 'c', 'd', 'e', 'f'], target: targets[task]!() },
    ...(groups ? { groups: Int32Array.from({ length: N }, (_, i) => i % groups) } : {}),
  };
}

const correlation = (a: Float64Array, b: Float64Array) => {
  const centred = (v: Float64Array) => v.map((x) => x - v.reduce((sum, y) => sum + y, 0) / v.length);
  const dot = (u: Float64Array, v: Float64Array) => u.reduce((sum, x, i) => sum + x * v[i]!, 0);
  const [u, v] = [centred(a), centred(b)];
  return dot(u, v) / Math.sqrt(dot(u, u) * dot(v, v));
};

describe('regression', () => {
  it.each(['squared', 'absolute'])('finds the score behind the values: %s', async (loss) => {
    const data = table('regression');
    const { values } = requireTask(
      await (await boosting({ loss }).fit(data, context())).predict(data, context()),
      'regression',
      't',
    );
    expect(correlation(values, data.score)).toBeGreaterThan(0.9);
  });

  it('does the same in any unit: values times a factor give predictions times that factor', async () => {
    const data = table('regression');
    const factor = 2 ** -20;
    const target = {
      task: 'regression' as const,
      values: requireTask(data.target, 'regression', 't').values.map((v) => v * factor),
    };
    const predict = async (of: TrainView) =>
      requireTask(
        await (await boosting({ loss: 'squared' }).fit(of, context())).predict(of, context()),
        'regression',
        't',
      ).values;
    const [plain, small] = [await predict(data), await predict({ ...data, target })];
    small.forEach((value, i) => {
      expect(value / factor).toBeCloseTo(plain[i]!, 4);
    });
  });

  it('absolute is not moved by a few absurd values, squared is', async () => {
    const data = table('regression');
    const values = requireTask(data.target, 'regression', 't').values.slice();
    for (let i = 0; i < N; i += 40) values[i] = 1e5;
    const usual = Array.from(values.keys()).filter((i) => i % 40 !== 0);
    const errorOf = async (loss: string) => {
      const learner = boosting({ loss, 'min-child-weight': 20 });
      const model = await learner.fit({ ...data, target: { task: 'regression', values } }, context());
      const got = requireTask(await model.predict(data, context()), 'regression', 't').values;
      return usual.reduce((sum, i) => sum + Math.abs(got[i]! - values[i]!) / usual.length, 0);
    };
    expect(await errorOf('absolute')).toBeLessThan(10);
    expect(await errorOf('squared')).toBeGreaterThan(100);
  });

  it('poisson predicts rates, and on the whole as many as were counted', async () => {
    const data = table('regression');
    const draws = randomKey(3).stream();
    const counts = data.score.map((s) => {
      let count = 0;
      for (let product = draws.uniform(); product > Math.exp(-Math.exp(0.5 * s)); count++) product *= draws.uniform();
      return count;
    });
    const target = { task: 'regression' as const, values: counts };
    const model = await boosting({ loss: 'poisson', 'row-sample': 1 }).fit({ ...data, target }, context());
    const { values } = requireTask(await model.predict(data, context()), 'regression', 't');
    const sum = (v: Float64Array) => v.reduce((a, b) => a + b, 0);
    expect(values.every((v) => v > 0)).toBe(true);
    expect(Math.abs(sum(values) / sum(counts) - 1)).toBeLessThan(0.05);
    counts[3] = -1;
    await expect(boosting({ loss: 'poisson' }).fit({ ...data, target }, context())).rejects.toThrow(DataError);
  });
});

describe('survival', () => {
  it('risks rise with the hazard; curves fall from 1, and on average nearly as Kaplan–Meier', async () => {
    const data = table('survival');
    const { times, events } = requireTask(data.target, 'survival', 't');
    const model = await boosting({ 'learning-rate': 0.05 }).fit(data, context());
    const prediction = requireTask(await model.predict(data, context()), 'survival', 't');
    expect(correlation(prediction.risks, data.score)).toBeGreaterThan(0.8);
    const m = prediction.times.length;
    expect(m).toBe(new Set(times.filter((_, i) => events[i] === 1)).size);
    let alive = 1;
    prediction.times.forEach((time, t) => {
      const atRisk = times.filter((own) => own >= time).length;
      alive *= 1 - times.filter((own, i) => own === time && events[i] === 1).length / atRisk;
      let average = 0;
      for (let i = 0; i < N; i++) {
        const here = prediction.survival[i * m + t]!;
        expect(here).toBeLessThanOrEqual(t > 0 ? prediction.survival[i * m + t - 1]! : 1);
        average += here / N;
      }
      if (atRisk > 40) expect(Math.abs(average - alive)).toBeLessThan(0.1);
    });
    const restored = restore(structuredClone(model.toState()));
    expect(await restored.predict(data, context())).toEqual(prediction);
  });
});

describe('growth', () => {
  it('by leaf: as many leaves as allowed, and a lower loss than by level with as many', async () => {
    const data = table('regression');
    const common = { 'row-sample': 1, 'max-leaves': 6, 'max-depth': 10, rounds: 10 };
    const byLeaf = await boosting({ ...common, growth: 'leaf' }).fit(data, context());
    const byLevel = await boosting({ ...common, growth: 'depth' }).fit(data, context());
    const leaves = (byLeaf.toState().arrays.feature as Int32Array).filter((j) => j < 0).length;
    expect(leaves).toBe(60);
    expect((byLevel.toState().arrays.feature as Int32Array).filter((j) => j < 0).length).toBe(60);
    expect(byLeaf.summary!()['train-loss']).toBeLessThan(byLevel.summary!()['train-loss'] as number);
  });

  it('by leaf is by level when all leaves that depth allows are allowed: the same splits', async () => {
    const data = table('survival');
    const predict = async (growth: string) =>
      (await boosting({ growth, 'max-depth': 3, 'row-sample': 1 }).fit(data, context())).predict(data, context());
    const [a, b] = [await predict('leaf'), await predict('depth')];
    expect(requireTask(a, 'survival', 't').risks).toEqual(requireTask(b, 'survival', 't').risks);
  });

  it('draws features for every node from the random key', async () => {
    const data = table('regression');
    const state = async (seed: number, share = 0.5) =>
      (await boosting({ 'node-column-sample': share, 'row-sample': 1 }).fit(data, context(seed))).toState();
    expect(await state(1)).toEqual(await state(1));
    expect(await state(1)).not.toEqual(await state(2));
    // One feature for each node, of six: noise is split on too.
    const lonely = await state(1, 0.17);
    expect(new Set((lonely.arrays.feature as Int32Array).filter((j) => j >= 0)).size).toBe(6);
  });
});

describe.each(['classification', 'regression', 'survival'] as const)('early stopping, %s', (task) => {
  it('keeps the rounds with the lowest validation loss, and is the same again', async () => {
    const data = table(task, 80);
    const stopped = () =>
      boosting({ rounds: 400, 'learning-rate': 0.3, 'early-stopping': 15, 'row-sample': 1 }).fit(data, context());
    const model = await stopped();
    const { rounds } = model.summary!();
    expect(rounds).toBeLessThan(400);
    expect(rounds).toBeGreaterThan(1);
    expect((await stopped()).toState()).toEqual(model.toState());
    // Stopped by hand after as many rounds plus patience, the same trees are kept.
    const longer = await boosting({
      rounds: (rounds as number) + 15,
      'learning-rate': 0.3,
      'early-stopping': 400,
      'row-sample': 1,
    }).fit(data, context());
    expect(longer.toState()).toEqual(model.toState());
  });

  it('holds out whole groups, about the share asked for', () => {
    const data = table(task, 80);
    const { learned, held } = holdOut(data, N, 0.2, context());
    expect([...learned, ...held].sort((a, b) => a - b)).toEqual(Array.from({ length: N }, (_, i) => i));
    expect(Math.abs(held.length / N - 0.2)).toBeLessThan(0.03);
    const groupsOf = (rows: Uint32Array) => new Set(Array.from(rows, (i) => data.groups![i]!));
    for (const group of groupsOf(held)) expect(groupsOf(learned).has(group)).toBe(false);
  });

  it('a path over rounds gives what each number of rounds alone gives', async () => {
    const data = table(task);
    const { path } = boosting({ rounds: 'auto' });
    const models = await path!.fit(data, [3, 20], context());
    for (const [v, rounds] of [3, 20].entries()) {
      expect((await boosting({ rounds }).fit(data, context())).toState()).toEqual(models[v]!.toState());
    }
  });
});

it('validation rows teach nothing: whatever they say, the trees are the same', async () => {
  const { X, target } = table('regression');
  const { values } = requireTask(target, 'regression', 't');
  const { learned, held } = holdOut({ X, features: [], target }, N, 0.2, context());
  const settings = settingsOf(checkParams(boostingParams, { rounds: 5 }, 'boosting'), X, null);
  const learnedValues = values.filter((_, i) => learned.includes(i));
  const ones = (of: Float64Array) => new Float64Array(of.length).fill(1);
  const taught = (heldValues: Float64Array) => {
    const holdout = { rows: held, loss: squared(heldValues, ones(heldValues)), patience: 5 };
    return fitTrees(learned, squared(learnedValues, ones(learnedValues)), settings, context(), holdout);
  };
  const [a, b] = [await taught(new Float64Array(held.length)), await taught(Float64Array.from(held))];
  expect(a.heldLosses).not.toEqual(b.heldLosses);
  expect(a.trees).toEqual(b.trees);
  expect(a.values).toEqual(b.values);
});

it('a class whose only rows would be held out is learned from', () => {
  const data = table('classification');
  const codes = Int32Array.from({ length: N }, (_, i) => (i === 7 ? 2 : i % 2));
  const target = { task: 'classification' as const, classes: ['a', 'b', 'c'], codes };
  for (let seed = 0; seed < 20; seed++)
    expect(holdOut({ ...data, target }, N, 0.5, context(seed)).learned).toContain(7);
});
