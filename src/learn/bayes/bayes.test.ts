import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { testContext } from '../../../test/support/blocks.ts';
import { classified } from '../../../test/support/classified.ts';
import { DataError } from '../../base/errors.ts';
import { checkParams } from '../../base/params.ts';
import type { TrainView } from '../../table/contract.ts';
import { matrixFromRows } from '../../table/matrix.ts';
import { learnerByWord } from '../registry.ts';

interface Golden {
  readonly versions: Readonly<Record<string, string>>;
  readonly y: readonly number[];
  readonly cases: readonly {
    readonly word: string;
    readonly given: Readonly<Record<string, unknown>>;
    readonly X: readonly (readonly number[])[];
    readonly probabilities: readonly number[];
  }[];
}
const golden: Golden = JSON.parse(readFileSync(new URL('../../../test/golden/bayes.json', import.meta.url), 'utf8'));

function viewOf(rows: readonly (readonly number[])[], y: readonly number[]): TrainView {
  const classes = ['a', 'b', 'c'].slice(0, Math.max(...y) + 1);
  const features = rows[0]!.map((_, j) => `g${j}`);
  return { X: matrixFromRows(rows), features, target: { task: 'classification', classes, codes: Int32Array.from(y) } };
}
async function fitted(word: string, data: TrainView, given: Readonly<Record<string, unknown>> = {}) {
  const entry = learnerByWord(word, 'test');
  return (await entry.load()).create(checkParams(entry.params, given, word)).fit(data, testContext());
}

describe(`scikit-learn ${golden.versions['scikit-learn']}`, () => {
  it.each(golden.cases)('is equalled to 1e-8 by $word $given', async ({ word, given, X, probabilities }) => {
    const data = viewOf(X, golden.y);
    const ours = classified(await (await fitted(word, data, given)).predict(data, testContext())).probabilities;
    expect(ours.length).toBe(probabilities.length);
    expect(Math.max(...ours.map((p, at) => Math.abs(p - probabilities[at]!)))).toBeLessThan(1e-8);
  });
});

describe('by hand', () => {
  it('multinomial-nb: θ = (total + α) / (all + α·p)', async () => {
    const data = viewOf(
      [
        [3, 1],
        [0, 2],
      ],
      [0, 1],
    );
    const { probabilities } = classified(await (await fitted('multinomial-nb', data)).predict(data, testContext()));
    const a = (4 / 6) ** 3 * (2 / 6);
    const b = (1 / 4) ** 3 * (3 / 4);
    expect(probabilities[0]).toBeCloseTo(a / (a + b), 12);
  });

  it('naive-bayes: of two normals of one spread, equal chances half way', async () => {
    const model = await fitted('naive-bayes', viewOf([[-1], [1], [3], [5]], [0, 0, 1, 1]));
    const middle = { X: matrixFromRows([[2]]), features: ['g0'] };
    expect(classified(await model.predict(middle, testContext())).probabilities[0]).toBeCloseTo(0.5, 12);
  });
});

describe.each(['multinomial-nb', 'complement-nb'])('%s', (word) => {
  it('refuses negative values and names the feature', async () => {
    const data = viewOf(
      [
        [1, 2],
        [0, -0.5],
      ],
      [0, 1],
    );
    await expect(fitted(word, data)).rejects.toThrow(DataError);
    await expect(fitted(word, data)).rejects.toThrow(/at least 0, got -0.5 in feature 'g1'; leave 'standardize'/);
  });
});
