import { describe, expect, test } from 'vitest';
import { randomKey } from '../../base/random.ts';
import { type Column, formulaColumn, linearFormula, thresholdFormula } from './formula.ts';

const N = 120;
const rows = Int32Array.from({ length: N }, (_, i) => i);
/** Features of one hidden factor, half of their variance. */
function features(p: number, seed: number): { columns: Column[]; raw: Float32Array[] } {
  const stream = randomKey(seed).stream();
  const factor = Float64Array.from(rows, () => stream.normal());
  const raw = Array.from({ length: p }, () => Float32Array.from(factor, (f) => 7 + f + stream.normal()));
  return { raw, columns: raw.map((values, j) => formulaColumn(`g${j}`, () => values, rows)!) };
}
const names = (formula: { columns: readonly Column[] } | null) => formula?.columns.map(({ name }) => name).sort();

describe('a weighted sum', () => {
  const { columns, raw } = features(300, 1);
  const sum = (weights: readonly number[], noise = 0) => {
    const stream = randomKey(2).stream();
    return Float64Array.from(
      rows,
      (i) => weights.reduce((s, w, j) => s + w * raw[10 * j]![i]!, 3) + noise * stream.normal(),
    );
  };

  test('of two or five features is found with its features, one of them negative', () => {
    expect(names(linearFormula(columns, sum([1, -2])))).toEqual(['g0', 'g10']);
    expect(names(linearFormula(columns, sum([1, 0.7, 2, 1, 1.5])))).toEqual(['g0', 'g10', 'g20', 'g30', 'g40']);
  });

  test('with noise of a hundredth of its spread is none, nor is one feature alone, nor anything of 15 samples', () => {
    expect(linearFormula(columns, sum([1, 1], 0.05))).toBeNull();
    expect(linearFormula(columns, sum([2]))).toBeNull();
    const few = rows.subarray(0, 15);
    const y = sum([1, 1]).subarray(0, 15);
    expect(
      linearFormula(
        raw.map((values, j) => formulaColumn(`g${j}`, () => values, few)!),
        y,
      ),
    ).toBeNull();
  });
});

describe('a threshold', () => {
  const { columns, raw } = features(300, 3);
  const sides = (weights: readonly number[], flipped: readonly number[] = []) => {
    const sum = Float64Array.from(rows, (i) => weights.reduce((s, w, j) => s + w * raw[10 * j]![i]!, 0));
    const middle = [...sum].sort((a, b) => a - b)[N / 2]!;
    return Int8Array.from(sum, (s, i) => (s >= middle !== flipped.includes(i) ? 1 : -1));
  };

  test('on a sum of three features is found, and what is found parts the sides', () => {
    const found = names(thresholdFormula(columns, sides([1, 1, 1])))!;
    for (const name of ['g0', 'g10', 'g20']) expect(found).toContain(name);
  });

  test('with three of 120 samples on the wrong side is none, nor is one feature alone', () => {
    expect(thresholdFormula(columns, sides([1, 1, 1], [5, 50, 90]))).toBeNull();
    expect(thresholdFormula(columns, sides([1]))).toBeNull();
  });

  test('that chance would find among so many features and so few samples is none', () => {
    const stream = randomKey(4).stream();
    const few = rows.subarray(0, 16);
    const noise = Array.from({ length: 3000 }, () => Float32Array.from(few, () => stream.normal()));
    const many = noise.map((values, j) => formulaColumn(`n${j}`, () => values, few)!);
    const coins = Int8Array.from(few, (i) => (i % 2 ? 1 : -1));
    expect(thresholdFormula(many, coins)).toBeNull();
  });
});

test('a constant column is none; missing counts as the mean', () => {
  expect(formulaColumn('c', () => new Float32Array(N).fill(1e6 / 3), rows)).toBeNull();
  const values = Float32Array.of(1, 3, Number.NaN);
  expect(formulaColumn('m', () => values, Int32Array.of(0, 1, 2))).toMatchObject({ mean: 2, length: Math.SQRT2 });
});
