import { expect, test } from 'vitest';
import { holm } from './holm.ts';

test('adjusts as R p.adjust does, and leaves what was not asked', () => {
  const adjusted = holm([0.01, 0.04, Number.NaN, 0.03, 0.005, 0.6]);
  [0.04, 0.09, Number.NaN, 0.09, 0.025, 0.6].forEach((p, i) => {
    if (Number.isNaN(p)) expect(adjusted[i]).toBeNaN();
    else expect(adjusted[i]).toBeCloseTo(p, 14);
  });
  expect(holm([0.9, 0.8])).toEqual([1, 1]);
  expect(holm([])).toEqual([]);
});
