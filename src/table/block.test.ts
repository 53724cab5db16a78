import { expect, test } from 'vitest';
import { blockOf, randomRows } from '../../test/support/blocks.ts';
import { takeBlockColumns, takeBlockPart, takeBlockRows, withoutShape } from './block.ts';

const shaped = { ...blockOf(randomRows(4, 6)), shape: [2, 3] };

test('the shape of the features stays with rows, and goes with the first feature that is taken away or moved', () => {
  expect(takeBlockRows(shaped, [2, 0]).shape).toEqual([2, 3]);
  expect(takeBlockPart(shaped, [1], [0, 1, 2, 3, 4, 5]).shape).toEqual([2, 3]);
  expect(takeBlockPart(shaped, [1], [0, 1, 2, 3, 4])).not.toHaveProperty('shape');
  expect(takeBlockColumns(shaped, [0, 1, 2, 3, 5, 4])).not.toHaveProperty('shape');
  expect(withoutShape(shaped)).not.toHaveProperty('shape');
});
