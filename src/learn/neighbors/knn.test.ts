import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { classified } from '../../../test/support/classified.ts';
import type { Context, Executor } from '../../base/context.ts';
import { DataError } from '../../base/errors.ts';
import { checkParams } from '../../base/params.ts';
import { randomKey } from '../../base/random.ts';
import { createExecutor } from '../../kernels/executor.node.ts';
import { nearestRows } from '../../numeric/nearest-neighbours.ts';
import { matrixFromRows } from '../../table/matrix.ts';
import { requireTask } from '../../table/target.ts';
import { create, restore } from './knn.ts';
import { knnParams } from './params.ts';

interface Golden {
  readonly versions: Readonly<Record<string, string>>;
  readonly train: readonly (readonly number[])[];
  readonly y: readonly number[];
  readonly test: readonly (readonly number[])[];
  readonly cases: readonly {
    readonly k: number;
    readonly metric: string;
    readonly weights: string;
    readonly probabilities: readonly number[];
  }[];
  readonly numbers: readonly number[];
  readonly regression: readonly {
    readonly k: number;
    readonly metric: string;
    readonly weights: string;
    readonly values: readonly number[];
  }[];
  /** Genotypes: training rows 0 … 34, test rows 30 … 49, five of which are copies of training rows. */
  readonly codes: readonly (readonly number[])[];
  readonly hamming: readonly { readonly weights: string; readonly probabilities: readonly number[] }[];
}
const golden: Golden = JSON.parse(readFileSync(new URL('../../../test/golden/knn.json', import.meta.url), 'utf8'));

let executor: Executor;
beforeAll(async () => {
  executor = await createExecutor(1);
});
afterAll(() => executor.close());
const context = (): Context => {
  const { signal } = new AbortController();
  return { executor, random: randomKey(1), signal, progress: () => {}, warn: () => {} };
};

const viewOf = (rows: readonly (readonly number[])[]) => ({
  X: matrixFromRows(rows),
  features: rows[0]!.map((_, j) => `g${j}`),
});
async function predict(
  given: Readonly<Record<string, unknown>>,
  train: readonly (readonly number[])[],
  y: readonly number[],
  test: readonly (readonly number[])[],
): Promise<Float64Array> {
  const classes = ['a', 'b', 'c'].slice(0, Math.max(...y) + 1);
  const target = { task: 'classification', classes, codes: Int32Array.from(y) } as const;
  const learner = create(checkParams(knnParams, given, 'knn'));
  const model = await learner.fit({ ...viewOf(train), target }, context());
  return classified(await model.predict(viewOf(test), context())).probabilities;
}

describe(`scikit-learn ${golden.versions['scikit-learn']}`, () => {
  it.each(golden.cases)('is equalled to 1e-6: k $k, $metric, $weights', async ({ probabilities, ...given }) => {
    const ours = await predict(given, golden.train, golden.y, golden.test);
    expect(ours.length).toBe(probabilities.length);
    expect(Math.max(...ours.map((p, at) => Math.abs(p - probabilities[at]!)))).toBeLessThan(1e-6);
  });
});

describe(`scikit-learn ${golden.versions['scikit-learn']} of numbers and of genotypes`, () => {
  it.each(golden.regression)('is equalled to 1e-6: k $k, $metric, $weights', async ({ values, ...given }) => {
    const target = { task: 'regression', values: Float64Array.from(golden.numbers) } as const;
    const learner = create(checkParams(knnParams, given, 'knn'));
    const model = await learner.fit({ ...viewOf(golden.train), target }, context());
    const ours = requireTask(await model.predict(viewOf(golden.test), context()), 'regression', 'test').values;
    expect(Math.max(...ours.map((value, i) => Math.abs(value - values[i]!)))).toBeLessThan(1e-6);
  });

  it.each(golden.hamming)('is equalled to 1e-6: hamming, $weights', async ({ weights, probabilities }) => {
    const given = { k: 35, metric: 'hamming', weights };
    const ours = await predict(given, golden.codes.slice(0, 35), golden.y, golden.codes.slice(30));
    expect(Math.max(...ours.map((p, at) => Math.abs(p - probabilities[at]!)))).toBeLessThan(1e-6);
  });
});

describe('knn', () => {
  it('takes the earlier of equally near rows', async () => {
    expect([...(await predict({ k: 1 }, [[1], [-1]], [1, 0], [[0]]))]).toEqual([0, 1]);
    expect(nearestRows(Float64Array.of(2, 1, 2, 1, 0), 4)).toEqual(Int32Array.of(4, 1, 3, 0));
  });

  it('lets all rows vote when k is larger', async () => {
    expect([...(await predict({ k: 50 }, [[1], [2], [3], [4]], [0, 0, 0, 1], [[9]]))]).toEqual([0.75, 0.25]);
  });

  it('predicts more rows than a batch holds as it predicts each', async () => {
    const test = Array.from({ length: 1100 }, (_, i) => golden.test[i % 20]!);
    const many = await predict({}, golden.train, golden.y, test);
    const few = await predict({}, golden.train, golden.y, golden.test);
    for (let i = 0; i < 1100; i++)
      expect(many.subarray(3 * i, 3 * i + 3)).toEqual(few.subarray(3 * (i % 20), 3 * (i % 20) + 3));
  });

  it('puts a sample whose features are all equal at correlation distance 1: farther than any that correlates', async () => {
    const train = [
      [5, 5, 5],
      [1, 2, 3],
      [3, 2, 1],
    ];
    expect([...(await predict({ k: 1, metric: 'correlation' }, train, [0, 1, 2], [[2, 4, 6.5]]))]).toEqual([0, 1, 0]);
    expect([...(await predict({ k: 2, metric: 'correlation' }, train, [0, 1, 2], [[2, 4, 6.5]]))]).toEqual([
      0.5, 0.5, 0,
    ]);
  });

  it('looks at the first features alone when told so, in the model that is written down too', async () => {
    const short = (rows: readonly (readonly number[])[]) => rows.map((row) => row.slice(0, 3));
    for (const metric of ['euclidean', 'correlation']) {
      const first = await predict({ metric, first: 3 }, golden.train, golden.y, golden.test);
      expect(first).toEqual(await predict({ metric }, short(golden.train), golden.y, short(golden.test)));
      expect(first).not.toEqual(await predict({ metric }, golden.train, golden.y, golden.test));
    }
    const codes = Int32Array.from(golden.y);
    const target = { task: 'classification', classes: ['a', 'b', 'c'], codes } as const;
    const learner = create(checkParams(knnParams, { first: 3 }, 'knn'));
    const model = await learner.fit({ ...viewOf(golden.train), target }, context());
    const again = restore(model.toState());
    expect(await again.predict(viewOf(golden.test), context())).toEqual(
      await model.predict(viewOf(golden.test), context()),
    );
  });

  it('refuses missing values in new samples by name', async () => {
    const outcome = predict(
      {},
      [
        [1, 2],
        [3, 4],
      ],
      [0, 1],
      [[1, Number.NaN]],
    );
    await expect(outcome).rejects.toThrow(DataError);
    await expect(outcome).rejects.toThrow("'g1'");
  });
});
