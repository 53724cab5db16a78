import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type RandomKey, randomKey } from './random.ts';

const first = (key: RandomKey, n = 8) => {
  const stream = key.stream();
  return Array.from({ length: n }, () => stream.uint32());
};
const draw = (n: number, next: () => number) => Array.from({ length: n }, next);
const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

describe('a key', () => {
  test('names one stream for ever, whoever draws from it and in whatever order', () => {
    const root = randomKey(7);
    const once = first(root.at('fold', 2));
    const other = root.at('fold', 3).stream();
    const again = root.at('fold', 2).stream();
    const mixed = draw(8, () => {
      other.uint32();
      return again.uint32();
    });
    expect(mixed).toEqual(once);
    expect(first(root.at('fold').at(2))).toEqual(once);
  });

  test.each([
    ['1 and the text 1', [1], ['1']],
    ['ab and a, b', ['ab'], ['a', 'b']],
    ['a and a with a zero', ['a'], ['a\0']],
    ['0 and the empty text', [0], ['']],
    ['the empty text and nothing', [''], []],
    ['1 and 1 + 2³²', [1], [1 + 2 ** 32]],
    ['fold 1, 2 and fold 2, 1', ['fold', 1, 2], ['fold', 2, 1]],
  ])('differs between %s', (_what, a, b) => {
    expect(randomKey(1).at(...a).key).not.toEqual(randomKey(1).at(...b).key);
  });

  test('uses all 53 bits of the seed', () => {
    expect(randomKey(5).key).not.toEqual(randomKey(5 + 2 ** 40).key);
    expect(randomKey(2 ** 53 - 1).key).toEqual([0xffffffff, 0x1fffff]);
  });

  test('never meets another one among ten thousand parts', () => {
    const root = randomKey(1);
    const keys = new Set(Array.from({ length: 10_000 }, (_, i) => root.at('tree', i).key.join()));
    expect(keys.size).toBe(10_000);
  });
});

describe('uniform', () => {
  test('stays in [0, 1) with the moments of the uniform distribution', () => {
    const { uniform } = randomKey(2).stream();
    const values = draw(100_000, uniform);
    expect(values.every((u) => u >= 0 && u < 1)).toBe(true);
    // Standard error of the mean 0.0009, of the variance 0.00024: four of them.
    expect(Math.abs(mean(values) - 1 / 2)).toBeLessThan(0.0037);
    expect(Math.abs(mean(values.map((u) => (u - 0.5) ** 2)) - 1 / 12)).toBeLessThan(0.001);
  });
});

describe('below', () => {
  test('gives whole numbers in [0, n)', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 2 ** 32 }), fc.nat(), (n, seed) => {
        const { below } = randomKey(seed).stream();
        return draw(20, () => below(n)).every((k) => Number.isInteger(k) && k >= 0 && k < n);
      }),
    );
  });

  test('has no modulo bias: with n = 3·2³⁰ a plain remainder would give the first third half of all draws', () => {
    const n = 3 * 2 ** 30;
    const { below } = randomKey(3).stream();
    const thirds = [0, 0, 0];
    for (let i = 0; i < 30_000; i++) thirds[Math.floor(below(n) / 2 ** 30)]!++;
    const chiSquare = thirds.reduce((sum, count) => sum + (count - 10_000) ** 2 / 10_000, 0);
    expect(chiSquare).toBeLessThan(13.8); // 2 degrees of freedom, p = 0.001
  });
});

describe('normal', () => {
  test('has the first four moments and the tails of the standard normal', () => {
    const { normal } = randomKey(4).stream();
    const values = draw(200_000, normal);
    const moment = (k: number) => mean(values.map((z) => z ** k));
    // Four standard errors each: √(1/n), √(2/n), √(15/n), √(96/n).
    expect(Math.abs(moment(1))).toBeLessThan(0.009);
    expect(Math.abs(moment(2) - 1)).toBeLessThan(0.0127);
    expect(Math.abs(moment(3))).toBeLessThan(0.035);
    expect(Math.abs(moment(4) - 3)).toBeLessThan(0.088);
    const tail = values.filter((z) => Math.abs(z) > 1.959964).length / values.length;
    expect(Math.abs(tail - 0.05)).toBeLessThan(0.002);
  });

  test('gives two halves of a pair that do not go together', () => {
    const { normal } = randomKey(5).stream();
    const products = draw(50_000, () => normal() * normal());
    expect(Math.abs(mean(products))).toBeLessThan(4 / Math.sqrt(50_000));
  });
});

describe('shuffle', () => {
  test('keeps every item', () => {
    fc.assert(
      fc.property(fc.array(fc.integer()), fc.nat(), (items, seed) => {
        const shuffled = randomKey(seed)
          .stream()
          .shuffle([...items]);
        const sorted = (list: number[]) => [...list].sort((a, b) => a - b);
        expect(sorted(shuffled)).toEqual(sorted(items));
      }),
    );
  });

  test('gives all six orders of three equally often', () => {
    const stream = randomKey(6).stream();
    const counts = new Map<string, number>();
    for (let i = 0; i < 12_000; i++) {
      const order = stream.shuffle([0, 1, 2]).join('');
      counts.set(order, (counts.get(order) ?? 0) + 1);
    }
    const chiSquare = [...counts.values()].reduce((sum, count) => sum + (count - 2000) ** 2 / 2000, 0);
    expect(counts.size).toBe(6);
    expect(chiSquare).toBeLessThan(20.5); // 5 degrees of freedom, p = 0.001
  });
});
