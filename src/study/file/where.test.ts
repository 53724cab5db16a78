import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ConfigError } from '../../base/errors.ts';
import type { AnnotationColumn } from '../../table/annotations.ts';
import { parseRowFilter } from './where.ts';

const columns: AnnotationColumn[] = [
  { name: 'type', type: 'text', values: ['tumor', 'normal', null, "O'Neil", 'tumor'] },
  { name: 'age', type: 'number', values: Float64Array.of(40, 61.5, 18, Number.NaN, -3) },
  { name: 'limit', type: 'number', values: Float64Array.of(40, 60, 20, 1, 0) },
  { name: 'seen on', type: 'text', values: ['2020-01-31', '2019-12-01', '2021-01-01', null, '2020-02-01'] },
  { name: 'in', type: 'text', values: ['a', 'b', 'a', 'b', 'a'] },
  { name: 'Größe.cm', type: 'number', values: Float64Array.of(1, 2, 3, 4, 5) },
];

const rows = (text: string) => parseRowFilter(text, 'samples.where').rows(columns, 5);

describe('keeps the rows for which it holds', () => {
  test.each([
    ["type == 'tumor'", [0, 4]],
    ['type == "tumor"', [0, 4]],
    ["type == 'O''Neil'", [3]],
    ["type != 'tumor'", [1, 3]],
    ["'tumor' == type", [0, 4]],
    ['age < 40', [2, 4]],
    ['age <= 40', [0, 2, 4]],
    ['age > 1.85e1', [0, 1]],
    ['age >= 18', [0, 1, 2]],
    ['age == -3', [4]],
    ['18 < age', [0, 1]],
    ['age != 40', [1, 2, 4]],
    ['age > limit', [1]],
    ["type in ['tumor', 'normal']", [0, 1, 4]],
    ["type in ('tumor')", [0, 4]],
    ["type not in ['tumor', 'normal']", [3]],
    ['age in [40, 18, 7]', [0, 2]],
    ["`seen on` >= '2020-01-01' and `seen on` < '2021-01-01'", [0, 4]],
    ["`in` == 'b'", [1, 3]],
    ['Größe.cm>4', [4]],
    ["not type == 'tumor'", [1, 2, 3]],
    ["not not type == 'tumor'", [0, 4]],
    ["not (type == 'tumor' or age < 20)", [1, 3]],
    // and binds before or, not before and
    ["type == 'normal' or type == 'tumor' and age < 0", [1, 4]],
    ["(type == 'normal' or type == 'tumor') and age < 0", [4]],
    ["not type == 'tumor' and age > 50", [1]],
    ["  type=='tumor'and(age<0)  ", [4]],
  ])('%s', (text, expected) => {
    expect(rows(text)).toEqual(expected);
  });
});

test('a missing value compares false in every comparison, and `not` before it makes it true', () => {
  const missing = (text: string) => rows(text).filter((i) => i === 2);
  for (const text of ["type == 'x'", "type != 'x'", "type < 'x'", "type > 'x'", "type in ['x']", "type not in ['x']"]) {
    expect([text, missing(text)]).toEqual([text, []]);
    expect([text, missing(`not (${text})`)]).toEqual([text, [2]]);
  }
  expect(rows('age == age')).toEqual([0, 1, 2, 4]);
});

test('names the columns it looks at, once each', () => {
  expect(parseRowFilter("age > 1 and `seen on` == '2020' or age < limit", 'where').columns).toEqual([
    'age',
    'seen on',
    'limit',
  ]);
});

test('agrees with JavaScript on any nesting of and, or, not', () => {
  type Pair = readonly [text: string, holds: (age: number) => boolean];
  const leaf: fc.Arbitrary<Pair> = fc.integer({ min: -5, max: 70 }).map((k) => [`age < ${k}`, (age) => age < k]);
  const { pair } = fc.letrec<{ pair: Pair }>((tie) => ({
    pair: fc.oneof(
      { depthSize: 'small' },
      leaf,
      tie('pair').map(([text, holds]): Pair => [`not (${text})`, (age) => !holds(age)]),
      fc.tuple(tie('pair'), tie('pair')).map(([a, b]): Pair => [`(${a[0]}) and (${b[0]})`, (x) => a[1](x) && b[1](x)]),
      fc.tuple(tie('pair'), tie('pair')).map(([a, b]): Pair => [`(${a[0]} or ${b[0]})`, (x) => a[1](x) || b[1](x)]),
    ),
  }));
  const ages = columns[1]!.values as Float64Array;
  fc.assert(
    fc.property(pair, ([text, holds]) => {
      expect(rows(text)).toEqual([0, 1, 2, 3, 4].filter((i) => holds(ages[i]!)));
    }),
  );
});

