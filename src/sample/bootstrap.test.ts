import fc from 'fast-check';
import { expect, test } from 'vitest';
import { randomKey } from '../base/random.ts';
import { bootstrapGroups } from './bootstrap.ts';
import { denseCodes } from './groups.ts';

const random = randomKey(3);

test('one weight per group; over groups the weights sum to the number of groups', () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 1, maxLength: 50 }),
      fc.nat(1000),
      (labels, replicate) => {
        const groups = denseCodes(Int32Array.from(labels));
        const weights = bootstrapGroups(groups, random, replicate);
        const perGroup = new Map<number, number>();
        groups.forEach((g, i) => {
          expect(perGroup.get(g) ?? weights[i]).toBe(weights[i]);
          perGroup.set(g, weights[i]!);
        });
        expect([...perGroup.values()].reduce((a, b) => a + b)).toBe(perGroup.size);
      },
    ),
  );
});

test('a replicate depends on the key and its number only, not on what was drawn before', () => {
  const groups = Int32Array.from({ length: 40 }, (_, i) => i);
  const seventh = bootstrapGroups(groups, random, 7);
  bootstrapGroups(groups, random, 8);
  expect(bootstrapGroups(groups, random, 7)).toEqual(seventh);
  expect(bootstrapGroups(groups, random, 8)).not.toEqual(seventh);
  expect(bootstrapGroups(groups, randomKey(4), 7)).not.toEqual(seventh);
});

test('a group is left out of (1 − 1/G)^G of the replicates', () => {
  const groups = Int32Array.from({ length: 20 }, (_, i) => i);
  let absent = 0;
  for (let r = 0; r < 2000; r++) if (bootstrapGroups(groups, random, r)[0] === 0) absent++;
  const expected = 2000 * (1 - 1 / 20) ** 20;
  expect(Math.abs(absent - expected)).toBeLessThan(4 * Math.sqrt(2000 * 0.36 * 0.64));
});
