import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { classified } from '../../../test/support/classified.ts';
import { classView, numberView } from '../../../test/support/learner-views.ts';
import type { Context, Executor } from '../../base/context.ts';
import { ShapeError } from '../../base/errors.ts';
import { checkParams } from '../../base/params.ts';
import { randomKey } from '../../base/random.ts';
import type { Warning } from '../../base/warning.ts';
import { createExecutor } from '../../kernels/executor.node.ts';
import type { Model, TrainView } from '../../table/contract.ts';
import { createMatrix, type Matrix, matrixFromRows, takeRows } from '../../table/matrix.ts';
import { requireTask, takeTargetRows } from '../../table/target.ts';
import { gammaScale, type KernelFunction, withCrossKernel, withTrainingKernel } from './kernel-function.ts';
import { svmParams } from './params.ts';
import { create, restore } from './svm.ts';

interface Fit {
  readonly kernel: 'rbf' | 'linear' | 'polynomial';
  readonly C: number;
  readonly gamma: number;
}
interface Golden {
  readonly versions: Readonly<Record<string, string>>;
  readonly tables: readonly {
    readonly name: string;
    readonly X: number[][];
    readonly y: readonly number[];
    readonly test: number[][];
    readonly fits: readonly (Fit & {
      readonly balanced: boolean;
      readonly decisions: readonly (readonly number[])[];
      /** yα of the second class against the first; null when there are more. */
      readonly dual: readonly number[] | null;
    })[];
  }[];
  readonly regression: {
    readonly X: number[][];
    readonly z: readonly number[];
    readonly test: number[][];
    readonly fits: readonly (Fit & { readonly epsilon: number; readonly values: number[]; readonly beta: number[] })[];
  };
}
const golden: Golden = JSON.parse(readFileSync(new URL('../../../test/golden/svm.json', import.meta.url), 'utf8'));
const peer = `scikit-learn ${golden.versions['scikit-learn']}`;

let executor: Executor;
beforeAll(async () => {
  executor = await createExecutor(2);
});
afterAll(() => executor.close());
const context = (): Context & { warnings: Warning[] } => {
  const warnings: Warning[] = [];
  const { signal } = new AbortController();
  return { executor, random: randomKey(6), signal, progress: () => {}, warn: (w) => warnings.push(w), warnings };
};
const learner = (given: Readonly<Record<string, unknown>> = {}) => create(checkParams(svmParams, given, 'svm'));
const names = (p: number) => Array.from({ length: p }, (_, j) => `g${j}`);
const viewOf = (rows: number[][]) => ({ X: matrixFromRows(rows), features: names(rows[0]!.length) });
const tight = { tolerance: 1e-9, 'max-steps': 10_000_000 };

/** Decision values of the machines of a model for new rows, and the dual objective of its first, by plain sums in float64. */
async function machinesOf(model: Model, X: Matrix, fn: Fit) {
  const { vectors, coefficients, biases } = model.toState().arrays as Record<string, Float64Array>;
  const p = X.nCols;
  const nVectors = vectors!.length / p;
  const product = (A: ArrayLike<number>, n: number, i: number, B: ArrayLike<number>, m: number, l: number) => {
    let dot = 0;
    let square = 0;
    for (let j = 0; j < p; j++) {
      dot += A[j * n + i]! * B[j * m + l]!;
      square += (A[j * n + i]! - B[j * m + l]!) ** 2;
    }
    if (fn.kernel === 'linear') return dot;
    return fn.kernel === 'rbf' ? Math.exp(-fn.gamma * square) : (fn.gamma * dot + 1) ** 3;
  };
  return Array.from({ length: X.nRows }, (_, i) =>
    Array.from(biases!, (bias, q) => {
      let sum = bias;
      for (let l = 0; l < nVectors; l++) {
        sum += coefficients![q * nVectors + l]! * product(X.data, X.nRows, i, vectors!, nVectors, l);
      }
      return sum;
    }),
  );
}

