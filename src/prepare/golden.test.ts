import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { blockOf, rowOf, testContext } from '../../test/support/blocks.ts';
import { columnOf, matrixFromRows } from '../table/matrix.ts';
import { classTarget, type Target } from '../table/target.ts';
import { anovaF } from './anova-f.ts';
import { createStep, parseStep } from './step.ts';

type Rows = (number | null)[][];
interface Scaled {
  train: Rows;
  new: Rows;
}
interface Golden {
  versions: Record<string, string>;
  X: Rows;
  missing: Rows;
  new: Rows;
  y: number[];
  scaled: Record<string, Scaled>;
  scaledMissing: Record<string, Scaled>;
  anovaF: number[];
  oneHot: { words: string[]; newWords: string[]; categories: string[]; train: number[][]; new: number[][] };
  rare: { words: string[]; newWords: string[]; names: string[]; train: number[][]; new: number[][] };
  scores: {
    X: Rows;
    groups: number[];
    numbers: number[];
    mutualInfoClassif: number[];
    mutualInfoRegression: number[];
    fRegression: number[];
  };
  knn: { X: Rows; new: Rows; train: Rows; newOut: Rows };
}
const golden: Golden = JSON.parse(readFileSync(new URL('../../test/golden/prepare.json', import.meta.url), 'utf8'));
const numbers = (rows: Rows) => rows.map((row) => row.map((x) => x ?? Number.NaN));
const learn = async (word: unknown, block: ReturnType<typeof blockOf>) =>
  (await createStep(parseStep(word, 'test'))).fit(block, null, testContext());

/** Within 1e-6 of the expected value, relative above 1 (a float32 has seven digits). */
function expectClose(got: readonly number[], expected: readonly (number | null)[]): void {
  expect(got.length).toBe(expected.length);
  got.forEach((x, j) => {
    const want = expected[j]!;
    if (expected[j] === null) expect(x).toBeNaN();
    else expect(Math.abs(x - want)).toBeLessThanOrEqual(1e-6 * Math.max(1, Math.abs(want)));
  });
}

describe(`against scikit-learn ${golden.versions['scikit-learn']}`, () => {
  describe.each(['standardize', 'min-max', 'robust'])('%s', (word) => {
    it.each([
      ['complete', golden.X, golden.scaled[word]!],
      ['with missing values', golden.missing, golden.scaledMissing[word]!],
    ] as const)('agrees to 1e-6 on training and new rows, %s', async (_, rows, expected) => {
      const fitted = await learn(word, blockOf(numbers(rows)));
      const train = fitted.apply(blockOf(numbers(rows)));
      const fresh = fitted.apply(blockOf(numbers(golden.new)));
      expected.train.forEach((row, i) => {
        expectClose(rowOf(train, i), row);
      });
      expected.new.forEach((row, i) => {
        expectClose(rowOf(fresh, i), row);
      });
    });
  });

  it('anova-f: the F of every feature agrees to 1e-6', () => {
    const X = matrixFromRows(numbers(golden.X));
    const target = classTarget(golden.y.map(String), 'test');
    expectClose(
      golden.anovaF.map((_, j) => anovaF(columnOf(X, j), target)),
      golden.anovaF,
    );
  });

  it('one-hot: same categories in the same order, zeros for a word not seen in training', async () => {
    const { words, newWords, categories, train, new: fresh } = golden.oneHot;
    const encode = (list: string[]) => {
      const levels = [...new Set(list)];
      return blockOf(
        list.map((word) => [levels.indexOf(word)]),
        [levels],
      );
    };
    const fitted = await learn('one-hot', encode(words));
    const prepared = fitted.apply(encode(words));
    expect(prepared.features).toEqual(categories.map((word) => `g0=${word}`));
    expect(prepared.ids.map((_, i) => rowOf(prepared, i))).toEqual(train);
    const applied = fitted.apply(encode(newWords));
    expect(applied.ids.map((_, i) => rowOf(applied, i))).toEqual(fresh);
  });

  it('one-hot with min-count: rare and unseen words share one feature', async () => {
    const { words, newWords, names, train, new: fresh } = golden.rare;
    const encode = (list: string[]) => {
      const levels = [...new Set(list)];
      return blockOf(
        list.map((word) => [levels.indexOf(word)]),
        [levels],
      );
    };
    const fitted = await learn({ 'one-hot': 8 }, encode(words));
    const prepared = fitted.apply(encode(words));
    expect(prepared.features).toEqual(
      names.map((name) => name.replace('g0_', 'g0=').replace('infrequent_sklearn', '(rare)')),
    );
    expect(prepared.ids.map((_, i) => rowOf(prepared, i))).toEqual(train);
    const applied = fitted.apply(encode(newWords));
    expect(applied.ids.map((_, i) => rowOf(applied, i))).toEqual(fresh);
  });

  it('knn-impute agrees to 1e-6 on training and new rows, also where nothing can be compared', async () => {
    const { X, new: fresh, train, newOut } = golden.knn;
    const fitted = await learn({ 'knn-impute': 4 }, blockOf(numbers(X)));
    const filled = fitted.apply(blockOf(numbers(X)));
    train.forEach((row, i) => {
      expectClose(rowOf(filled, i), row);
    });
    const applied = fitted.apply(blockOf(numbers(fresh)));
    newOut.forEach((row, i) => {
      expectClose(rowOf(applied, i), row);
    });
  });

  describe('scores of features', () => {
    const { X, groups, numbers: values, mutualInfoClassif, mutualInfoRegression, fRegression } = golden.scores;
    const block = blockOf(numbers(X));
    const classes = classTarget(groups.map(String), 'test');
    const number: Target = { task: 'regression', values: Float64Array.from(values) };
    const scores = async (word: string, target: Target) =>
      Array.from((await createStep(parseStep(word, 'test'))).selection!.score(block, target));

    it('mutual-information agrees to 1e-6 where no values are tied, for classes and for a number', async () => {
      expectClose(await scores('mutual-information', classes), mutualInfoClassif);
      expectClose(await scores('mutual-information', number), mutualInfoRegression);
    });

    it('anova-f on a number: the F of every feature agrees to 1e-6', async () => {
      expectClose(await scores('anova-f', number), fRegression);
    });
  });
});
