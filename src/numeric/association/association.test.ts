import { describe, expect, test } from 'vitest';
import golden from '../../../test/golden/association.json' with { type: 'json' };
import { contingencyTest } from './contingency-test.ts';
import { hypergeometricTails } from './hypergeometric-tail.ts';
import { kruskalWallis } from './kruskal-wallis.ts';
import { midRanks } from './mid-ranks.ts';
import { rankSumTail } from './rank-sum-tail.ts';
import { taroneFactor } from './tarone.ts';

const relative = (got: number, wanted: number) => Math.abs(got - wanted) / Math.abs(wanted);

test('mid-ranks share ties', () => {
  expect(midRanks([3, 1, 3, 2, 3])).toEqual({ ranks: Float64Array.of(4, 1, 4, 2, 4), ties: 24 });
});

test.each(golden.kruskal)('Kruskal–Wallis is R kruskal.test', ({ values, groups, statistic, p }) => {
  const got = kruskalWallis(values, groups);
  expect(relative(got.statistic, statistic)).toBeLessThan(1e-11);
  expect(relative(got.p, p)).toBeLessThan(1e-11);
});

test.each(golden.contingency)('χ² is R chisq.test', ({ a, b, statistic, p, least }) => {
  const got = contingencyTest(a, b);
  expect(relative(got.chiSquare, statistic)).toBeLessThan(1e-11);
  expect(relative(got.p, p)).toBeLessThan(1e-10);
  expect(got.smallestExpected).toBeCloseTo(least, 12);
});

test.each(golden.rankSum)('P(AUC ≥ %d) with %d and %d members is R pwilcox', (auc, m, n, wanted) => {
  expect(relative(rankSumTail(auc!, m!, n!), wanted!)).toBeLessThan(1e-10);
});

test.each(golden.hypergeometric)('hypergeometric tails are R phyper', (x, marked, drawn, total, upper, lower) => {
  const got = hypergeometricTails(x!, marked!, drawn!, total!);
  expect(relative(got.upper, upper!)).toBeLessThan(1e-10);
  expect(relative(got.lower, lower!)).toBeLessThan(1e-10);
});

test('Tarone: tests that cannot be significant do not count, Bonferroni where all can', () => {
  expect(taroneFactor([1e-9, 1e-9, 1e-9, 1e-9], 0.05)).toBe(4);
  expect(taroneFactor([0.2, 1e-9, 0.04, 0.5], 0.05)).toBe(2); // two could reach 0.05, one 0.025
  expect(taroneFactor([0.2, 1e-9, 0.02, 0.5], 0.05)).toBe(2);
  expect(taroneFactor([], 0.05)).toBe(1);
});

describe('at the edge', () => {
  test('one group, one value, one class: nothing is said', () => {
    expect(kruskalWallis([1, 2, 3], [0, 0, 0])).toMatchObject({ p: 1, share: 0 });
    expect(kruskalWallis([2, 2, 2], [0, 1, 0])).toMatchObject({ p: 1, share: 0 });
    expect(contingencyTest([0, 0, 0], [0, 1, 2])).toMatchObject({ p: 1, cramersV: 0 });
    expect(rankSumTail(1, 0, 9)).toBe(1);
  });

  test('a full separation: share, V and tail in closed form', () => {
    expect(contingencyTest([0, 0, 1, 1, 2], [5, 5, 3, 3, 1]).cramersV).toBeCloseTo(1, 12);
    expect(rankSumTail(1, 10, 10)).toBeCloseTo(1 / 184756, 15);
    // Beyond 1,000 pairs the normal tail is too large, never too small.
    expect(rankSumTail(1, 32, 32)).toBeGreaterThan(rankSumTail(1, 31, 31));
  });
});
