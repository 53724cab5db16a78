import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createExecutor } from '../../test/support/kernel-threads.ts';
import { CASES, type TargetTask, TWO_CLASSES, viewFor } from '../../test/support/learner-views.ts';
import type { Context, Executor } from '../base/context.ts';
import { CancelledError, CistronError, DataError, ParamError, ShapeError } from '../base/errors.ts';
import { checkParams, type ParamSpec } from '../base/params.ts';
import { randomKey } from '../base/random.ts';
import type { Warning } from '../base/warning.ts';
import { withKernelTables } from '../kernels/shared-matrix.ts';
import { metricByName } from '../metric/registry.ts';
import { scorer } from '../metric/scorer.ts';
import type { Learner, LearnerEntry, Model, State, TrainView } from '../table/contract.ts';
import { takeRows } from '../table/matrix.ts';
import type { Prediction } from '../table/prediction.ts';
import { requireTask, targetLength } from '../table/target.ts';
import { learnerByWord, learners } from './registry.ts';

/** The worker pool, with a list of the memory that is out. */
interface Watched extends Executor {
  readonly taken: Set<number>;
  /** Calls so far. */
  calls: number;
  onCall: () => void;
}
const watched: Watched[] = [];

async function watch(threads: number): Promise<Watched> {
  const inner = await createExecutor(threads);
  const taken = new Set<number>();
  const outer: Watched = {
    ...inner,
    taken,
    calls: 0,
    onCall: () => {},
    allocate(bytes) {
      const address = inner.allocate(bytes);
      taken.add(address);
      return address;
    },
    free(address) {
      taken.delete(address);
      inner.free(address);
    },
    call(kernel, args) {
      outer.calls++;
      outer.onCall();
      return inner.call(kernel, args);
    },
  };
  return outer;
}

beforeAll(async () => {
  for (const threads of [1, 2, 4]) watched.push(await watch(threads));
});
afterAll(async () => {
  for (const executor of watched) await executor.close();
});

const context = (executor = watched[0]!, signal = new AbortController().signal): Context & { warnings: Warning[] } => {
  const warnings: Warning[] = [];
  return { random: randomKey(3), executor, signal, progress: () => {}, warn: (w) => warnings.push(w), warnings };
};

/** Settings that make the learners quick; everything else is the default. */
const QUICK: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  forest: { trees: 40 },
  'extra-trees': { trees: 40 },
  boosting: { rounds: 25 },
};

/** Learners of counts, which refuse values below 0: their tables are moved up. */
const COUNTS = new Set(['multinomial-nb', 'complement-nb']);
/** Learners without features: what the others must beat. */
const BASELINES = new Set(['majority', 'mean', 'kaplan-meier']);
/** Learners whose fit is one pass over the table without a kernel: there is no middle to stop in. */
const ONE_PASS = new Set([...BASELINES, 'naive-bayes', 'multinomial-nb', 'complement-nb', 'knn', 'linear']);
/** Learners that iterate without a kernel, with a pause between steps. */
const PAUSES = new Set(['logistic', 'cox']);
/** Learners without a penalty, which refuse to choose among the many answers of a table with more features than rows. */
const NARROW = new Set(['linear', 'logistic', 'cox']);

/** Every word with every task that it serves and that has a target. */
/** Networks have a suite of their own: `neural/contract.test.ts`. */
const served = learners
  .filter(({ network }) => !network)
  .flatMap((entry) =>
    entry.tasks
      .filter((task): task is TargetTask => task !== 'clustering')
      .map((task) => ({ word: entry.word, entry, task })),
  );

function isRefused({ word }: LearnerEntry, { X, target }: TrainView): boolean {
  const wide = NARROW.has(word) && X.nCols >= X.nRows;
  return wide || (TWO_CLASSES.has(word) && target.task === 'classification' && target.classes.length > 2);
}

function suited(entry: LearnerEntry, view: TrainView): TrainView {
  if (!COUNTS.has(entry.word)) return view;
  return { ...view, X: { ...view.X, data: view.X.data.map((value) => Math.max(0, value + 4)) } };
}

