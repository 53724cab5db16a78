import { expect, test } from 'vitest';
import { ShapeError } from '../base/errors.ts';
import { columnOf, matrixFromRows } from '../table/matrix.ts';
import { setAttributions } from './set-attributions.ts';

test('attributions are added over the members that are features', () => {
  const sets = [
    { name: 'one', description: '', members: ['b', 'a', 'elsewhere'] },
    { name: 'two', description: '', members: ['c'] },
    { name: 'none', description: '', members: ['elsewhere'] },
  ];
  const attributions = matrixFromRows([
    [1, 2, 4],
    [-1, 0.5, 8],
  ]);
  const found = setAttributions(sets, attributions, ['a', 'b', 'c']);
  expect([found.sets, found.sizes]).toEqual([
    ['one', 'two'],
    [2, 1],
  ]);
  expect([...columnOf(found.sums, 0)]).toEqual([3, -0.5]);
  expect([...columnOf(found.sums, 1)]).toEqual([4, 8]);
  expect(() => setAttributions(sets, attributions, ['a'])).toThrow(ShapeError);
});
