import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { blockOf, randomRows, testContext } from '../../test/support/blocks.ts';
import type { Executor } from '../base/context.ts';
import type { ParamValues } from '../base/params.ts';
import { randomKey } from '../base/random.ts';
import { createExecutor } from '../kernels/executor.node.ts';
import { metricByName } from '../metric/registry.ts';
import { createStep, parseStep } from '../prepare/step.ts';
import type { Cohort } from '../table/cohort.ts';
import type { Learner, Model, TrainView } from '../table/contract.ts';
import { columnOf } from '../table/matrix.ts';
import { requireTask } from '../table/target.ts';
import { innerSplits } from './outer-splits.ts';
import type { PrepareSteps } from './prepare-fold.ts';
import { searchAndFit } from './search.ts';
import type { SearchOptions } from './search-options.ts';

let executor: Executor;
beforeAll(async () => {
  executor = await createExecutor(1);
});
afterAll(() => executor.close());

const N = 24;
/** Column 0 is the number of the sample, so that a learner can say whom it saw; the class is in the sign of column 1. */
function cohortOf(groups = Int32Array.from({ length: N }, (_, i) => i)): Cohort {
  const codes = Int32Array.from({ length: N }, (_, i) => i % 2);
  const rows = randomRows(N, 4).map(([, , b, c], i) => [i, codes[i] ? 1 + i : -1 - i, b!, c!]);
  return {
    ids: rows.map((_, i) => `s${i}`),
    annotations: { ids: rows.map((_, i) => `s${i}`), columns: [] },
    blocks: [blockOf(rows)],
    target: { task: 'classification', classes: ['a', 'b'], codes },
    groups,
  };
}

const codesOf = ({ target }: TrainView) => [...requireTask(target, 'classification', 'test').codes];

interface Seen {
  readonly train: number[];
  readonly test: number[];
  readonly codes: number[];
  readonly params: ParamValues;
}

/**
 * Says that a row is of class b with probability `skill` where it is; notes whom it was given.
 * @param holdsOut its models also answer for the first half of their rows, as if they had held these out.
 * @param path the values of `strength` to lay out; skill is then 1 from the value `from` on.
 */
function spy(params: ParamValues, seen: Seen[], path?: readonly number[], holdsOut = false): Learner {
  const modelOf = (view: TrainView, given: ParamValues): Model => {
    // Its own copy: the memory of a fold's table is used again.
    const train = { ...view, X: { ...view.X, data: view.X.data.slice() } };
    return {
      kind: 'spy',
      async predict({ X }) {
        const one = { train: [...columnOf(train.X, 0)], test: [...columnOf(X, 0)] };
        seen.push({ ...one, codes: codesOf(train), params: given });
        const probabilities = Array.from(columnOf(X, 1), (x) => {
          // With a wobble, rows are told apart unequally well, and a weaker penalty does it ever so slightly better.
          const wobble = given.wobble === undefined ? 0 : (Math.abs(x) % 5) / 10 + (given.strength as number) / 1000;
          const skill = (given.skill as number) - wobble;
          return x > 0 ? [1 - skill, skill] : [skill, 1 - skill];
        }).flat();
        return { task: 'classification', classes: ['a', 'b'], probabilities: Float64Array.from(probabilities) };
      },
      toState: () => ({
        kind: 'spy',
        json: { train: [...train.X.data], codes: codesOf(train), given },
        arrays: {},
      }),
    };
  };
  return {
    kind: 'spy',
    params,
    holdsOut,
    fit: async (train) => {
      const model = modelOf(train, params);
      if (!holdsOut) return model;
      const rows = Int32Array.from({ length: train.X.nRows >> 1 }, (_, i) => i);
      const skill = params.skill as number;
      const probabilities = Float64Array.from(
        [...rows].flatMap((i) => (codesOf(train)[i] ? [1 - skill, skill] : [skill, 1 - skill])),
      );
      return {
        ...model,
        heldOut: [{ rows, prediction: { task: 'classification', classes: ['a', 'b'], probabilities } }],
      };
    },
    ...(path
      ? {
          path: {
            param: 'strength',
            strongest: 'largest',
            values: async () => path,
            fit: async (train, values) =>
              values.map((strength) => modelOf(train, { ...params, strength, skill: strength <= 0.5 ? 0.9 : 0.5 })),
          },
        }
      : {}),
  };
}

const steps = async (...entries: unknown[]): Promise<PrepareSteps> => [
  await Promise.all(entries.map((entry) => createStep(parseStep(entry, 'test')))),
];
const train = Int32Array.from({ length: 18 }, (_, i) => i);
const held = Int32Array.from({ length: 6 }, (_, i) => 18 + i);

