import { expect, test } from 'vitest';
import { type Attribution, outputOf } from './attribution.ts';
import { centredOutputs } from './centred-outputs.ts';

const given: Attribution = {
  ...{ outputs: ['a', 'b', 'c'], scale: 'log-odds', base: Float64Array.of(1, 2, -1), nRows: 2 },
  ...{ features: Uint32Array.of(0, 1), names: ['x', 'y'] },
  values: Float64Array.of(0, 0, 0, 0, 3, -1, 0.5, 2, -1, 1, 4, 0),
};
const softmax = (scores: readonly number[]) => {
  const all = scores.map(Math.exp);
  return all.map((v) => v / all.reduce((a, b) => a + b));
};
const row = (all: Float64Array, i: number) => [0, 1, 2].map((k) => all[2 * k + i]!);

test('probabilities stay, classes stand against their mean, and a class without weights is told apart by those of the others', () => {
  const found = centredOutputs(given);
  const [before, after] = [outputOf(given), outputOf(found)];
  for (const i of [0, 1]) {
    softmax(row(before, i)).forEach((p, k) => {
      expect(softmax(row(after, i))[k]).toBeCloseTo(p, 12);
    });
    expect(row(after, i).reduce((a, b) => a + b)).toBeCloseTo(0, 12);
  }
  expect([...found.values.subarray(0, 2)]).toEqual([-2 / 3, 0].map((v) => expect.closeTo(v, 12)));
  expect([...given.base]).toEqual([1, 2, -1]);
});

test('probabilities, and one output, are left as they are', () => {
  const shares = { ...given, scale: 'probability' } as const;
  expect(centredOutputs(shares)).toBe(shares);
  const one = { ...given, outputs: ['b'], base: Float64Array.of(1), values: given.values.slice(0, 4) };
  expect(centredOutputs(one)).toBe(one);
});
