import { describe, expect, it } from 'vitest';
import golden from '../../../test/golden/distributions.json' with { type: 'json' };
import { chiSquareCdf, chiSquareTail } from './chi-square.ts';
import { fCdf, fTail } from './f-distribution.ts';
import { logGamma } from './log-gamma.ts';
import { log1p } from './log1p.ts';
import { normalCdf, normalQuantile, normalTail } from './normal.ts';
import { studentTCdf, studentTQuantile, studentTTail } from './student-t.ts';

const functions: Readonly<Record<string, (...args: number[]) => number>> = {
  normalTail: (z) => normalTail(z!),
  normalQuantile: (p) => normalQuantile(p!),
  studentTTail: (t, df) => studentTTail(t!, df!),
  studentTQuantile: (p, df) => studentTQuantile(p!, df!),
  chiSquareCdf: (x, df) => chiSquareCdf(x!, df!),
  chiSquareTail: (x, df) => chiSquareTail(x!, df!),
  fTail: (f, df1, df2) => fTail(f!, df1!, df2!),
};

describe.each(Object.entries(functions))('%s', (name, of) => {
  it('is within 1e-12 of R, relative to the value, far tails included', () => {
    const rows = (golden as unknown as Record<string, number[][]>)[name]!;
    expect(rows.length).toBeGreaterThanOrEqual(10);
    for (const row of rows) {
      const wanted = row.at(-1)!;
      const got = of(...row.slice(0, -1));
      // Below the normal range of doubles neither side has the digits.
      const error = Math.abs(got - wanted) / Math.max(Math.abs(wanted), 1e-290);
      expect(error, `${name}(${row.slice(0, -1)}) = ${got}, R has ${wanted}`).toBeLessThan(1e-12);
    }
  });
});

describe('known values', () => {
  it('are met: symmetry, closed forms, ends of the range', () => {
    expect(normalCdf(0)).toBe(0.5);
    expect(normalCdf(1.3) + normalCdf(-1.3)).toBeCloseTo(1, 15);
    expect(normalQuantile(normalCdf(-3.7))).toBeCloseTo(-3.7, 12);
    expect(studentTCdf(1, 1)).toBeCloseTo(0.75, 15); // Cauchy
    expect(studentTTail(2, Number.POSITIVE_INFINITY)).toBe(normalTail(2));
    expect(studentTTail(Number.POSITIVE_INFINITY, 3)).toBe(0);
    expect(chiSquareTail(3, 2)).toBeCloseTo(Math.exp(-1.5), 15);
    expect(chiSquareCdf(0, 4)).toBe(0);
    expect(chiSquareTail(Number.POSITIVE_INFINITY, 4)).toBe(0);
    expect(fCdf(1, 7, 7)).toBeCloseTo(0.5, 14);
    expect(fTail(4, 1, 12)).toBeCloseTo(2 * studentTTail(2, 12), 15);
    expect(fTail(Number.POSITIVE_INFINITY, 2, 3)).toBe(0);
  });

  it('are NaN outside the domain', () => {
    const outside = [
      ...[normalTail(Number.NaN), normalQuantile(-0.1), normalQuantile(1.1)],
      ...[studentTTail(1, 0), studentTQuantile(2, 3), chiSquareTail(1, -1), fTail(1, 0, 2)],
    ];
    for (const value of outside) expect(value).toBeNaN();
    expect([normalQuantile(0), normalQuantile(1)]).toEqual([Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY]);
    expect(studentTQuantile(0, 3)).toBe(Number.NEGATIVE_INFINITY);
  });
});

describe('logGamma and log1p', () => {
  it('are R lgamma within 1e-14 and the series of ln(1 + x)', () => {
    for (const [x, wanted] of golden.logGamma as unknown as [number, number][]) {
      expect(Math.abs(logGamma(x) - wanted)).toBeLessThan(1e-14 * Math.max(1, Math.abs(wanted)) * 3);
    }
    for (const x of [1e-20, -1e-9, 1e-4, -0.3, 0.5, 2, 1e10]) expect(log1p(x) / Math.log1p(x)).toBeCloseTo(1, 15);
    expect(log1p(-1)).toBe(Number.NEGATIVE_INFINITY);
  });
});
