import { describe, expect, test } from 'vitest';
import { blockOf, randomRows, testContext } from '../../test/support/blocks.ts';
import { DataError } from '../base/errors.ts';
import { createStep, parseStep } from '../prepare/step.ts';
import { sequencesToBlock } from '../read/index.ts';
import type { Block } from '../table/block.ts';
import type { Cohort } from '../table/cohort.ts';
import { columnOf } from '../table/matrix.ts';
import { numbersOnly, prepareFold, sideBySide } from './prepare-fold.ts';

const ids = Array.from({ length: 6 }, (_, i) => `s${i}`);
const dna = sequencesToBlock(ids, ['ACG', 'ACN', 'TCG', 'T', 'AGG', 'ACT'], { name: 'dna' }).block;
const signal: Block = { ...blockOf(randomRows(6, 6)), name: 'ecg', kind: 'signal', shape: [2, 3] };
const words: Block = { ...blockOf([[0], [1], [1], [0], [0], [1]], [['f', 'm']]), name: 'sex', kind: 'clinical' };
const cohortOf = (blocks: readonly Block[]): Cohort => ({
  ids,
  annotations: { ids, columns: [] },
  blocks,
  target: { task: 'classification', classes: ['a', 'b'], codes: Int32Array.of(0, 1, 0, 1, 0, 1) },
  groups: Int32Array.from(ids.keys()),
});
const rows = Int32Array.of(0, 1, 2, 3);
const tested = Int32Array.of(4, 5);
const steps = (...list: unknown[]) => Promise.all(list.map((one) => createStep(parseStep(one, 'test'))));

describe('parts of a view', () => {
  test('say where the prepared features of each block stand, in training and test, with one block too', async () => {
    const cohort = cohortOf([dna, signal]);
    const { train, test } = await prepareFold(cohort, [await steps('one-hot'), []], rows, tested, testContext());
    // Of the training letters: A, T at the first place, C at the second, G at the third.
    const parts = [
      { name: 'dna', kind: 'sequence', start0: 0, end0: 4 },
      { name: 'ecg', kind: 'signal', start0: 4, end0: 10, shape: [2, 3] },
    ];
    expect(train.parts).toEqual(parts);
    expect(test.parts).toEqual(parts);
    expect(sideBySide([words]).parts).toEqual([{ name: 'sex', kind: 'clinical', start0: 0, end0: 1 }]);
  });

  test('have no shape once a step changed the features', async () => {
    const ctx = testContext();
    const { train } = await prepareFold(cohortOf([signal]), [await steps({ 'top-variance': 5 })], rows, tested, ctx);
    expect(train.parts).toEqual([{ name: 'ecg', kind: 'signal', start0: 0, end0: 5 }]);
    const same = await prepareFold(cohortOf([signal]), [await steps('standardize')], rows, tested, ctx);
    expect(same.test.parts![0]!.shape).toEqual([2, 3]);
  });
});

describe('keepSequences', () => {
  test('keeps letters, and no other words', async () => {
    const options = { keepSequences: true };
    const { train } = await prepareFold(cohortOf([dna]), [[]], rows, tested, testContext(), options);
    expect(train.levels).toEqual([[...'ACGT'], [...'ACGT'], [...'ACGT']]);
    await expect(prepareFold(cohortOf([dna, words]), [[], []], rows, tested, testContext(), options)).rejects.toThrow(
      DataError,
    );
    await expect(prepareFold(cohortOf([dna]), [[]], rows, tested, testContext())).rejects.toThrow(
      "prepared features must be numbers, got words in 'pos1'",
    );
  });
});

describe('numbersOnly', () => {
  test('gives the table itself where all are numbers', () => {
    expect(numbersOnly(sideBySide([signal]))).toBe(signal.matrix);
  });

  test('turns letters of sequences into 0 and 1, a missing one into zeros, and leaves other words out', () => {
    const X = numbersOnly(sideBySide([words, dna, signal]));
    expect(X.nCols).toBe(3 * 4 + 6);
    const letters = ids.map((_, i) =>
      [0, 1, 2].map((j) => [0, 1, 2, 3].map((k) => columnOf(X, 4 * j + k)[i]).join('')).join(' '),
    );
    expect(letters.slice(0, 4)).toEqual(['1000 0100 0010', '1000 0100 0000', '0001 0100 0010', '0001 0000 0000']);
    expect(columnOf(X, 12)).toEqual(columnOf(signal.matrix, 0));
    expect(numbersOnly(sideBySide([words])).nCols).toBe(0);
  });
});
