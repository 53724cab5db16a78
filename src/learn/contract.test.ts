import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Context, Executor } from '../base/context.ts';
import { CancelledError, DataError, ParamError, ShapeError } from '../base/errors.ts';
import { checkParams, type ParamSpec } from '../base/params.ts';
import { randomKey } from '../base/random.ts';
import type { Warning } from '../base/warning.ts';
import { createExecutor } from '../kernels/executor.node.ts';
import type { Learner, LearnerEntry, Model, State, TrainView } from '../table/contract.ts';
import { createMatrix, takeColumns, takeRows } from '../table/matrix.ts';
import { takeTargetRows } from '../table/target.ts';
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
  boosting: { rounds: 25 },
};

/** Learners of counts, which refuse values below 0: their tables are moved up. */
const COUNTS = new Set(['multinomial-nb', 'complement-nb']);
/** Learners whose fit is one pass over the table without a kernel: there is no middle to stop in. */
const ONE_PASS = new Set(['majority', 'naive-bayes', 'multinomial-nb', 'complement-nb', 'knn']);

function suited(entry: LearnerEntry, view: TrainView): TrainView {
  if (!COUNTS.has(entry.word)) return view;
  return { ...view, X: { ...view.X, data: view.X.data.map((value) => Math.max(0, value + 4)) } };
}

async function create(entry: LearnerEntry, given: Readonly<Record<string, unknown>> = {}): Promise<Learner> {
  const params = checkParams(entry.params, { ...QUICK[entry.word], ...given }, entry.word);
  return (await entry.load()).create(params);
}

/** Class k of K shifts features 2k and 2k + 1 by `effect`. */
function viewOf(n: number, p: number, nClasses: number, effect = 1.5): TrainView {
  const draws = randomKey(8).at(n, p, nClasses).stream();
  const X = createMatrix(n, p);
  const codes = Int32Array.from({ length: n }, (_, i) => (i % 5 === 4 ? 0 : i % nClasses));
  for (let j = 0; j < p; j++) {
    for (let i = 0; i < n; i++) X.data[j * n + i] = draws.normal() + (Math.floor(j / 2) === codes[i] ? effect : 0);
  }
  return {
    X,
    features: Array.from({ length: p }, (_, j) => `g${j}`),
    target: { task: 'classification', classes: ['a', 'b', 'c', 'd'].slice(0, nClasses), codes },
  };
}

function withConstant(view: TrainView): TrainView {
  view.X.data.fill(7.25, view.X.nRows, 2 * view.X.nRows);
  return view;
}
function withDuplicate(view: TrainView): TrainView {
  view.X.data.copyWithin(view.X.nRows, 0, view.X.nRows);
  return view;
}
/** The last class of the list is that of no row. */
function withAbsentClass(view: TrainView): TrainView {
  const rows = [...view.target.codes.keys()].filter((i) => view.target.codes[i] !== 1);
  return { ...view, X: takeRows(view.X, rows), target: takeTargetRows(view.target, rows) };
}
function onlyOneClass(view: TrainView): TrainView {
  const rows = [...view.target.codes.keys()].filter((i) => view.target.codes[i] === 1);
  return { ...view, X: takeRows(view.X, rows), target: takeTargetRows(view.target, rows) };
}

const tables: readonly {
  readonly name: string;
  readonly view: () => TrainView;
  readonly absent?: readonly number[];
}[] = [
  { name: 'two classes', view: () => viewOf(38, 12, 2) },
  { name: 'four classes', view: () => viewOf(61, 15, 4) },
  { name: 'one feature', view: () => viewOf(31, 1, 3) },
  { name: 'a constant column', view: () => withConstant(viewOf(30, 6, 2)) },
  { name: 'nothing but a constant column', view: () => constantOnly() },
  { name: 'a column that is there twice', view: () => withDuplicate(viewOf(30, 6, 3)) },
  { name: 'more features than rows', view: () => viewOf(17, 120, 3) },
  { name: 'a class without rows', view: () => withAbsentClass(viewOf(50, 8, 3)), absent: [1] },
  { name: 'rows of one class only', view: () => onlyOneClass(viewOf(50, 8, 3)), absent: [0, 2] },
  { name: 'classes far apart', view: () => viewOf(40, 8, 2, 40) },
  { name: 'three classes far apart', view: () => viewOf(40, 8, 3, 40) },
];

function constantOnly(): TrainView {
  const view = viewOf(24, 2, 2);
  return { ...view, X: takeColumns(withConstant(view).X, [1]), features: ['g1'] };
}

/** What a model file does to a state: JSON text, and bytes copied out. */
function throughFile(state: State): State {
  const arrays = Object.fromEntries(Object.entries(state.arrays).map(([name, array]) => [name, array.slice()]));
  return { kind: state.kind, json: JSON.parse(JSON.stringify(state.json)), arrays };
}

