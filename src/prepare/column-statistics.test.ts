import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { gatherPresent, isConstant, moments, quantile } from './column-statistics.ts';

const values = fc.array(fc.oneof(fc.integer({ min: -3, max: 3 }), fc.float({ noNaN: true, min: -1e6, max: 1e6 })), {
  minLength: 1,
  maxLength: 300,
});

describe('quantile', () => {
  it('is the interpolated order statistic of a full sort, whatever the ties', () => {
    fc.assert(
      fc.property(values, fc.constantFrom(0, 0.25, 0.5, 0.75, 1, 0.1), (list, q) => {
        const column = Float32Array.from(list);
        const sorted = column.slice().sort();
        const at = (sorted.length - 1) * q;
        const [low, high] = [sorted[Math.floor(at)]!, sorted[Math.ceil(at)]!];
        expect(quantile(column, column.length, q)).toBeCloseTo(low + (at - Math.floor(at)) * (high - low), 9);
        expect(column.sort()).toEqual(sorted); // reordered, nothing lost
      }),
    );
  });

  it('takes sorted, reversed and constant columns', () => {
    const up = Float32Array.from({ length: 1001 }, (_, i) => i);
    expect(quantile(up.slice(), 1001, 0.5)).toBe(500);
    expect(quantile(up.slice().reverse(), 1001, 0.5)).toBe(500);
    expect(quantile(new Float32Array(1001).fill(3), 1001, 0.5)).toBe(3);
  });
});

describe('moments', () => {
  it('keeps its digits where the mean is a million standard deviations away', () => {
    // 2^20 + {0, 1, 2, 3}: variance 1.25 exactly; the textbook formula Σx²/n − mean² in float32 would give noise
    const column = Float32Array.from({ length: 4000 }, (_, i) => 2 ** 20 + (i % 4));
    expect(moments(column)).toEqual({ count: 4000, mean: 2 ** 20 + 1.5, variance: 1.25 });
  });

  it('gives a constant column exactly its value and variance 0, and ignores what is missing', () => {
    const column = new Float32Array(1000).fill(0.1);
    column[0] = column[17] = Number.NaN;
    expect(moments(column)).toEqual({ count: 998, mean: Math.fround(0.1), variance: 0 });
    expect(isConstant(column)).toBe(true);
    column[999] = 0.2;
    expect(isConstant(column)).toBe(false);
  });

  it('says so when nothing is present', () => {
    expect(moments(new Float32Array(3).fill(Number.NaN))).toEqual({ count: 0, mean: Number.NaN, variance: Number.NaN });
    expect(gatherPresent(new Float32Array(3).fill(Number.NaN), new Float32Array(3))).toBe(0);
  });
});
