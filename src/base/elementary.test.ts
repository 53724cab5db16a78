import { describe, expect, test } from 'vitest';
import { exp, log, log2 } from './elementary.ts';
import { randomKey } from './random.ts';

/** Distance in units of the last place of the reference. */
function ulps(value: number, reference: number): number {
  if (Object.is(value, reference)) return 0;
  const next = new Float64Array([Math.abs(reference)]);
  const bits = new BigUint64Array(next.buffer);
  bits[0]! += 1n;
  return Math.abs(value - reference) / (next[0]! - Math.abs(reference));
}

/** The largest such distance over the points; NaN when one of them is. */
function worst(points: readonly number[], ours: (x: number) => number, reference: (x: number) => number): number {
  return points.reduce((most, x) => Math.max(most, ulps(ours(x), reference(x))), 0);
}

const draws = randomKey(1).at('elementary').stream();
/** Every magnitude a double has, subnormal ones included. */
const everyMagnitude = Array.from({ length: 2098 * 20 }, (_, i) => (1 + draws.uniform()) * 2 ** ((i % 2098) - 1074));
/** Where ln x goes through zero and its relative error would show. */
const nearOne = Array.from({ length: 20_000 }, (_, i) => 1 + (draws.uniform() - 0.5) * 2 ** -(i % 52));
const unit = Array.from({ length: 20_000 }, () => draws.uniform());

describe('log', () => {
  test('is within 2 ulp of Math.log at every magnitude, and around 1', () => {
    expect(worst(everyMagnitude, log, Math.log)).toBeLessThan(2);
    expect(worst(nearOne, log, Math.log)).toBeLessThan(2);
    expect(worst(unit, log, Math.log)).toBeLessThan(2);
  });

  test.each([
    [1, 0],
    [0, Number.NEGATIVE_INFINITY],
    [-0, Number.NEGATIVE_INFINITY],
    [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY],
    [-1, Number.NaN],
    [Number.NEGATIVE_INFINITY, Number.NaN],
    [Number.NaN, Number.NaN],
  ])('of %d is %d', (x, expected) => {
    expect(log(x)).toBe(expected);
  });

  test('holds at the ends of the range: smallest subnormal, smallest normal, largest', () => {
    const ends = [Number.MIN_VALUE, 2 ** -1022 * (1 - 2 ** -52), 2 ** -1022, Number.MAX_VALUE];
    expect(worst(ends, log, Math.log)).toBeLessThan(2);
  });
});

describe('log2', () => {
  test('is within 3 ulp of Math.log2', () => {
    expect(worst(everyMagnitude, log2, Math.log2)).toBeLessThan(3);
    expect(worst(nearOne, log2, Math.log2)).toBeLessThan(3);
  });
});

describe('exp', () => {
  test('is within 2 ulp of Math.exp over the whole range, subnormal results included', () => {
    const points = Array.from({ length: 50_000 }, () => -745.1 + draws.uniform() * (745.1 + 709.7));
    expect(worst(points, exp, Math.exp)).toBeLessThan(2);
  });

  test('is within 2 ulp of Math.exp around 0, at every magnitude', () => {
    const points = Array.from({ length: 40_000 }, (_, i) => (draws.uniform() - 0.5) * 2 ** (2 - (i % 60)));
    expect(worst(points, exp, Math.exp)).toBeLessThan(2);
  });

  test.each([
    [0, 1],
    [-0, 1],
    [710, Number.POSITIVE_INFINITY],
    [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY],
    [-746, 0],
    [Number.NEGATIVE_INFINITY, 0],
    [Number.NaN, Number.NaN],
  ])('of %d is %d', (x, expected) => {
    expect(exp(x)).toBe(expected);
  });

  test('is finite and positive at the last arguments before overflow and underflow', () => {
    expect(worst([709.782712893384, -745.1332191019411], exp, Math.exp)).toBeLessThan(2);
    expect(exp(-745.1332191019411)).toBe(Number.MIN_VALUE);
  });
});
