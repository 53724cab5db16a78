import { expect, test } from 'vitest';
import { ShapeError } from '../base/errors.ts';
import { randomKey } from '../base/random.ts';
import { firstShare, stratifiedOrder } from './stratified-order.ts';

const codes = Int32Array.from({ length: 100 }, (_, i) => (i < 60 ? 0 : i < 90 ? 1 : 2));
const alone = Int32Array.from({ length: 100 }, (_, i) => i);

test('every beginning holds its share of each stratum, to one, and the shorter within the longer', () => {
  const order = stratifiedOrder({ codes, nClasses: 3 }, alone, randomKey(1));
  let before = new Set<number>();
  for (const share of [0.1, 0.2, 0.33, 0.5, 0.8, 1]) {
    const rows = firstShare(order, share);
    expect(Math.abs(rows.length - 100 * share)).toBeLessThanOrEqual(1);
    [60, 30, 10].forEach((size, k) => {
      expect(Math.abs(rows.filter((i) => codes[i] === k).length - share * size)).toBeLessThanOrEqual(1);
    });
    for (const i of before) expect(rows).toContain(i);
    expect([...rows]).toEqual([...rows].sort((a, b) => a - b));
    before = new Set(rows);
  }
  expect(before.size).toBe(100);
});

test('groups stay whole, and at least one is taken', () => {
  const groups = Int32Array.from({ length: 100 }, (_, i) => Math.floor(i / 5));
  const order = stratifiedOrder({ codes, nClasses: 3 }, groups, randomKey(2));
  const rows = new Set(firstShare(order, 0.3));
  expect(rows.size).toBe(30);
  for (const i of rows) expect(rows).toContain(5 * groups[i]!);
  expect(firstShare(order, 0.001).length).toBe(5);
  expect(order).toEqual(stratifiedOrder({ codes, nClasses: 3 }, groups, randomKey(2)));
  expect(order).not.toEqual(stratifiedOrder({ codes, nClasses: 3 }, groups, randomKey(3)));
});

test('lengths must agree', () => {
  expect(() => stratifiedOrder({ codes, nClasses: 3 }, new Int32Array(3), randomKey(1))).toThrow(ShapeError);
});
