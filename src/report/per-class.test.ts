import { expect, test } from 'vitest';
import { byRecall, perClass } from './per-class.ts';

const confusion = {
  classes: ['a', 'b', 'c', 'none'],
  counts: [
    [8, 2, 0, 0],
    [1, 3, 1, 0],
    [0, 0, 4, 0],
    [0, 0, 0, 0],
  ],
};

test('recall divides by the row, precision by the column, and the commonest mistake is named', () => {
  expect(perClass(confusion).slice(0, 3)).toEqual([
    {
      name: 'a',
      support: 10,
      predicted: 9,
      correct: 8,
      recall: 0.8,
      precision: 8 / 9,
      specificity: 8 / 9,
      npv: 8 / 10,
      takenFor: { name: 'b', count: 2 },
    },
    {
      name: 'b',
      support: 5,
      predicted: 5,
      correct: 3,
      recall: 0.6,
      precision: 0.6,
      specificity: 12 / 14,
      npv: 12 / 14,
      takenFor: { name: 'a', count: 1 },
    },
    { name: 'c', support: 4, predicted: 5, correct: 4, recall: 1, precision: 0.8, specificity: 14 / 15, npv: 1 },
  ]);
});

test('a class without samples has no recall and takes no place in the order', () => {
  expect(perClass(confusion)[3]).toMatchObject({ recall: Number.NaN, precision: Number.NaN });
  expect(byRecall(perClass(confusion)).map(({ name }) => name)).toEqual(['c', 'a', 'b']);
});
