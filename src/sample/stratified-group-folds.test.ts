import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DataError, LeakageError, ParamError, ShapeError } from '../base/errors.ts';
import { randomKey } from '../base/random.ts';
import { checkStrata } from './check-strata.ts';
import { assertGroupsWhole, foldRows, leaveOneGroupOut } from './folds.ts';
import { stratifiedGroupFolds } from './stratified-group-folds.ts';

const random = randomKey(1);
const alone = (n: number) => Int32Array.from({ length: n }, (_, i) => i);
const tally = (folds: Int32Array, k: number, keep: (i: number) => boolean = () => true) => {
  const counts = new Array<number>(k).fill(0);
  folds.forEach((f, i) => {
    if (keep(i)) counts[f]!++;
  });
  return counts;
};
const spread = (counts: number[]) => Math.max(...counts) - Math.min(...counts);

/** A random problem: classes, groups that may repeat, and a number of folds that the groups allow. */
const problems = fc
  .record({
    codes: fc.array(fc.integer({ min: 0, max: 4 }), { minLength: 4, maxLength: 80 }),
    nLabels: fc.integer({ min: 2, max: 40 }),
    seed: fc.integer({ min: 0, max: 1e6 }),
  })
  .map(({ codes, nLabels, seed }) => {
    const stream = randomKey(seed).stream();
    const groups = Int32Array.from(codes, () => 3 * stream.below(nLabels)); // codes with gaps, as a subset of samples has
    return { codes: Int32Array.from(codes), groups, nGroups: new Set(groups).size, seed };
  })
  .filter(({ nGroups }) => nGroups >= 2);

describe('stratifiedGroupFolds', () => {
  test('no group is split and no fold is empty, for any groups, classes and k', () => {
    fc.assert(
      fc.property(problems, fc.integer({ min: 2, max: 10 }), ({ codes, groups, nGroups, seed }, wanted) => {
        const k = Math.min(wanted, nGroups);
        const folds = stratifiedGroupFolds({ codes, nClasses: 5, groups, k, random: randomKey(seed) });
        const home = new Map<number, number>();
        groups.forEach((g, i) => {
          expect(home.get(g) ?? folds[i]).toBe(folds[i]);
          home.set(g, folds[i]!);
        });
        expect(Math.min(...tally(folds, k))).toBeGreaterThan(0);
        expect(Math.max(...folds)).toBeLessThan(k);
      }),
    );
  });

  test('groups of one: counts of each class and fold sizes differ by at most one', () => {
    fc.assert(
      fc.property(problems, fc.integer({ min: 2, max: 10 }), ({ codes, seed }, wanted) => {
        const k = Math.min(wanted, codes.length);
        const folds = stratifiedGroupFolds({
          codes,
          nClasses: 5,
          groups: alone(codes.length),
          k,
          random: randomKey(seed),
        });
        expect(spread(tally(folds, k))).toBeLessThanOrEqual(1);
        for (let c = 0; c < 5; c++) expect(spread(tally(folds, k, (i) => codes[i] === c))).toBeLessThanOrEqual(1);
      }),
    );
  });

  test('pairs of one class each: classes are still shared out to within one pair', () => {
    const codes = Int32Array.from({ length: 120 }, (_, i) => Math.floor(i / 2) % 3);
    const groups = Int32Array.from(codes, (_, i) => Math.floor(i / 2));
    const folds = stratifiedGroupFolds({ codes, nClasses: 3, groups, k: 5, random });
    for (let c = 0; c < 3; c++) expect(tally(folds, 5, (i) => codes[i] === c)).toEqual([8, 8, 8, 8, 8]);
  });

  test('groups of mixed classes and sizes: class shares stay near 1/k', () => {
    const stream = randomKey(7).stream();
    const groups = Int32Array.from({ length: 600 }, () => stream.below(100));
    const codes = Int32Array.from(groups, () => (stream.uniform() < 0.1 ? 1 : 0));
    const folds = stratifiedGroupFolds({ codes, nClasses: 2, groups, k: 5, random });
    for (const c of [0, 1]) {
      const counts = tally(folds, 5, (i) => codes[i] === c);
      const mean = counts.reduce((a, b) => a + b) / 5;
      for (const count of counts) expect(Math.abs(count - mean)).toBeLessThanOrEqual(Math.max(2, 0.05 * mean));
    }
  });

  test('the same key gives the same folds, another key others', () => {
    const codes = Int32Array.from({ length: 60 }, (_, i) => i % 3);
    const make = (seed: number) =>
      stratifiedGroupFolds({ codes, nClasses: 3, groups: alone(60), k: 5, random: randomKey(seed) });
    expect([...make(1)]).toEqual([...make(1)]);
    expect([...make(1)]).not.toEqual([...make(2)]);
  });

  test('fewer groups than folds: a DataError that says the largest number of folds', () => {
    const codes = Int32Array.of(0, 0, 1, 1, 0, 1);
    const groups = Int32Array.of(4, 4, 5, 5, 6, 6);
    const make = () => stratifiedGroupFolds({ codes, nClasses: 2, groups, k: 5, random, where: 'validate.outer' });
    expect(make).toThrow(DataError);
    expect(make).toThrow(
      'validate.outer: 5 folds need at least 5 groups, got 3 groups (6 samples); use at most 3 folds',
    );
  });

  test('k below 2 is a ParamError, unequal lengths a ShapeError', () => {
    const codes = Int32Array.of(0, 1);
    expect(() => stratifiedGroupFolds({ codes, nClasses: 2, groups: alone(2), k: 1, random })).toThrow(ParamError);
    expect(() => stratifiedGroupFolds({ codes, nClasses: 2, groups: alone(3), k: 2, random })).toThrow(ShapeError);
  });
});