async function create(entry: LearnerEntry, given: Readonly<Record<string, unknown>> = {}): Promise<Learner> {
  const params = checkParams(entry.params, { ...QUICK[entry.word], ...given }, entry.word);
  return (await entry.load()).create(params);
}

/** What every prediction of a task must be. @param absent classes that no training row was of. */
function expectSound(prediction: Prediction, { target }: TrainView, absent: readonly number[]): void {
  const n = targetLength(target);
  switch (target.task) {
    case 'classification': {
      const { probabilities, classes } = requireTask(prediction, target.task, 'contract');
      expect(classes).toEqual(target.classes);
      expect(probabilities.length).toBe(n * classes.length);
      expect(probabilities.every((p) => p >= 0 && p <= 1)).toBe(true);
      for (let i = 0; i < n; i++) {
        const row = probabilities.subarray(i * classes.length, (i + 1) * classes.length);
        expect(row.reduce((sum, p) => sum + p, 0)).toBeCloseTo(1, 6);
        for (const k of absent) expect(row[k]).toBe(0);
      }
      return;
    }
    case 'regression': {
      const { values } = requireTask(prediction, target.task, 'contract');
      expect(values.length).toBe(n);
      expect(values.every(Number.isFinite)).toBe(true);
      return;
    }
    case 'survival': {
      const { risks, times, survival } = requireTask(prediction, target.task, 'contract');
      expect(risks.length).toBe(n);
      expect(risks.every(Number.isFinite)).toBe(true);
      expect(times.length).toBeGreaterThan(0);
      expect(times.every((time, t) => t === 0 || time > times[t - 1]!)).toBe(true);
      expect(survival.length).toBe(n * times.length);
      for (let i = 0; i < n; i++) {
        const curve = survival.subarray(i * times.length, (i + 1) * times.length);
        // Falls from at most 1, and stays at or above 0.
        expect(curve.every((s, t) => s >= 0 && s <= (t === 0 ? 1 : curve[t - 1]!))).toBe(true);
      }
      return;
    }
    case 'clustering':
  }
}

/** How well the task is done, 1 being perfect, and what a learner must reach on the table of `viewOf`. */
const SKILL = { classification: ['accuracy', 0.9], regression: ['r2', 0.5], survival: ['c-index', 0.75] } as const;

/** What a model file does to a state: JSON text, and bytes copied out. */
function throughFile(state: State): State {
  const arrays = Object.fromEntries(Object.entries(state.arrays).map(([name, array]) => [name, array.slice()]));
  return { kind: state.kind, json: JSON.parse(JSON.stringify(state.json)), arrays };
}

/** One row of a prediction. */
function rowOf(prediction: Prediction, i: number, n: number): Prediction {
  const row = <T extends Float64Array | Int32Array>(all: T): T =>
    all.slice((i * all.length) / n, ((i + 1) * all.length) / n) as T;
  switch (prediction.task) {
    case 'classification':
      return { ...prediction, probabilities: row(prediction.probabilities) };
    case 'regression':
      return { ...prediction, values: row(prediction.values) };
    case 'survival':
      return { ...prediction, risks: row(prediction.risks), survival: row(prediction.survival) };
    case 'clustering':
      return { ...prediction, labels: row(prediction.labels) };
  }
}

/** All values of the grid, when there is a path; else one model. */
async function fitAll(learner: Learner, data: TrainView, ctx: Context): Promise<readonly Model[]> {
  const { path } = learner;
  return path ? path.fit(data, await path.values(data, ctx), ctx) : [await learner.fit(data, ctx)];
}

