import { describe, expect, test } from 'vitest';
import { DataError } from '../../base/errors.ts';
import { randomKey } from '../../base/random.ts';
import { classCounts, classTarget, takeTargetRows } from '../../table/target.ts';
import { permutationTest } from './permutation-test.ts';
import { permutedRows } from './permuted-rows.ts';

describe('permutedRows', () => {
  test('samples on their own: the truths are shuffled, and differ from permutation to permutation', () => {
    const target = { task: 'regression' as const, values: Float64Array.of(1, 2, 3, 4, 5, 6) };
    const groups = Int32Array.from([0, 1, 2, 3, 4, 5]);
    const first = permutedRows({ target, groups }, randomKey(1), 0);
    expect([...first].sort()).toEqual([0, 1, 2, 3, 4, 5]);
    expect(permutedRows({ target, groups }, randomKey(1), 0)).toEqual(first);
    expect(permutedRows({ target, groups }, randomKey(1), 1)).not.toEqual(first);
  });

  test('a group of one truth keeps one truth, and each class its number of groups', () => {
    const labels = ['a', 'a', 'a', 'b', 'b', 'a', 'b', 'b', 'b', 'b'];
    const groups = Int32Array.of(0, 0, 0, 1, 1, 2, 3, 3, 3, 3);
    const target = classTarget(labels, 'test');
    const seen = new Set<string>();
    for (let p = 0; p < 30; p++) {
      const { codes } = takeTargetRows(target, permutedRows({ target, groups }, randomKey(2), p));
      const ofGroup = [0, 1, 2, 3].map((g) => new Set([...codes].filter((_, i) => groups[i] === g)));
      for (const own of ofGroup) expect(own.size).toBe(1);
      expect(ofGroup.filter((own) => own.has(0)).length).toBe(2);
      seen.add(ofGroup.map((own) => [...own][0]).join());
    }
    expect(seen.size).toBe(6); // 4 choose 2
  });

  test('groups of several truths exchange them with groups of their size, and class counts stay', () => {
    const labels = ['t', 'n', 't', 'n', 't', 't', 'n', 'n', 't'];
    const groups = Int32Array.of(0, 0, 1, 1, 2, 2, 3, 3, 4);
    const target = classTarget(labels, 'test');
    const mixed = new Set<string>();
    for (let p = 0; p < 40; p++) {
      const permuted = takeTargetRows(target, permutedRows({ target, groups }, randomKey(3), p));
      expect(classCounts(permuted)).toEqual(classCounts(target));
      expect(permuted.codes[8]).toBe(target.codes[8]); // alone of its size
      // Of the four pairs two hold both truths, whoever they are.
      const both = [0, 1, 2, 3].filter((g) => permuted.codes[2 * g] !== permuted.codes[2 * g + 1]);
      expect(both.length).toBe(2);
      mixed.add(both.join());
    }
    expect(mixed.size).toBe(6);
  });

  test('within strata nothing crosses, and a group in two of them is refused', () => {
    const target = classTarget(['a', 'b', 'a', 'b'], 'test');
    const groups = Int32Array.of(0, 1, 2, 3);
    const strata = Int32Array.of(0, 0, 1, 1);
    for (let p = 0; p < 10; p++) {
      const rows = permutedRows({ target, groups, strata }, randomKey(4), p);
      expect([...rows].map((i) => strata[i])).toEqual([...strata]);
    }
    const torn = { target, groups: Int32Array.of(0, 1, 1, 2), strata };
    expect(() => permutedRows(torn, randomKey(4), 0)).toThrow(DataError);
  });
});

describe('permutationTest', () => {
  test('by hand, ties counted as at least as good', () => {
    const scores = Float64Array.of(0.5, 0.6, 0.7, 0.8, Number.NaN);
    const { p, n, null: nothing } = permutationTest(0.7, scores, true);
    expect(p).toBe(3 / 6);
    expect(n).toBe(5);
    expect(nothing.mean).toBeCloseTo(0.65, 12);
    expect(nothing.q95).toBeCloseTo(0.785, 12);
    expect(permutationTest(0.5, scores, false).p).toBe(2 / 6);
    expect(permutationTest(Number.NaN, scores, true).p).toBeNaN();
  });

  test('under the null p is uniform: the difference of two means of grouped values', () => {
    const groups = Int32Array.from({ length: 24 }, (_, i) => Math.floor(i / 2));
    const target = classTarget(
      Array.from({ length: 24 }, (_, i) => (i < 12 ? 'a' : 'b')),
      'test',
    );
    const studies = 400;
    const p = Array.from({ length: studies }, (_, study) => {
      const stream = randomKey(100).at(study).stream();
      const patient = Array.from({ length: 12 }, () => stream.normal());
      const x = Array.from(groups, (g) => patient[g]! + 0.3 * stream.normal());
      const difference = (codes: Int32Array) =>
        Math.abs(x.reduce((sum, value, i) => sum + (codes[i] ? value : -value), 0));
      const scores = Float64Array.from({ length: 19 }, (_, permutation) =>
        difference(
          takeTargetRows(target, permutedRows({ target, groups }, randomKey(200).at(study), permutation)).codes,
        ),
      );
      return permutationTest(difference(target.codes), scores, true).p;
    });
    for (const level of [0.05, 0.2, 0.5]) {
      const share = p.filter((one) => one <= level + 1e-12).length / studies;
      expect(Math.abs(share - level), `${level}`).toBeLessThan(4 * Math.sqrt((level * (1 - level)) / studies));
    }
  });
});
