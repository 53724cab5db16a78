import { expect, test } from 'vitest';
import { ParamError } from '../base/errors.ts';
import { randomKey } from '../base/random.ts';
import { findColumn, textValues } from '../table/annotations.ts';
import { columnOf } from '../table/matrix.ts';
import { simulateNoise } from './noise.ts';

test('values are standard normal around 8 and say nothing of the label', () => {
  const { expression, sheet } = simulateNoise({ random: randomKey(4) });
  const X = expression.matrix;
  expect([X.nRows, X.nCols]).toEqual([50, 10000]);
  const label = textValues(findColumn(sheet, 'subtype', 'test'));
  expect(new Set(label).size).toBe(2);
  const first = label.filter((name) => name === 'C1').length;
  let sumOfSquares = 0;
  let zSquares = 0;
  for (let j = 0; j < X.nCols; j++) {
    const column = columnOf(X, j);
    let difference = 0;
    column.forEach((x, i) => {
      sumOfSquares += (x - 8) ** 2;
      difference += (x - 8) / (label[i] === 'C1' ? first : first - 50);
    });
    zSquares += difference ** 2 / (1 / first + 1 / (50 - first));
  }
  // Means of χ² variables with one degree of freedom (variance 2), within four standard errors.
  expect(Math.abs(sumOfSquares / 500000 - 1)).toBeLessThan(4 * Math.sqrt(2 / 500000));
  expect(Math.abs(zSquares / 10000 - 1)).toBeLessThan(4 * Math.sqrt(2 / 10000));
});

test('the same key gives the same bits, another key others', () => {
  const make = (seed: number) => simulateNoise({ samples: 6, features: 4, random: randomKey(seed) });
  expect(make(1)).toEqual(make(1));
  expect(make(1).expression.matrix.data).not.toEqual(make(2).expression.matrix.data);
});

test('an option out of range is a ParamError', () => {
  expect(() => simulateNoise({ classes: 1, random: randomKey(1) })).toThrow(ParamError);
});