async function search(
  candidates: readonly ParamValues[],
  {
    cohort = cohortOf(),
    prepare = [[]] as PrepareSteps,
    path = undefined as readonly number[] | undefined,
    inner = 3,
    halving = false,
    rule = 'best' as SearchOptions['rule'] & string,
    calibrate = undefined as SearchOptions['calibrate'],
    holdsOut = false,
    supervised = false,
    trainRows = train,
  } = {},
) {
  const seen: Seen[] = [];
  const options: SearchOptions = {
    cohort,
    steps: prepare,
    plan: { name: 'spy', candidates, create: (params) => spy(params, seen, path, holdsOut) },
    inner: (rows) => innerSplits({ kind: 'folds', k: inner }, cohort, rows, randomKey(5)),
    metric: metricByName('log-loss'),
    halving,
    rule,
    calibrate,
    supervised,
  };
  return { ...(await searchAndFit(options, trainRows, held, testContext(undefined, executor))), seen };
}

describe('a calibration', () => {
  test('is learned from the inner folds, which are run even for one candidate, and the outer test rows are predicted once', async () => {
    const plain = await search([{ skill: 0.6 }]);
    expect(plain.seen.length).toBe(1);
    expect(plain.calibration).toBeUndefined();
    const { calibration, prediction, seen } = await search([{ skill: 0.6 }], { calibrate: 'sigmoid' });
    expect(seen.length).toBe(4);
    const [inner, outer] = [seen.slice(0, 3), seen[3]!];
    expect(outer.test).toEqual([...held]);
    // Every training row was held out once, by a model that had not seen it; no test row took part.
    expect(inner.flatMap(({ test }) => test).sort((a, b) => a - b)).toEqual([...train]);
    for (const one of inner) expect(one.train.some((i) => one.test.includes(i) || i >= 18)).toBe(false);
    // The spy is always right and says 0.6: held-out rows show that it may say more.
    expect(calibration!.method).toBe('sigmoid');
    const said = requireTask(prediction, 'classification', 'test').probabilities;
    held.forEach((i, r) => {
      expect(said[2 * r + (i % 2)]).toBeGreaterThan(0.85);
      expect(said[2 * r + (i % 2)]).toBeLessThan(0.95);
    });
  });

  test('is learned from what the model held out itself, and no inner fold is run', async () => {
    const { calibration, prediction, seen } = await search([{ skill: 0.6 }], {
      ...{ calibrate: 'sigmoid', holdsOut: true },
      // Rows of the view are not rows of the cohort.
      trainRows: Int32Array.from([...train.filter((i) => i % 4 < 2), ...train.filter((i) => i % 4 >= 2)].reverse()),
    });
    expect(seen.length).toBe(1);
    expect(seen[0]!.test).toEqual([...held]);
    expect(calibration!.logLoss.before).toBeCloseTo(-Math.log(0.6), 12);
    const said = requireTask(prediction, 'classification', 'test').probabilities;
    for (const [r, i] of held.entries()) expect(said[2 * r + (i % 2)]).toBeGreaterThan(0.8);
  });

  test('but not when the preparation looked at the target, or there is something to search', async () => {
    const looked = await search([{ skill: 0.6 }], { calibrate: 'sigmoid', holdsOut: true, supervised: true });
    expect(looked.seen.length).toBe(4);
    const searched = await search([{ skill: 0.6 }, { skill: 0.7 }], { calibrate: 'sigmoid', holdsOut: true });
    expect(searched.seen.length).toBe(7);
  });

  test('changes neither the choice nor the model', async () => {
    const candidates = [{ skill: 0.6 }, { skill: 0.9 }, { skill: 0.7 }];
    const [plain, auto] = [await search(candidates), await search(candidates, { calibrate: 'auto' })];
    expect(auto.settings).toEqual(plain.settings);
    expect(auto.innerScore).toBe(plain.innerScore);
    expect(auto.model.toState()).toEqual(plain.model.toState());
    expect(auto.seen).toEqual(plain.seen);
  });
});