describe.each(served)('$word of $task', ({ entry, task }) => {
  it('is documented: a sentence for itself and for every parameter, at most one main parameter, a grid inside the ranges', () => {
    expect(entry.doc).toMatch(/\.$/);
    const specs = Object.values<ParamSpec>(entry.params);
    for (const spec of specs) expect(spec.doc).toMatch(/\.$/);
    expect(specs.filter((spec) => spec.main).length).toBeLessThanOrEqual(1);
    for (const [name, values] of Object.entries(entry.grid)) {
      for (const value of values) expect(checkParams(entry.params, { [name]: value }, 'grid')[name]).toBe(value);
    }
  });

  const refused = CASES[task].filter(({ view }) => isRefused(entry, view()));
  const accepted = CASES[task].filter((one) => !refused.includes(one));
  it.skipIf(refused.length === 0)('refuses what it does not serve, naming a learner that does', async () => {
    for (const { view } of refused) {
      const outcome = await (await create(entry)).fit(view(), context()).catch((error: unknown) => error);
      expect(outcome).toBeInstanceOf(CistronError);
      expect((outcome as CistronError).hint).toMatch(/use elastic-net/);
    }
  });

  describe.each(accepted)('on $name', ({ view, absent = [] }) => {
    const make = () => suited(entry, view());
    it('fits with its defaults, and its predictions are sound', async () => {
      const data = make();
      const learner = await create(entry);
      const models = [await learner.fit(data, context()), ...(await fitAll(learner, data, context()))];
      for (const model of models) expectSound(await model.predict(data, context()), data, absent);
    });

    it('leaves its data as it was', async () => {
      const data = make();
      const learner = await create(entry);
      const model = await learner.fit(data, context());
      await learner.path?.fit(data, await learner.path.values(data, context()), context());
      await model.predict(data, context());
      expect(data).toEqual(make());
    });

    it('gives the same bits when fitted again, and with 1, 2 and 4 threads', async () => {
      const states = [];
      for (const executor of [watched[0]!, ...watched]) {
        const models = await fitAll(await create(entry), make(), context(executor));
        states.push(models.map((model) => model.toState()));
      }
      for (const state of states.slice(1)) expect(state).toEqual(states[0]);
    });

    it('gives the same bits from a table in kernel memory, and holds on to nothing of it', async () => {
      const data = make();
      const learner = await create(entry);
      const ctx = context(watched[1]!);
      const inPlace = await withKernelTables(ctx, async (createTable) => {
        const X = createTable(data.X.nRows, data.X.nCols);
        X.data.set(data.X.data);
        const models = await fitAll(learner, { ...data, X }, ctx);
        X.data.fill(Number.NaN);
        return models;
      });
      const copied = await fitAll(learner, data, ctx);
      expect(inPlace.map((model) => model.toState())).toEqual(copied.map((model) => model.toState()));
      expect(await inPlace.at(-1)!.predict(data, ctx)).toEqual(await copied.at(-1)!.predict(data, ctx));
      expect(inPlace.at(-1)!.importance?.()).toEqual(copied.at(-1)!.importance?.());
      expect(watched[1]!.taken.size).toBe(0);
    });

    it('predicts the same bits after saving and restoring', async () => {
      const data = make();
      const model = await (await create(entry)).fit(data, context());
      const restored = (await entry.load()).restore(throughFile(model.toState()));
      expect(restored.kind).toBe(entry.word);
      expect(await restored.predict(data, context())).toEqual(await model.predict(data, context()));
      expect(restored.importance?.()).toEqual(model.importance?.());
      expect(restored.summary?.()).toEqual(model.summary?.());
      expect(restored.toState()).toEqual(model.toState());
    });

    it('treats a row alone as it treats it among others', async () => {
      const data = make();
      const model = await (await create(entry)).fit(data, context());
      const all = await model.predict(data, context());
      for (const i of [0, 3, data.X.nRows - 1]) {
        const alone = await model.predict({ ...data, X: takeRows(data.X, [i]) }, context());
        expect(alone).toEqual(rowOf(all, i, data.X.nRows));
      }
    });

    it('says how much each feature counts: as many numbers as features, none negative, and leaves no memory behind', async () => {
      const data = make();
      const executor = watched[1]!;
      const model = await (await create(entry)).fit(data, context(executor));
      const importance = model.importance?.();
      if (importance) {
        expect(importance.length).toBe(data.X.nCols);
        expect(importance.every((weight) => weight >= 0 && Number.isFinite(weight))).toBe(true);
      }
      expect(executor.taken.size).toBe(0);
    });
  });

  it('learns what is there to be learned, except the baselines', async () => {
    const data = suited(entry, viewFor(entry.word, task, 120, 20));
    const prediction = await (await (await create(entry)).fit(data, context())).predict(data, context());
    const [metric, least] = SKILL[task];
    const skill = scorer(data.target, prediction).value(metricByName(metric));
    if (BASELINES.has(entry.word)) expect(skill).toBeLessThan(0.51);
    else expect(skill).toBeGreaterThan(least);
  });

  it('takes missing values, or refuses them naming feature and remedy', async () => {
    const data = suited(entry, viewFor(entry.word, task, 30, 5));
    data.X.data[3 * 30 + 4] = Number.NaN;
    const fit = (await create(entry)).fit(data, context());
    const outcome = await fit.then(
      (model) => model.predict(data, context()),
      (error: Error) => error,
    );
    if (outcome instanceof Error) {
      expect(outcome).toBeInstanceOf(DataError);
      expect(outcome.message).toMatch(/'g3'.*add 'impute' to prepare/);
    } else {
      expectSound(outcome, data, []);
    }
  });

  it('refuses to predict from another number of features, except the baselines', async () => {
    const model = await (await create(entry)).fit(suited(entry, viewFor(entry.word, task, 30, 5)), context());
    const predict = model.predict(suited(entry, viewFor(entry.word, task, 30, 6)), context());
    if (BASELINES.has(entry.word)) await predict;
    else await expect(predict).rejects.toThrow(ShapeError);
  });

  it('stops when aborted before it begins, or in the middle, and frees its memory', async () => {
    if (BASELINES.has(entry.word)) return; // one look at the target: nothing to stop
    const executor = watched[1]!;
    const before = new AbortController();
    before.abort();
    const learner = await create(entry);
    await expect(
      learner.fit(suited(entry, viewFor(entry.word, task, 30, 5)), context(executor, before.signal)),
    ).rejects.toThrow(CancelledError);
    if (ONE_PASS.has(entry.word)) return;
    const middle = new AbortController();
    if (PAUSES.has(entry.word)) {
      setTimeout(() => middle.abort());
      const fit = learner.fit(viewFor(entry.word, task, 200, 20), context(executor, middle.signal));
      await expect(fit).rejects.toThrow(CancelledError);
      return;
    }
    executor.calls = 0;
    executor.onCall = () => {
      if (executor.calls === 2) middle.abort();
    };
    const fit = learner.fit(viewFor(entry.word, task, 200, 300), context(executor, middle.signal));
    await expect(fit).rejects.toThrow(CancelledError);
    executor.onCall = () => {};
    expect(executor.calls).toBeGreaterThanOrEqual(2);
    expect(executor.taken.size).toBe(0);
  });

  const ranged = Object.entries<ParamSpec>(entry.params);
  it.each(ranged)('refuses values of %s outside its declaration', (name, spec) => {
    const bad: unknown[] = [null, spec.type === 'list' ? [3] : [], {}, 'no such word', Number.NaN];
    if (spec.type === 'number' || spec.type === 'integer') {
      if (spec.min !== undefined) bad.push(spec.min - 1);
      if (spec.max !== undefined) bad.push(spec.max + 1);
      if (spec.type === 'integer') bad.push((spec.min ?? 0) + 0.5);
      bad.push(Number.POSITIVE_INFINITY, true);
    } else {
      bad.push(3);
    }
    for (const value of bad) {
      expect(() => checkParams(entry.params, { [name]: value }, entry.word)).toThrow(ParamError);
      expect(() => checkParams(entry.params, { [name]: value }, entry.word)).toThrow(`${entry.word}.${name}: must be`);
    }
  });
});

describe('the registry', () => {
  it('names each word once, and the learner, its model and its state carry that word', async () => {
    const words = learners.map((entry) => entry.word);
    expect(new Set(words).size).toBe(words.length);
    for (const { entry, task } of served) {
      const learner = await create(entry);
      const model = await learner.fit(suited(entry, viewFor(entry.word, task, 20, 4)), context());
      expect([learner.kind, model.kind, model.toState().kind]).toEqual([entry.word, entry.word, entry.word]);
    }
  });

  it('suggests the nearest word for an unknown one', () => {
    expect(() => learnerByWord('elasticnet', 'learners')).toThrow(
      "unknown learner 'elasticnet'; did you mean 'elastic-net'?",
    );
    expect(() => learnerByWord('perceptron', 'learners')).toThrow(/the learners are: .*elastic-net/);
  });
});
