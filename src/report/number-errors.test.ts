import { expect, test } from 'vitest';
import { exampleRegression } from '../../test/support/report-input-regression.ts';
import type { ReportInput } from './input.ts';
import { numberErrors, spreadOf } from './number-errors.ts';

const example = exampleRegression();

function regressionInput(measured: number[], predicted: number[]): ReportInput {
  const prediction = { task: 'regression' as const, values: Float64Array.from(predicted) };
  return {
    ...example,
    target: { task: 'regression', values: Float64Array.from(measured) },
    predictions: [{ learner: example.record.chosen, folds: new Int32Array(measured.length), prediction }],
  };
}

test('parts go by rising prediction and hold every sample once; their means and quartiles by hand', () => {
  const predicted = [8, 7, 6, 5, 4, 3, 2, 1];
  const measured = predicted.map((value, i) => value + (i < 4 ? 2 : -i));
  const { parts, half, most } = numberErrors(regressionInput(measured, predicted))!;
  expect(parts).toHaveLength(2);
  expect(parts[0]).toMatchObject({ size: 4, from: 1, to: 4, meanPredicted: 2.5, meanMeasured: -3 });
  expect(parts[0]!.quartiles).toEqual([-6.25, -5.5, -4.75]); // errors −7, −6, −5, −4
  expect(parts[1]!.quartiles).toEqual([2, 2, 2]);
  expect(half).toBe(3); // of 2, 2, 2, 2, 4, 5, 6, 7
  expect(most).toBeCloseTo(6.3, 12);
});

test('sizes of the parts differ by at most one, and few samples make one part', () => {
  const { parts } = numberErrors(example)!;
  expect(parts.map(({ size }) => size)).toEqual([128, 128, 128, 128, 128]);
  expect(numberErrors(regressionInput([1, 2, 3], [1, 2, 3]))!.parts).toHaveLength(1);
});

test('a spread is the standard deviation', () => {
  expect(spreadOf(Float64Array.of(2, 4, 4, 4, 5, 5, 7, 9))).toBe(2);
});
