import { expect, test } from 'vitest';
import { csvOf, pointData } from './figure-data.ts';

test('CSV quotes what would break it, and leaves undefined numbers empty', () => {
  const rows = [
    ['a "b", c', 1 / 3],
    ['two\nlines', Number.NaN],
    ['plain', null],
  ];
  expect(csvOf({ columns: ['name', 'x'], rows })).toBe('name,x\n"a ""b"", c",0.333333\n"two\nlines",\nplain,\n');
});

test('points are rounded beneath what a drawing shows, and tell nothing of the order of the samples', () => {
  const points = [
    [900.123456, 'B'],
    [-3.000049, 'A'],
    [12.5, 'A'],
  ];
  const { rows } = pointData(['x', 'class'], points);
  expect(rows).toEqual(pointData(['x', 'class'], points.toReversed()).rows);
  expect(csvOf({ columns: ['x', 'class'], rows })).toBe('x,class\n-3,A\n12.6,A\n900.2,B\n');
});
