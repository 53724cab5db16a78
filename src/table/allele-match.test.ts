import { describe, expect, test } from 'vitest';
import { copiesAs, matchAlleles, type VariantList } from './allele-match.ts';

/** `1:10:A:G` with an id and a frequency where given. */
function list(name: string, ...variants: string[]): VariantList {
  const fields = variants.map((variant) => variant.split(':'));
  return {
    name,
    chromosomes: fields.map(([chromosome]) => chromosome!),
    positions: fields.map(([, position]) => Number(position)),
    refs: fields.map(([, , ref]) => ref!),
    alts: fields.map(([, , , alt]) => alt!),
    ids: fields.map(([, , , , id]) => id || null),
    frequencies: fields.map(([, , , , , frequency]) => (frequency ? Number(frequency) : Number.NaN)),
  };
}

const relation = (here: string, there: string) => matchAlleles(list('a', here), list('b', there))[0]!.relation;

test.each([
  ['1:10:A:G', '1:10:A:G', 'same'],
  ['1:10:A:G', 'chr1:10:a:g', 'same'],
  ['X:10:A:G', '23:10:A:G', 'same'],
  ['1:10:A:G', '1:10:G:A', 'swapped'],
  ['1:10:A:G', '1:10:T:C', 'complement'],
  ['1:10:A:G', '1:10:C:T', 'complement-swapped'],
  ['1:10:AC:A', '1:10:AC:A', 'same'],
  ['1:10:AC:A', '1:10:GT:T', 'complement'],
  ['1:10:A:G', '1:10:A:C', 'absent'],
  ['1:10:A:G', '1:11:A:G', 'absent'],
  ['1:10:A:G', '2:10:A:G', 'absent'],
  ['1:10:A:<DEL>', '1:10:T:<DEL>', 'absent'],
])('%s is %s: %s', (here, there, expected) => {
  expect(relation(here, there)).toBe(expected);
});

describe('palindromic alleles', () => {
  test.each([
    ['1:10:A:T', '1:10:A:T', 'ambiguous'],
    ['1:10:A:T::0.2', '1:10:A:T::0.3', 'same'],
    ['1:10:A:T::0.2', '1:10:T:A::0.3', 'same'],
    ['1:10:C:G::0.2', '1:10:C:G::0.8', 'swapped'],
    ['1:10:C:G::0.45', '1:10:C:G::0.2', 'ambiguous'],
    ['1:10:C:G::0.2', '1:10:C:G', 'ambiguous'],
    ['1:10:A:T::0.2', '1:10:C:G::0.2', 'absent'],
  ])('%s is %s: %s', (here, there, expected) => {
    expect(relation(here, there)).toBe(expected);
  });
});

test('of several records at one place the one of the same alleles is taken', () => {
  const found = matchAlleles(list('a', '1:10:A:G', '1:10:A:C'), list('b', '1:10:A:C', '1:10:G:A', '1:10:A:G'));
  expect(found).toEqual([
    { relation: 'same', index: 2 },
    { relation: 'same', index: 0 },
  ]);
});

test('copies are turned around where the alleles are', () => {
  expect([0, 1, 2, Number.NaN].map((copies) => copiesAs('swapped', copies))).toEqual([2, 1, 0, Number.NaN]);
  expect(copiesAs('complement', 2)).toBe(2);
});

test('lists of two builds are refused by ids at other positions', () => {
  const many = (shift: number) => Array.from({ length: 12 }, (_, k) => `1:${100 * k + shift}:A:G:rs${k}`);
  expect(() => matchAlleles(list('model', ...many(0)), list('new.vcf', ...many(7)))).toThrow(
    'new.vcf: variants must be of the genome build of model, got 12 of 12 shared ids at other positions (rs0 is at 1:0 in model and at 1:7 in new.vcf); lift one of them over, or take the file of the other build',
  );
  expect(matchAlleles(list('model', ...many(0)), list('new.vcf', ...many(0))).every(({ index }) => index >= 0)).toBe(
    true,
  );
});