describe('checkStrata', () => {
  const codes = Int32Array.of(0, 0, 0, 0, 0, 1, 1, 1, 2, 2);
  const base = { codes, nClasses: 3, classes: ['Basal', 'Her2', 'LumA'] };

  test('a class in fewer groups than folds is a warning that says what would work', () => {
    const warnings = checkStrata({ ...base, groups: alone(10), k: 3 });
    expect(warnings.map((w) => w.code)).toEqual(['class-smaller-than-folds']);
    expect(warnings[0]!.message).toBe(
      "class 'LumA' has 2 samples, fewer than the 3 folds: some folds do not test it; with at most 2 folds all do",
    );
    expect(checkStrata({ ...base, groups: alone(10), k: 2 })).toEqual([]);
  });

  test('a class that lies in one group is a warning of its own', () => {
    const groups = Int32Array.of(0, 1, 2, 3, 4, 5, 6, 7, 8, 8);
    expect(checkStrata({ ...base, groups, k: 2 }).map((w) => w.code)).toEqual(['class-in-one-group']);
  });

  test('a class with one sample is a DataError that names it', () => {
    const one = { ...base, codes: Int32Array.of(0, 0, 0, 0, 0, 1, 1, 1, 1, 2), groups: alone(10), k: 2 };
    expect(() => checkStrata(one)).toThrow("every class needs at least 2 samples, got 1 of 'LumA'");
    expect(() => checkStrata(one)).toThrow(DataError);
  });
});

describe('folds', () => {
  test('assertGroupsWhole throws a LeakageError naming group and samples', () => {
    const split = () => assertGroupsWhole(Int32Array.of(0, 1, 0), Int32Array.of(5, 6, 6));
    expect(split).toThrow(LeakageError);
    expect(split).toThrow('got group 6 in folds 1 and 0 (samples 1 and 2)');
    expect(() => assertGroupsWhole(Int32Array.of(0, 1, 1), Int32Array.of(5, 6, 6))).not.toThrow();
  });

  test('foldRows divides the rows in order', () => {
    const { train, test: held } = foldRows(Int32Array.of(1, 0, 2, 1), 1);
    expect([...train]).toEqual([1, 2]);
    expect([...held]).toEqual([0, 3]);
  });

  test('leaveOneGroupOut numbers groups by first appearance and needs two', () => {
    expect([...leaveOneGroupOut(Int32Array.of(9, 2, 9, 4))]).toEqual([0, 1, 0, 2]);
    expect(() => leaveOneGroupOut(Int32Array.of(3, 3))).toThrow(DataError);
  });
});