describe.each(golden.tables)('$name', ({ X: rows, y, test, fits }) => {
  it.each(fits)(
    `has the decision values of SVC of ${peer} to 1e-4: $kernel, C $C, gamma $gamma, balanced $balanced`,
    async ({ balanced, decisions, dual, ...fn }) => {
      const train = viewOf(rows);
      const classes = ['a', 'b', 'c'].slice(0, Math.max(...y) + 1);
      const target = { task: 'classification', classes, codes: Int32Array.from(y) } as const;
      const { kernel, C, gamma } = fn;
      const settings = { kernel, C, gamma, 'class-weight': balanced ? 'balanced' : 'none', ...tight };
      const ctx = context();
      const model = await learner(settings).fit({ ...train, target }, ctx);
      expect(ctx.warnings).toEqual([]);
      const ours = await machinesOf(model, matrixFromRows(test), fn);
      ours.forEach((row, i) => {
        row.forEach((f, q) => {
          expect(Math.abs(f - decisions[i]![q]!)).toBeLessThan(1e-4);
        });
      });
      if (!dual) return;
      // The dual objective of both on one float64 kernel: ours is not below theirs by more than float32 allows.
      const K = await withTrainingKernel({ ...fn, degree: 3, offset: 1 }, train.X, context(), async (all) => all);
      const value = (beta: readonly number[]) =>
        beta.reduce(
          (sum, b, i) =>
            sum + b * (y[i] ? 1 : -1) - 0.5 * b * beta.reduce((s, a, l) => s + a * K[i * y.length + l]!, 0),
          0,
        );
      const { coefficients, vectors } = model.toState().arrays as Record<string, Float64Array>;
      const nVectors = vectors!.length / train.X.nCols;
      const ourDual = rows.map((row) => {
        const at = Array.from({ length: nVectors }, (_, l) => l).find((l) =>
          row.every((x, j) => Math.fround(x) === vectors![j * nVectors + l]),
        );
        return at === undefined ? 0 : -coefficients![at]!;
      });
      expect(value(ourDual)).toBeGreaterThanOrEqual(value([...dual]) * (1 - 1e-6));
    },
  );
});

describe(`SVR of ${peer}`, () => {
  const { X: rows, z, test, fits } = golden.regression;
  it.each(fits)(
    'is equalled to 1e-4: $kernel, C $C, epsilon $epsilon',
    async ({ kernel, C, gamma, epsilon, values }) => {
      const settings = { kernel, C, gamma, epsilon, ...tight };
      const train = { ...viewOf(rows), target: { task: 'regression', values: Float64Array.from(z) } } as const;
      const model = await learner(settings).fit(train, context());
      const ours = requireTask(await model.predict(viewOf(test), context()), 'regression', 'test').values;
      ours.forEach((value, i) => {
        expect(Math.abs(value - values[i]!)).toBeLessThan(1e-4);
      });
    },
  );
});

describe('kernel functions', () => {
  const fn = (kernel: KernelFunction['kernel']) => ({ kernel, gamma: 0.01, degree: 3, offset: 1 });
  it.each(['rbf', 'linear', 'polynomial'] as const)(
    '%s: rows among themselves are what new rows are to them',
    async (kernel) => {
      const { X } = classView(30, 50, 2);
      const K = await withTrainingKernel(fn(kernel), X, context(), async (all) => all);
      const cross = await withCrossKernel(fn(kernel), X, X, context(), (all) => all);
      for (let i = 0; i < 30; i++)
        for (let l = 0; l < 30; l++) expect(K[i * 30 + l]!).toBeCloseTo(cross[i * 30 + l]!, 4);
    },
  );

  it('gamma: scale is 1 / (p · variance), and 1 for a table of one value', () => {
    expect(
      gammaScale(
        matrixFromRows([
          [1, 2, 3],
          [5, 6, 7],
        ]),
      ),
    ).toBeCloseTo(1 / (3 * (28 / 6)), 10);
    expect(gammaScale(createMatrix(3, 2))).toBe(1);
  });
});

