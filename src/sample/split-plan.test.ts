import { describe, expect, test } from 'vitest';
import { randomKey } from '../base/random.ts';
import { classTarget } from '../table/target.ts';
import { type Split, sharedGroups } from './split.ts';
import { makeSplits, type SplitPlan } from './split-plan.ts';

const n = 120;
const rows = Int32Array.from({ length: n }, (_, i) => i);
const random = randomKey(3);
const stream = randomKey(9).stream();
const labels = Array.from(rows, () => (stream.uniform() < 0.3 ? 'case' : 'control'));
const target = classTarget(labels, 'test');
/** Two samples a patient. */
const groups = rows.map((i) => i >> 1);
/** A patient's samples can be at two sites. */
const site = Array.from(rows, (i) => (i % 17 === 0 ? null : `site ${'ABCD'[(i * 7) % 4]}`));
/** Years with ties, some unknown. */
const times = Float64Array.from(rows, (i) => (i % 19 === 0 ? Number.NaN : 2000 + ((i * 13) % 30)));
const drug = rows.map((i) => i % 10);
const line = rows.map((i) => Math.floor(i / 10));

const plans: readonly SplitPlan[] = [
  { kind: 'folds', k: 5 },
  { kind: 'leave-one-out' },
  { kind: 'leave-out', labels: site },
  { kind: 'predefined', labels: Array.from(rows, (i) => (groups[i]! % 4 === 0 ? 'Test' : 'train')) },
  { kind: 'hold-out', share: 0.25 },
  { kind: 'time', times, k: 4 },
];

const split = (plan: SplitPlan, some = rows, by = groups) =>
  makeSplits(plan, { target, groups: by }, some, random, 'validate.outer');
const testedRows = (splits: readonly Split[]) => splits.flatMap(({ test }) => [...test]).sort((a, b) => a - b);

describe.each(plans)('splits by $kind', (plan) => {
  test('no group and no row stands on both sides, of all rows and of some', () => {
    const some = rows.filter((i) => i % 3 !== 0);
    for (const splits of [split(plan), split(plan, some)]) {
      expect(splits.length).toBeGreaterThan(0);
      for (const one of splits) {
        expect(sharedGroups(one, groups)).toEqual([]);
        for (const side of [one.train, one.test]) expect([...side]).toEqual([...side].sort((a, b) => a - b));
      }
    }
    const allowed = new Set(some);
    for (const { train, test } of split(plan, some)) {
      expect([...train, ...test].every((i) => allowed.has(i))).toBe(true);
    }
  });

  test('no row is tested twice', () => {
    const tested = testedRows(split(plan));
    expect(new Set(tested).size).toBe(tested.length);
  });
});

test('folds and leave-one-out test every row; one group at a time is one split a group', () => {
  expect(testedRows(split(plans[0]!))).toEqual([...rows]);
  expect(testedRows(split(plans[1]!))).toEqual([...rows]);
  expect(split(plans[1]!).length).toBe(60);
});

test('leaving out a site tests exactly its samples; a patient of another site too is left out of training', () => {
  const splits = split(plans[2]!);
  expect(splits.map(({ name }) => name)).toEqual(['site A', 'site B', 'site C', 'site D']);
  for (const { name, train, test } of splits) {
    expect([...test]).toEqual([...rows].filter((i) => site[i] === name));
    const patients = new Set(Array.from(test, (i) => groups[i]!));
    expect([...train]).toEqual([...rows].filter((i) => site[i] !== name && !patients.has(groups[i]!)));
  }
});

test('a predefined column of other words names folds, and what the user made is not mended', () => {
  const names = Array.from(rows, (i) => `fold ${i % 3}`);
  const splits = split({ kind: 'predefined', labels: names });
  expect(splits.map(({ name, test }) => [name, test.length])).toEqual([
    ['fold 0', 40],
    ['fold 1', 40],
    ['fold 2', 40],
  ]);
  expect(sharedGroups(splits[0]!, groups).length).toBeGreaterThan(0);
  expect(() => split({ kind: 'predefined', labels: ['test', ...names.slice(1)] })).toThrow(
    "validate.outer: a column with 'test' must otherwise hold 'train' or 'validation', got 'fold 0'; name the fold of every sample, or train and test only",
  );
});

test('a hold-out has its share of each class', () => {
  const [{ train, test: held }] = split(plans[4]!) as [Split];
  const cases = (side: Int32Array) => side.filter((i) => labels[i] === 'case').length / side.length;
  expect(held.length / n).toBeCloseTo(0.25, 1);
  expect(Math.abs(cases(held) - cases(train))).toBeLessThan(0.05);
});

test('later periods are learned from earlier ones only', () => {
  const own = rows.slice();
  for (const { name, train, test: held } of split(plans[5]!, rows, own)) {
    const latest = Math.max(...Array.from(train, (i) => times[i]!));
    const earliest = Math.min(...Array.from(held, (i) => times[i]!));
    expect(latest).toBeLessThan(earliest);
    expect(name).toBe(`from ${earliest}`);
  }
});

test('crossed pairs: neither axis of a tested pair is in training, every pair is tested once', () => {
  const splits = split({ kind: 'crossed', rows: line, columns: drug, k: 3 }, rows, rows.slice());
  expect(splits.length).toBe(9);
  expect(testedRows(splits)).toEqual([...rows]);
  for (const { train, test: held } of splits) {
    const lines = new Set(Array.from(held, (i) => line[i]!));
    const drugs = new Set(Array.from(held, (i) => drug[i]!));
    expect(train.some((i) => lines.has(line[i]!) || drugs.has(drug[i]!))).toBe(false);
  }
});

test('the same key gives the same splits, another key others', () => {
  const plan = plans[0]!;
  expect(split(plan)).toEqual(split(plan));
  expect(makeSplits(plan, { target, groups }, rows, randomKey(4), 'x')).not.toEqual(split(plan));
});

test('an empty side, a single site and too few times are refused by name', () => {
  expect(() => split({ kind: 'leave-out', labels: new Array(n).fill('one') })).toThrow(
    "validate.outer: the column must have at least 2 different values, got only 'one'; name another column, or a number of folds",
  );
  expect(() =>
    split({ kind: 'predefined', labels: new Array(n).fill(null).map((_, i) => (i ? 'test' : 'external')) }),
  ).toThrow('validate.outer: every split needs rows to learn from and rows to test, got 0 and 120');
  expect(() => split({ kind: 'time', times: new Float64Array(n).fill(3), k: 2 })).toThrow(
    'validate.outer: 2 periods after a first one need 3 different times with rows in each, got 1; use fewer folds',
  );
});
