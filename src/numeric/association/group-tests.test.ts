import { expect, test } from 'vitest';
import golden from '../../../test/golden/group-tests.json' with { type: 'json' };
import noncentral from '../../../test/golden/noncentral-f.json' with { type: 'json' };
import { benjaminiHochberg } from '../benjamini-hochberg.ts';
import { noncentralFTail } from '../special/noncentral-f.ts';
import { anovaPower, detectableEffect } from './anova-power.ts';
import { oneWayAnova } from './one-way-anova.ts';
import { welchT } from './welch-t.ts';

const relative = (got: number, wanted: number) => Math.abs(got - wanted) / Math.abs(wanted);

test.each(golden.anova)('analysis of variance is R anova(lm)', ({ values, groups, ...wanted }) => {
  const got = oneWayAnova(values, groups);
  for (const key of ['f', 'p', 'etaSquared', 'omegaSquared'] as const)
    expect(relative(got[key], wanted[key]), key).toBeLessThan(1e-10);
});

test.each(golden.welch)('Welch is R t.test', ({ first, second, ...wanted }) => {
  const got = welchT(first, second);
  for (const key of ['t', 'df', 'p', 'low', 'high', 'hedgesG'] as const)
    expect(relative(got[key], wanted[key]), key).toBeLessThan(1e-10);
});

test.each(noncentral.tails)(
  'P(F > %d) with %d and %d degrees, noncentrality %d, is scipy ncf',
  (f, a, b, ncp, tail) => {
    expect(relative(noncentralFTail(f!, a!, b!, ncp!), tail!)).toBeLessThan(1e-10);
  },
);

test.each(golden.power)('power of %d groups of %d is R power.anova.test', (groups, n, between, alpha, wanted) => {
  // R's variance between the means has k − 1 below, Cohen's f has k.
  const effect = Math.sqrt((between! * (groups! - 1)) / groups!);
  const sizes = Array.from({ length: groups! }, () => n!);
  expect(relative(anovaPower(effect, sizes, alpha!), wanted!)).toBeLessThan(1e-8);
  expect(relative(detectableEffect(wanted!, sizes, alpha!), effect)).toBeLessThan(1e-7);
});

test('Benjamini–Hochberg is R p.adjust, and what is no question stays none', () => {
  const { p, q } = golden.adjusted;
  const got = benjaminiHochberg([Number.NaN, ...p]);
  expect(got[0]).toBeNaN();
  q.forEach((wanted, i) => {
    expect(relative(got[i + 1]!, wanted)).toBeLessThan(1e-13);
  });
});

test('at the edge: no scatter, one group, groups of one', () => {
  expect(oneWayAnova([2, 2, 2, 2], [0, 0, 1, 1])).toMatchObject({ f: 0, p: 1, etaSquared: 0 });
  expect(oneWayAnova([1, 1, 2, 2], [0, 0, 1, 1])).toMatchObject({ p: 0, etaSquared: 1 });
  expect(oneWayAnova([1, 2, 3], [0, 0, 0]).p).toBeNaN();
  expect(oneWayAnova([1, 2, 3], [0, 1, 2]).p).toBeNaN();
  expect(anovaPower(0, [5, 7], 0.03)).toBeCloseTo(0.03, 9);
  expect(anovaPower(1, [5, 0], 0.05)).toBeNaN();
});