describe('svm', () => {
  it('gives along its path what single fits give', async () => {
    for (const data of [classView(60, 8, 3), classView(30, 90, 2), numberView(50, 10)] as TrainView[]) {
      const Cs = [0.3, 1, 10];
      const settings = { tolerance: 1e-8, gamma: 'scale' };
      const path = await learner(settings).path!.fit(data, Cs, context());
      for (const [c, C] of Cs.entries()) {
        const alone = await learner({ ...settings, C }).fit(data, context());
        const [ours, theirs] = await Promise.all(
          [path[c]!, alone].map(async (model) => {
            const prediction = await model.predict(data, context());
            return prediction.task === 'classification'
              ? prediction.probabilities
              : requireTask(prediction, 'regression', 'test').values;
          }),
        );
        ours!.forEach((value, at) => {
          expect(value).toBeCloseTo(theirs![at]!, 3);
        });
      }
    }
  });

  it('does not depend on the unit of the features or of the target', async () => {
    const data = numberView(50, 10);
    const scaled = {
      ...data,
      X: { ...data.X, data: data.X.data.map((x) => 1024 * x) },
      target: { ...data.target, values: data.target.values.map((y) => 4096 * y) },
    };
    const [ours, other] = await Promise.all(
      [data, scaled].map(
        async (view) =>
          requireTask(await (await learner().fit(view, context())).predict(view, context()), 'regression', 'test')
            .values,
      ),
    );
    other!.forEach((value, i) => {
      expect(value / 4096).toBeCloseTo(ours![i]!, 6);
    });
  });

  it('learns what no line divides', async () => {
    const draws = randomKey(2).stream();
    const X = createMatrix(200, 2);
    for (let at = 0; at < 400; at++) X.data[at] = draws.normal();
    const codes = Int32Array.from({ length: 200 }, (_, i) => Number(X.data[i]! ** 2 + X.data[200 + i]! ** 2 > 1.4));
    const target = { task: 'classification', classes: ['in', 'out'], codes } as const;
    const model = await learner({ C: 10 }).fit({ X, features: names(2), target }, context());
    const { probabilities } = classified(await model.predict({ X, features: names(2) }, context()));
    const right = codes.filter((code, i) => Number(probabilities[2 * i + 1]! > 0.5) === code).length;
    expect(right).toBeGreaterThan(190);
  });

  it('gives with a precomputed kernel what it gives with the table, saved and restored too', async () => {
    const data = classView(40, 12, 3);
    const rows = [...data.target.codes.keys()];
    const [first, last] = [rows.slice(0, 30), rows.slice(30)];
    const train = { ...data, X: takeRows(data.X, first), target: takeTargetRows(data.target, first) };
    const test = takeRows(data.X, last);
    const fn = { kernel: 'rbf', gamma: 0.05, degree: 3, offset: 1 } as const;
    const given = async (X: Matrix) => {
      const K = await withCrossKernel(fn, X, train.X, context(), (all) => all);
      return {
        X: matrixFromRows(Array.from({ length: X.nRows }, (_, i) => [...K.subarray(30 * i, 30 * i + 30)])),
        features: names(30),
      };
    };
    const whole = await learner({ gamma: 0.05, C: 1, tolerance: 1e-8 }).fit(train, context());
    const model = await learner({ kernel: 'precomputed', C: 1, tolerance: 1e-8 }).fit(
      { ...(await given(train.X)), target: train.target },
      context(),
    );
    const wanted = classified(await whole.predict({ X: test, features: data.features }, context())).probabilities;
    const ours = classified(await model.predict(await given(test), context())).probabilities;
    ours.forEach((p, at) => {
      expect(p).toBeCloseTo(wanted[at]!, 3);
    });
    const restored = restore(model.toState());
    expect(await restored.predict(await given(test), context())).toEqual(
      await model.predict(await given(test), context()),
    );
    expect(restored.toState()).toEqual(model.toState());
  });

  it('refuses a precomputed kernel that is not of the training rows by the training rows', async () => {
    const data = classView(20, 20, 2);
    await expect(learner({ kernel: 'precomputed' }).fit(data, context())).rejects.toThrow(ShapeError);
    const fold = classView(20, 25, 2);
    await expect(learner({ kernel: 'precomputed' }).fit(fold, context())).rejects.toThrow(
      /square and symmetric, got 20 × 25.*in a study/s,
    );
  });

  it('keeps groups whole in the parts that its probabilities come from', async () => {
    // Every sample is there four times, under a label that is noise: whoever divides copies sees labels that he can know.
    const base = classView(60, 40, 2, 0);
    const rows = Array.from({ length: 240 }, (_, i) => i % 60);
    const data = { ...base, X: takeRows(base.X, rows), target: takeTargetRows(base.target, rows) };
    const own = async (view: TrainView) => {
      const { probabilities } = classified(
        await (await learner({ C: 10 }).fit(view, context())).predict(view, context()),
      );
      return data.target.codes.reduce((sum, code, i) => sum + probabilities[2 * i + code]!, 0) / 240;
    };
    const apart = await own({ ...data, groups: Int32Array.from(rows) });
    const divided = await own(data);
    expect(divided).toBeGreaterThan(0.9);
    expect(apart).toBeLessThan(0.65);
  });

  it('favours the rare class when balanced', async () => {
    const data = classView(120, 6, 2);
    const codes = data.target.codes.map((code, i) => Number(code === 1 && i < 30));
    const view = { ...data, target: { ...data.target, codes } };
    const bias = async (weight: string) =>
      (
        (await learner({ C: 1, 'class-weight': weight }).fit(view, context())).toState().arrays.biases as Float64Array
      )[0]!;
    // The first class, which is common, is the positive one.
    expect(await bias('balanced')).toBeLessThan((await bias('none')) - 0.05);
  });

  it('says so when the steps allowed are too few', async () => {
    const ctx = context();
    await learner({ C: 100, 'max-steps': 2 }).fit(classView(60, 8, 2), ctx);
    expect(ctx.warnings.map(({ code }) => code)).toEqual(['not-converged']);
    expect(ctx.warnings[0]!.message).toMatch(
      /stopped after 2 steps, short of tolerance 0.001, with a duality gap of up to/,
    );
  });
});
