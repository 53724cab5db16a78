import { describe, expect, test } from 'vitest';
import { blockOf, randomRows } from '../../../test/support/blocks.ts';
import type { ClassTarget } from '../../table/target.ts';
import { auditDuplicates, type DuplicatePair, findDuplicates } from './duplicates.ts';
import { auditTargetInFeatures } from './target-in-features.ts';

const target = (codes: readonly number[]): ClassTarget => ({
  task: 'classification',
  classes: ['a', 'b', 'c'].slice(0, Math.max(...codes) + 1),
  codes: Int32Array.from(codes),
});

describe('duplicates', () => {
  /** Row 5 is row 1, row 7 is row 2 but for one value. */
  const rows = () => {
    const made = randomRows(10, 60);
    made[5] = [...made[1]!];
    made[7] = made[2]!.with(3, made[2]![3]! + 1);
    return made;
  };
  /** Correlations as asked: 1 on the diagonal. */
  const gram = (n: number, pairs: readonly (readonly [number, number, number])[]) => {
    const out = Float64Array.from({ length: n * n }, (_, at) => (at % n === Math.floor(at / n) ? 1 : 0));
    for (const [i, l, r] of pairs) out[i * n + l] = out[l * n + i] = r;
    return out;
  };

  test('are pairs of 0.95 and more, strongest first; identical only when every value is', () => {
    const found = findDuplicates(
      blockOf(rows()),
      gram(10, [
        [1, 5, 1],
        [2, 7, 0.99999],
        [3, 4, 0.95],
        [6, 8, 0.9499],
      ]),
      60,
    );
    expect(found).toEqual([
      { i: 1, l: 5, correlation: 1, identical: true },
      { i: 2, l: 7, correlation: 0.99999, identical: false },
      { i: 3, l: 4, correlation: 0.95, identical: false },
    ]);
  });

  test('missing in the same places counts as the same', () => {
    const made = rows();
    made[1]![4] = made[5]![4] = Number.NaN;
    expect(findDuplicates(blockOf(made), gram(10, [[1, 5, 1]]), 60)[0]!.identical).toBe(true);
    made[5]![4] = 0;
    expect(findDuplicates(blockOf(made), gram(10, [[1, 5, 1]]), 60)[0]!.identical).toBe(false);
  });

  test('are not looked for among fewer than 50 features or 3 samples, nor found where a sample is constant', () => {
    expect(findDuplicates(blockOf(rows()), gram(10, [[1, 5, 1]]), 49)).toEqual([]);
    expect(findDuplicates(blockOf(rows().slice(0, 2)), gram(2, [[0, 1, 1]]), 60)).toEqual([]);
    const flat = gram(10, []);
    flat[11] = flat[55] = 0;
    expect(findDuplicates(blockOf(rows()), flat, 60)).toEqual([]);
  });

  const pair = (i: number, l: number, identical: boolean): DuplicatePair => ({
    i,
    l,
    identical,
    correlation: identical ? 1 : 0.97,
  });
  test.each([
    ['none', [], ['pass', 'pass']],
    ['one label', [pair(0, 2, true)], ['warn', 'pass']],
    ['nearly identical under two labels', [pair(0, 1, false)], ['warn', 'warn']],
    ['identical under two labels', [pair(0, 1, true)], ['warn', 'fail']],
  ])('%s: what the two rules say', (_, pairs, statuses) => {
    const findings = auditDuplicates(pairs, ['s0', 's1', 's2', 's3'], target([0, 1, 0, 1]));
    expect(findings.map(({ rule }) => rule)).toEqual(['duplicate-samples', 'duplicate-labels']);
    expect(findings.map(({ status }) => status)).toEqual(statuses);
  });
});

describe('a feature that is the target', () => {
  const codes = [0, 1, 2, 0, 1, 2, 0];
  const look = (...columns: readonly (readonly number[])[]) =>
    auditTargetInFeatures({
      blocks: [blockOf(codes.map((_, i) => columns.map((column) => column[i]!)))],
      target: target(codes),
    });

  test.each([
    ['in the same order', codes],
    ['relabelled', codes.map((code) => [7.5, -2, 0][code]!)],
    ['with missing for one class', codes.map((code) => [1, 2, Number.NaN][code]!)],
  ])('is found: %s', (_, column) => {
    const { status, evidence } = look(
      column,
      codes.map((_, i) => i),
    );
    expect([status, evidence]).toEqual(['fail', { features: ['test:g0'] }]);
  });

  test.each([
    ['one value differs', codes.with(3, 1)],
    ['two classes share a value', codes.map((code) => Math.min(code, 1))],
    ['a class has two values', codes.map((code, i) => (i === 6 ? 9 : code))],
    ['constant', codes.map(() => 1)],
    ['different everywhere', codes.map((_, i) => i)],
  ])('is not: %s', (_, column) => {
    expect(look(column).status).toBe('pass');
  });
});