describe('the search', () => {
  test('chooses the candidate with the best score over the inner folds, and says what was searched', async () => {
    const { settings, innerScore, seen } = await search([
      { skill: 0.6, same: 1 },
      { skill: 0.9, same: 1 },
      { skill: 0.7, same: 1 },
    ]);
    expect(settings).toEqual({ skill: 0.9 });
    expect(innerScore).toBeCloseTo(-Math.log(0.9), 12);
    expect(seen.at(-1)!.params.skill).toBe(0.9);
  });

  test('of equal scores takes the earlier candidate', async () => {
    const { settings } = await search([
      { skill: 0.8, depth: 1 },
      { skill: 0.8, depth: 2 },
    ]);
    expect(settings.depth).toBe(1);
  });

  test('walks a path, and of equal scores takes the stronger penalty', async () => {
    const { settings, seen } = await search([{ strength: 'auto' }], { path: [2, 1, 0.5, 0.25] });
    expect(settings).toEqual({ strength: 0.5 });
    expect(seen.at(-1)!.params.strength).toBe(0.5);
  });

  test('by halving drops the worse half after each inner fold, finds the same best, and fits less', async () => {
    const candidates = [0.6, 0.9, 0.7, 0.55, 0.8].map((skill) => ({ skill }));
    const { settings, innerScore, seen } = await search(candidates, { halving: true });
    const whole = await search(candidates);
    expect([settings, innerScore]).toEqual([whole.settings, whole.innerScore]);
    const fits = (skill: number) => seen.filter(({ params }) => params.skill === skill).length;
    // Five, then the best three, then the best two; the last fit is on all rows.
    expect([0.55, 0.6, 0.7, 0.8, 0.9].map(fits)).toEqual([1, 1, 2, 3, 4]);
  });

  test('by the one-standard-error rule stops a path at the strongest penalty whose loss is within one of the least', async () => {
    const path = [2, 1, 0.5, 0.25, 0.1];
    // Every row is as well predicted as any other, so that the losses of the folds agree and the standard error is 0: the rule changes nothing.
    const exact = await search([{ strength: 'auto' }], { path, rule: 'one-standard-error' });
    expect(exact.settings.strength).toBe(0.5);
    // Rows of which some are predicted wrongly at random: losses differ between folds, and a slightly worse place will do.
    const wobbly = (rule: 'best' | 'one-standard-error') => search([{ strength: 'auto', wobble: 1 }], { path, rule });
    const [best, cautious] = [await wobbly('best'), await wobbly('one-standard-error')];
    expect(best.settings.strength).toBe(0.1);
    expect(cautious.settings.strength).toBeGreaterThan(0.1);
  });

  test('candidates that differ along the path alone are one walk through their values, strongest first', async () => {
    const listed = [0.25, 2, 0.5, 2].map((strength) => ({ strength, other: 1, skill: 0.5 }));
    const { settings, seen } = await search([...listed, { strength: 1, other: 2, skill: 0.5 }], { path: [] });
    expect(settings).toEqual({ strength: 0.5, other: 1 });
    const ofFirstFold = seen.filter(({ train }) => train.join() === seen[0]!.train.join());
    expect(ofFirstFold.map(({ params }) => params.strength)).toEqual([2, 0.5, 0.25, 1]);
  });

  test('with nothing to choose fits once and looks at no inner fold', async () => {
    const { settings, innerScore, seen } = await search([{ skill: 0.7 }]);
    expect([settings, innerScore, seen.length]).toEqual([{}, undefined, 1]);
  });

  test('predicts each training row once in the inner folds, by a model that did not see it', async () => {
    const { seen } = await search([{ skill: 0.6 }, { skill: 0.9 }]);
    const inner = seen.slice(0, -1).filter(({ params }) => params.skill === 0.6);
    expect(inner.length).toBe(3);
    expect(inner.flatMap(({ test }) => test).sort((a, b) => a - b)).toEqual([...train]);
    for (const one of inner) {
      expect([...one.train, ...one.test].sort((a, b) => a - b)).toEqual([...train]);
      expect(one.codes).toEqual(one.train.map((i) => i % 2));
    }
    const last = seen.at(-1)!;
    expect([last.train, last.test]).toEqual([[...train], [...held]]);
  });

  test('keeps groups whole in the inner folds', async () => {
    const groups = Int32Array.from({ length: N }, (_, i) => Math.floor(i / 3));
    const { seen } = await search([{ skill: 0.6 }, { skill: 0.9 }], { cohort: cohortOf(groups) });
    for (const { train: learned, test: judged } of seen) {
      const both = learned.filter((i) => judged.some((l) => groups[l] === groups[i]));
      expect(both).toEqual([]);
    }
  });
});

describe('what is held out', () => {
  const candidates = [{ skill: 0.6 }, { skill: 0.9 }];
  const prepare = () => steps('impute', { 'top-variance': 3 }, 'standardize', { 'anova-f': 2 });

  test('changes nothing in preparation, choice or model, whatever its values and labels are', async () => {
    const before = await search(candidates, { prepare: await prepare() });
    const cohort = cohortOf();
    const { matrix } = cohort.blocks[0]!;
    const target = requireTask(cohort.target, 'classification', 'test');
    const codes = target.codes.slice();
    for (const i of held) {
      codes[i] = 1 - codes[i]!;
      for (let j = 0; j < 4; j++) matrix.data[j * N + i] = j === 2 ? Number.NaN : 1e6 * (i + 1);
    }
    const after = await search(candidates, {
      prepare: await prepare(),
      cohort: { ...cohort, target: { ...target, codes } },
    });
    expect(after.model.toState()).toEqual(before.model.toState());
    expect(after.pipelines.map((one) => one.toState())).toEqual(before.pipelines.map((one) => one.toState()));
    expect([after.settings, after.innerScore]).toEqual([before.settings, before.innerScore]);
  });

  test('in an inner fold is not seen by its preparation: each fold standardises by its own training rows', async () => {
    const { seen } = await search(candidates, { prepare: await steps('standardize') });
    expect(seen.length).toBe(7);
    for (const { train: column } of seen) {
      const mean = column.reduce((sum, x) => sum + x, 0) / column.length;
      expect(Math.abs(mean)).toBeLessThan(1e-6);
    }
  });

  test('leaves the cohort as it was', async () => {
    const cohort = cohortOf();
    await search(candidates, { prepare: await prepare(), cohort });
    expect(cohort).toEqual(cohortOf());
  });
});
