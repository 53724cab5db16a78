import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Context, Executor } from '../../base/context.ts';
import { checkParams } from '../../base/params.ts';
import { randomKey } from '../../base/random.ts';
import { createExecutor } from '../../kernels/executor.node.ts';
import { integratedBrier } from '../../metric/survival/integrated-brier.ts';
import type { Model, TrainView } from '../../table/contract.ts';
import { createMatrix } from '../../table/matrix.ts';
import { requireTask, type SurvivalTarget } from '../../table/target.ts';
import { create, restore } from './boosting.ts';
import { boostingParams } from './params.ts';

let executor: Executor;
beforeAll(async () => {
  executor = await createExecutor(2);
});
afterAll(() => executor.close());
const context = (): Context => ({
  ...{ random: randomKey(1), executor, signal: new AbortController().signal, progress: () => {}, warn: () => {} },
});

/** Exponential times with a log hazard of `effect` times the first feature, the others noise; a third censored. */
function people(n: number, effect: number, seed: number): TrainView<SurvivalTarget> {
  const draws = randomKey(seed).stream();
  const X = createMatrix(n, 30);
  for (let at = 0; at < X.data.length; at++) X.data[at] = draws.normal();
  const times = Float64Array.from({ length: n }, (_, i) => -Math.log(draws.uniform()) / Math.exp(effect * X.data[i]!));
  const events = Uint8Array.from({ length: n }, () => Number(draws.uniform() < 2 / 3));
  const features = Array.from({ length: 30 }, (_, j) => `g${j}`);
  return { X, features, target: { task: 'survival', times, events } };
}

const fitted = (data: TrainView, curves: string, more = {}): Promise<Model> =>
  create(checkParams(boostingParams, { rounds: 100, curves, ...more }, 'boosting')).fit(data, context());

async function brier(model: Model, { X, features, target }: TrainView<SurvivalTarget>) {
  const said = requireTask(await model.predict({ X, features }, context()), 'survival', 'test');
  const { risks, survival, times: curveTimes } = said;
  return integratedBrier.compute({ ...target, risks, survival, curveTimes });
}

describe('survival curves of boosting', () => {
  it.each([
    ['a strong effect', 1.2],
    ['no effect at all', 0],
  ])('are as sure as new samples allow, where plain ones are too sure: %s', async (_, effect) => {
    const data = people(150, effect, 5);
    const news = people(600, effect, 6);
    const [plain, cross] = [await fitted(data, 'plain'), await fitted(data, 'cross-fitted')];
    const { risks } = requireTask(await cross.predict(data, context()), 'survival', 'test');
    const slope = cross.summary!()['hazard-slope'] as number;
    requireTask(await plain.predict(data, context()), 'survival', 'test').risks.forEach((risk, i) => {
      expect(risks[i]).toBeCloseTo(slope * risk, 12);
    });
    expect(await brier(cross, news)).toBeLessThan((await brier(plain, news)) - 0.005);
    // With nothing to learn the curves are everybody's, within chance.
    if (effect === 0) expect(slope).toBeLessThan(0.2);
    else expect(slope).toBeGreaterThan(0.2);
    expect(slope).toBeLessThan(0.9);
    expect(await brier(restore(cross.toState()), news)).toBe(await brier(cross, news));
  });

  it('are plain with a single group, which cannot be divided', async () => {
    const data = { ...people(40, 1, 7), groups: new Int32Array(40) };
    const [plain, cross] = [await fitted(data, 'plain'), await fitted(data, 'cross-fitted')];
    expect(await cross.predict(data, context())).toEqual(await plain.predict(data, context()));
  });

  it('are those of a fit of so many rounds, at every place of a path', async () => {
    const data = people(60, 1, 8);
    const learner = create(checkParams(boostingParams, { rounds: 'auto', 'max-depth': 2 }, 'boosting'));
    const models = await learner.path!.fit(data, [10, 25], context());
    const alone = await fitted(data, 'cross-fitted', { rounds: 10, 'max-depth': 2 });
    expect(models[0]!.toState()).toEqual(alone.toState());
  });
});
