import { expect, test } from 'vitest';
import { ParamError } from './errors.ts';
import { checkParams, type ParamTable } from './params.ts';

const table: ParamTable = {
  trees: { type: 'integer', default: 500, min: 1, max: 10_000, main: true, doc: 'Number of trees.' },
  depth: { type: 'integer', default: 'none', min: 1, words: ['none'], doc: 'Depth of a tree.' },
  share: { type: 'number', default: 0.5, max: 1, doc: 'Share of features.' },
  criterion: { type: 'choice', default: 'gini', choices: ['gini', 'entropy'], doc: 'What a split improves.' },
  bootstrap: { type: 'boolean', default: true, doc: 'Draw rows with replacement.' },
  lengths: { type: 'text', default: '', doc: 'File of gene lengths.' },
};

test('fills in every default and keeps what is given', () => {
  const given = { trees: 10, depth: 3, criterion: 'entropy', bootstrap: false, lengths: 'genes.tsv' };
  expect(checkParams(table, {}, 'forest')).toEqual({
    trees: 500,
    depth: 'none',
    share: 0.5,
    criterion: 'gini',
    bootstrap: true,
    lengths: '',
  });
  expect(checkParams(table, given, 'forest')).toEqual({ ...given, share: 0.5 });
});

test('takes the ends of a range, and a word that stands for a number', () => {
  expect(checkParams(table, { trees: 1, share: 1 }, 'forest')).toMatchObject({ trees: 1, share: 1 });
  expect(checkParams(table, { trees: 10_000, depth: 'none' }, 'forest')).toMatchObject({
    trees: 10_000,
    depth: 'none',
  });
});

test.each([
  ['below the range', { trees: 0 }, 'forest.trees: must be a whole number from 1 to 10000, got 0'],
  ['above the range', { trees: 10_001 }, 'forest.trees: must be a whole number from 1 to 10000, got 10001'],
  ['above an open range', { share: 1.5 }, 'forest.share: must be a number of at most 1, got 1.5'],
  ['a fraction', { trees: 1.5 }, 'forest.trees: must be a whole number from 1 to 10000, got 1.5'],
  ['NaN', { share: Number.NaN }, 'forest.share: must be a number of at most 1, got NaN'],
  [
    'infinity',
    { depth: Number.POSITIVE_INFINITY },
    'forest.depth: must be a whole number of at least 1, or none, got Infinity',
  ],
  ['a number as text', { trees: '10' }, 'forest.trees: must be a whole number from 1 to 10000, got "10"'],
  ['an unknown word', { depth: 'deep' }, 'forest.depth: must be a whole number of at least 1, or none, got "deep"'],
  ['an unknown choice', { criterion: 'log' }, 'forest.criterion: must be one of gini, entropy, got "log"'],
  ['text for a boolean', { bootstrap: 'yes' }, 'forest.bootstrap: must be true or false, got "yes"'],
  ['a number for text', { lengths: 3 }, 'forest.lengths: must be text, got 3'],
  ['nothing', { trees: null }, 'forest.trees: must be a whole number from 1 to 10000, got null'],
  ['a list', { trees: [1, 2] }, 'forest.trees: must be a whole number from 1 to 10000, got [1,2]'],
  ['a misspelt name', { tree: 1 }, "forest: unknown parameter 'tree'; did you mean 'trees'?"],
  [
    'an unknown name',
    { gamma: 1 },
    "forest: unknown parameter 'gamma'; it takes: trees, depth, share, criterion, bootstrap, lengths",
  ],
  [
    'a name that every object answers to',
    { constructor: 1 },
    "forest: unknown parameter 'constructor'; it takes: trees, depth, share, criterion, bootstrap, lengths",
  ],
])('refuses %s', (_what, given, message) => {
  expect(() => checkParams(table, given, 'forest')).toThrow(ParamError);
  expect(() => checkParams(table, given, 'forest')).toThrow(expect.objectContaining({ message }));
});
