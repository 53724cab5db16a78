import { expect, test } from 'vitest';
import {
  amountsLike,
  countOf,
  formatAmount,
  formatCount,
  formatInterval,
  formatList,
  formatP,
  formatPercent,
  formatScore,
  formatSeconds,
  formatSetting,
  formatShareInterval,
} from './format.ts';

test('a score has two decimals and is never rounded up to a perfect one', () => {
  expect([0.774, 0.9971, 1, 0.99499, -0.254, -0.001].map(formatScore)).toEqual([
    '0.77',
    '0.997',
    '1.00',
    '0.99',
    '−0.25',
    '0.00',
  ]);
  expect([Number.NaN, Number.POSITIVE_INFINITY, null, undefined].map(formatScore)).toEqual(['–', '–', '–', '–']);
});

test('an interval reads value (low–high), with a word instead of the dash beside a minus sign', () => {
  expect(formatInterval({ value: 0.77, low: 0.73, high: 0.8 })).toBe('0.77 (0.73–0.80)');
  expect(formatInterval({ value: 0.05, low: -0.1, high: 0.2 })).toBe('0.05 (−0.10 to 0.20)');
  expect(formatInterval({ value: 0.5, low: Number.NaN, high: Number.NaN })).toBe('0.50');
  expect(formatInterval(undefined)).toBe('–');
});

test('a share is 0 % or 100 % only when it is exactly so', () => {
  expect([0, 0.001, 0.5, 0.999, 1].map(formatPercent)).toEqual(
    ['0', '<1', '50', '>99', '100'].map((n) => `${n}\u00a0%`),
  );
});

test('counts, lists, times and settings read as a person writes them', () => {
  expect([0, 999, 1000, 17_814, 1_234_567].map(formatCount)).toEqual(['0', '999', '1,000', '17,814', '1,234,567']);
  expect([countOf(1, 'class', 'classes'), countOf(2, 'class', 'classes')]).toEqual(['1 class', '2 classes']);
  expect([[], ['a'], ['a', 'b'], ['a', 'b', 'c']].map(formatList)).toEqual(['', 'a', 'a and b', 'a, b and c']);
  expect([0.44, 9.99, 59.6, 245, 7810].map(formatSeconds)).toEqual([
    '0.4 s',
    '10 s',
    '1 min 0 s',
    '4 min 5 s',
    '2 h 10 min',
  ]);
  expect([0.0131234, 500, 'sqrt', [1, 2], { a: 1, b: null }, true].map(formatSetting)).toEqual([
    '0.01312',
    '500',
    'sqrt',
    '1, 2',
    'a: 1, b: –',
    'true',
  ]);
});

test('an amount in a unit has three digits, a whole number stays whole', () => {
  expect([0.9041, 12.04, 1091.4, -3.5, 5, 0, 1e-5, Number.NaN].map(formatAmount)).toEqual([
    '0.904',
    '12.0',
    '1,091',
    '−3.50',
    '5',
    '0',
    '0.0000100',
    '–',
  ]);
});

test('amounts of one kind have the same decimals, as their usual size asks', () => {
  expect([0.8204, -0.0041, 3.5, 12].map(amountsLike(1.6))).toEqual(['0.82', '0.00', '3.50', '12.00']);
  expect([1234.5, -88.8].map(amountsLike(500))).toEqual(['1,235', '−88.8']);
  expect([0.01234].map(amountsLike(0.02))).toEqual(['0.0123']);
  expect([1.5].map(amountsLike(0))).toEqual(['1.50']);
});

test('a p value is small, or two digits; a share has its limits beside it', () => {
  expect([0.00002, 0.0123, 0.4567, 1].map((p) => formatP(p).replaceAll('\u00a0', ' '))).toEqual([
    'p < 0.001',
    'p = 0.012',
    'p = 0.46',
    'p = 1.00',
  ]);
  expect(formatShareInterval({ value: 0.401, low: 0.296, high: 0.52 })).toBe('40\u00a0% (30–52)');
  expect(formatShareInterval({ value: 1, low: Number.NaN, high: Number.NaN })).toBe('100\u00a0%');
});