describe('refuses with the character at which it stumbles', () => {
  test.each([
    ['', 1, 'a column expected, got the end'],
    ["type = 'x'", 6, "'=' means nothing here; write =="],
    ["type == 'x' && age > 1", 13, "'&&' means nothing here; write and"],
    ['age <> 3', 5, "'<>' means nothing here; write !="],
    ['age =< 3', 5, "'=<' means nothing here"],
    ["type == 'x", 9, "a quote that is not closed: 'x; end it with '"],
    ['age > 3 ; age < 4', 9, 'cannot be understood: ; age < 4; a column with an odd name stands in backticks'],
    ['2nd_visit == 1', 1, 'cannot be understood: 2nd_visit == 1; a column with an odd name stands in backticks'],
    ['seen-on == 1', 5, 'cannot be understood: -on == 1; a column with an odd name stands in backticks'],
    ['age', 4, 'a comparison expected, got the end; such as: age == …; a column with an odd name stands in backticks'],
    ['age > ', 6, 'a column, a number or a text expected, got the end'],
    ['(age > 1', 9, "')' expected, got the end"],
    ['age > 1)', 8, "'and', 'or' or the end expected, got )"],
    ['age > 1 toString', 9, "'and', 'or' or the end expected, got toString"],
    ['1 < age < 5', 9, "two comparisons in a row; join them with 'and'"],
    ["age > 1 AND type == 'x'", 9, "'and', 'or' or the end expected, got AND; write it small: and"],
    ["'age' > 3", 1, 'compares two fixed values; name a column without quotes, or in backticks'],
    ["type in 'x'", 9, "a list expected, got 'x'; such as ['a', 'b']"],
    ['type in []', 10, 'a number or a text expected, got ]'],
    ["type in ['x')", 13, "']' expected, got )"],
    ['type in [tumor]', 10, 'a number or a text expected, got tumor; text stands in quotes'],
    ["'x' in ['x']", 1, 'a column expected before in; text in quotes is no column'],
    ["type not == 'x'", 10, "'in' expected, got =="],
    ["tyqe == 'x'", 1, "no column 'tyqe'; did you mean 'type'?"],
    ['type == tumor', 9, "no column 'tumor'; columns are called as in the header, text stands in quotes"],
    ["type == 'x' and age < '60'", 23, "column 'age' holds numbers, got the text '60'; write 60 without quotes"],
    ["age < 'old'", 7, "column 'age' holds numbers, got the text 'old'; write a number"],
    ['type == 1', 9, "column 'type' holds text, got the number 1; write '1' to compare text"],
    ["age in [1, 'x']", 12, "column 'age' holds numbers, got the text 'x'; write a number"],
    ['age == type', 8, "column 'type' holds text, column 'age' numbers; compare columns of one type"],
  ])('%s', (text, character, message) => {
    expect(() => rows(text)).toThrow(ConfigError);
    expect(() => rows(text)).toThrow(
      expect.objectContaining({ message: `samples.where, character ${character}: ${message}` }),
    );
  });
});

test('whatever the text, it is either read or refused with a ConfigError', () => {
  const piece = fc.constantFrom(
    'age',
    'type',
    "'x'",
    '"',
    '`',
    '1',
    '==',
    '<',
    '(',
    ')',
    '[',
    ']',
    ',',
    'in',
    'not',
    'and',
    ' ',
  );
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.array(piece).map((pieces) => pieces.join(' ')),
      ),
      (text) => {
        try {
          expect(rows(text).every((i) => i >= 0 && i < 5)).toBe(true);
        } catch (error) {
          expect(error).toBeInstanceOf(ConfigError);
        }
      },
    ),
  );
});
