import { describe, expect, test } from 'vitest';
import { ConfigError, ParamError } from '../../base/errors.ts';
import { randomKey } from '../../base/random.ts';
import { elasticNetGrid, elasticNetParams } from '../../learn/linear/params.ts';
import { parseLearner } from './parse-learner.ts';

const parse = (entry: unknown) => parseLearner(entry, 'learners');
const tried = (entry: unknown, param: string) => parse(entry).candidates.map((candidate) => candidate[param]);

describe('an entry of learners', () => {
  test('a bare word searches its default grid, everything else at its default', () => {
    const { name, word, candidates } = parse('elastic-net');
    expect([name, word]).toEqual(['elastic-net', 'elastic-net']);
    expect(candidates.map((candidate) => candidate['l1-ratio'])).toEqual(elasticNetGrid['l1-ratio']);
    expect(
      candidates.every(
        (candidate) => candidate.tolerance === elasticNetParams.tolerance.default && candidate.lambda === 'auto',
      ),
    ).toBe(true);
    expect(parse('forest').candidates.length).toBe(1);
    expect(parse('majority').candidates).toEqual([{}]);
  });

  test('a parameter that is named leaves the grid of the others', () => {
    const candidates = parse({ 'elastic-net': { 'class-weight': 'balanced' } }).candidates;
    expect(candidates.length).toBe(elasticNetGrid['l1-ratio']!.length);
    expect(candidates.every((candidate) => candidate['class-weight'] === 'balanced')).toBe(true);
    expect(tried({ 'elastic-net': { 'l1-ratio': 0.3 } }, 'l1-ratio')).toEqual([0.3]);
  });

  test('a list is searched over, several lists in all combinations, the last one fastest', () => {
    const { candidates } = parse({ forest: { trees: [10, 20], 'min-samples-leaf': [1, 5] } });
    expect(candidates.map((candidate) => [candidate.trees, candidate['min-samples-leaf']])).toEqual([
      [10, 1],
      [10, 5],
      [20, 1],
      [20, 5],
    ]);
  });

  test('a scalar or a list in place of the parameters sets the main parameter', () => {
    expect(tried({ forest: 200 }, 'trees')).toEqual([200]);
    expect(tried({ forest: [100, 200] }, 'trees')).toEqual([100, 200]);
    expect(tried({ 'elastic-net': 0.9 }, 'l1-ratio')).toEqual([0.9]);
    expect(tried({ forest: null }, 'trees')).toEqual([500]);
  });

  test('of a parameter that is itself a list, a list is one value and a list of lists is searched over', () => {
    const list = (unpenalised: unknown) => tried({ lasso: { unpenalised } }, 'unpenalised');
    expect(list(['age', 'clinical:*'])).toEqual([['age', 'clinical:*']]);
    expect(list('age')).toEqual([['age']]);
    expect(list([])).toEqual([[]]);
    expect(list([[], ['age', 'sex']])).toEqual([[], ['age', 'sex']]);
    expect(() => list(['age', ['sex']])).toThrow('learners.lasso.unpenalised: must be a list of texts');
    expect(() => list(3)).toThrow('learners.lasso.unpenalised: must be a list of texts, got 3');
  });

  test('as gives it another name', () => {
    const { name, word } = parse({ forest: { trees: 10 }, as: 'small-forest' });
    expect([name, word]).toEqual(['small-forest', 'forest']);
  });
});

test.each<[string, unknown, string, typeof ConfigError | typeof ParamError]>([
  ['an unknown word', 'forrest', "learners: unknown learner 'forrest'; did you mean 'forest'?", ConfigError],
  ['two words', { forest: {}, 'elastic-net': {} }, 'a learner must be one word with its parameters', ConfigError],
  ['no word', {}, 'a learner must be one word with its parameters', ConfigError],
  ['only a name', { as: 'x' }, 'a learner must be one word with its parameters', ConfigError],
  ['a name of other characters', { forest: {}, as: 'a b' }, "'as' must be a name of letters, digits", ConfigError],
  [
    'an empty list',
    { forest: { trees: [] } },
    'learners.forest.trees: an empty list leaves nothing to try',
    ConfigError,
  ],
  [
    'a value for a word that takes none',
    { majority: 3 },
    'learners.majority: takes no single value, got 3',
    ConfigError,
  ],
  ['an unknown parameter', { forest: { tree: 3 } }, "unknown parameter 'tree'; did you mean 'trees'?", ParamError],
  [
    'one bad value in a list',
    { forest: { trees: [10, 0] } },
    'trees: must be a whole number from 1 to 100000, got 0',
    ParamError,
  ],
  [
    'more settings than anyone means',
    {
      forest: {
        trees: Array.from({ length: 200 }, (_, i) => i + 1),
        'min-samples-leaf': Array.from({ length: 51 }, (_, i) => i + 1),
      },
    },
    'at most 10000 settings can be tried, got 10200',
    ConfigError,
  ],
])('refuses %s', (_, entry, message, kind) => {
  expect(() => parse(entry)).toThrow(kind);
  expect(() => parse(entry)).toThrow(message);
});

describe('a random search', () => {
  const search = { draws: 12, random: randomKey(4) };
  const settings = (entry: unknown) => parseLearner(entry, 'learners', search).candidates;

  test('draws different settings from lists and ranges, the same ones again', () => {
    const entry = { boosting: { 'max-depth': [2, 3, 4], 'learning-rate': { from: 0.01, to: 0.3, log: true } } };
    const drawn = settings(entry);
    expect(drawn.length).toBe(12);
    expect(new Set(drawn.map((one) => JSON.stringify(one))).size).toBe(12);
    for (const one of drawn) {
      expect([2, 3, 4]).toContain(one['max-depth']);
      expect(one['learning-rate']).toBeGreaterThanOrEqual(0.01);
      expect(one['learning-rate']).toBeLessThanOrEqual(0.3);
    }
    expect(settings(entry)).toEqual(drawn);
    // Half of a range on a logarithmic scale lies below its geometric middle.
    const many = parseLearner(entry, 'learners', { draws: 400, random: randomKey(1) }).candidates;
    const below = many.filter((one) => (one['learning-rate'] as number) < Math.sqrt(0.01 * 0.3)).length;
    expect(Math.abs(below / many.length - 0.5)).toBeLessThan(0.1);
  });

  test('keeps whole numbers whole, and tries all of a grid that is smaller than the draws', () => {
    for (const one of settings({ knn: { k: { from: 1, to: 30 } } })) expect(Number.isInteger(one.k)).toBe(true);
    expect(settings({ knn: { k: [1, 3, 5], metric: 'euclidean' } }).map(({ k }) => k)).toEqual([1, 3, 5]);
  });

  test('a range outside a random search, or one that is none, is refused', () => {
    expect(() => parseLearner({ knn: { k: { from: 1, to: 30 } } }, 'learners')).toThrow(
      'learners.knn.k: a range has no end of settings; give a list, or draw: validate: { search: { random: 20 } }',
    );
    expect(() => settings({ knn: { k: { from: 30, to: 1 } } })).toThrow(
      'a range must be { from: number, to: larger number',
    );
  });
});

test('balance: smote stands beside the parameters, and nothing else may', () => {
  expect(parseLearner({ forest: {}, balance: 'smote', as: 'filled' }, 'learners')).toMatchObject({
    name: 'filled',
    balance: 'smote',
  });
  expect(() => parseLearner({ forest: {}, balance: 'weights' }, 'learners')).toThrow(
    '\'balance\' must be smote, got "weights"',
  );
});