/** All values of the grid, when there is a path; else one model. */
async function fitAll(learner: Learner, data: TrainView, ctx: Context): Promise<readonly Model[]> {
  const { path } = learner;
  return path ? path.fit(data, await path.values(data, ctx), ctx) : [await learner.fit(data, ctx)];
}

describe.each(learners)('$word', (entry) => {
  it('is documented: a sentence for itself and for every parameter, at most one main parameter, a grid inside the ranges', () => {
    expect(entry.doc).toMatch(/\.$/);
    const specs = Object.values<ParamSpec>(entry.params);
    for (const spec of specs) expect(spec.doc).toMatch(/\.$/);
    expect(specs.filter((spec) => spec.main).length).toBeLessThanOrEqual(1);
    for (const [name, values] of Object.entries(entry.grid)) {
      for (const value of values) expect(checkParams(entry.params, { [name]: value }, 'grid')[name]).toBe(value);
    }
  });

  describe.each(tables)('on $name', ({ view, absent = [] }) => {
    const make = () => suited(entry, view());
    it('fits with its defaults; rows of probabilities are finite, in 0 … 1 and sum to 1; an absent class gets none', async () => {
      const data = make();
      const learner = await create(entry);
      const models = [await learner.fit(data, context()), ...(await fitAll(learner, data, context()))];
      for (const model of models) {
        const { probabilities, classes } = await model.predict(data, context());
        expect(classes).toEqual(data.target.classes);
        expect(probabilities.length).toBe(data.X.nRows * classes.length);
        expect(probabilities.every((p) => p >= 0 && p <= 1)).toBe(true);
        for (let i = 0; i < data.X.nRows; i++) {
          const row = probabilities.subarray(i * classes.length, (i + 1) * classes.length);
          expect(row.reduce((sum, p) => sum + p, 0)).toBeCloseTo(1, 6);
          for (const k of absent) expect(row[k]).toBe(0);
        }
      }
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
      const k = all.classes.length;
      for (const i of [0, 3, data.X.nRows - 1]) {
        const alone = await model.predict({ ...data, X: takeRows(data.X, [i]) }, context());
        expect(alone.probabilities).toEqual(all.probabilities.slice(i * k, (i + 1) * k));
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

  it('learns what is there to be learned, except the baseline', async () => {
    const data = suited(entry, viewOf(120, 20, 3, 2));
    const { probabilities } = await (await (await create(entry)).fit(data, context())).predict(data, context());
    const right = data.target.codes.filter((code, i) => {
      const row = probabilities.subarray(3 * i, 3 * i + 3);
      return row.indexOf(Math.max(...row)) === code;
    }).length;
    if (entry.word === 'majority') expect(right / 120).toBeCloseTo(0.47, 1);
    else expect(right / 120).toBeGreaterThan(0.9);
  });

  it('takes missing values, or refuses them naming feature and remedy', async () => {
    const data = suited(entry, viewOf(30, 5, 2));
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
      expect(outcome.probabilities.every(Number.isFinite)).toBe(true);
    }
  });

  it('refuses to predict from another number of features, except the baseline', async () => {
    const model = await (await create(entry)).fit(suited(entry, viewOf(30, 5, 2)), context());
    const predict = model.predict(suited(entry, viewOf(30, 6, 2)), context());
    if (entry.word === 'majority') expect((await predict).probabilities.length).toBe(60);
    else await expect(predict).rejects.toThrow(ShapeError);
  });

  it('stops when aborted before it begins, or in the middle, and frees its memory', async () => {
    if (entry.word === 'majority') return; // a count of classes: nothing to stop
    const executor = watched[1]!;
    const before = new AbortController();
    before.abort();
    const learner = await create(entry);
    await expect(learner.fit(suited(entry, viewOf(30, 5, 2)), context(executor, before.signal))).rejects.toThrow(
      CancelledError,
    );
    if (ONE_PASS.has(entry.word)) return;
    const middle = new AbortController();
    executor.calls = 0;
    executor.onCall = () => {
      if (executor.calls === 2) middle.abort();
    };
    const fit = learner.fit(viewOf(200, 300, 4), context(executor, middle.signal));
    await expect(fit).rejects.toThrow(CancelledError);
    executor.onCall = () => {};
    expect(executor.calls).toBeGreaterThanOrEqual(2);
    expect(executor.taken.size).toBe(0);
  });

  const ranged = Object.entries<ParamSpec>(entry.params);
  it.each(ranged)('refuses values of %s outside its declaration', (name, spec) => {
    const bad: unknown[] = [null, [], {}, 'no such word', Number.NaN];
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
    for (const entry of learners) {
      const learner = await create(entry);
      const model = await learner.fit(suited(entry, viewOf(20, 4, 2)), context());
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
