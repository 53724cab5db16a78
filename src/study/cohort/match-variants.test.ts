import { expect, test } from 'vitest';
import type { Block } from '../../table/block.ts';
import { columnOf, matrixFromRows } from '../../table/matrix.ts';
import { alignFeatures } from './align-features.ts';

const N = Number.NaN;

function block(features: string[], rows: number[][], kind: Block['kind'] = 'genotypes'): Block {
  return { name: 'snps', kind, ids: rows.map((_, i) => `s${i}`), features, matrix: matrixFromRows(rows) };
}

const wanted = ['1:10:A:G', '1:20:C:T', '1:30:A:C', '1:40:G:T'];

test('variants of new samples are found under swapped alleles and those of the other strand', () => {
  const said: string[] = [];
  const given = block(
    ['chr1:40:G:T', '1:30:G:T', '1:10:G:A', '1:20:C:T'],
    [
      [0, 1, 0, 2],
      [1, 2, N, 0],
    ],
  );
  const { matrix, features } = alignFeatures(given, { features: wanted }, 'new.vcf', (sentence) => said.push(sentence));
  expect(features).toEqual(wanted);
  expect(wanted.map((_, j) => [...columnOf(matrix, j)])).toEqual([
    [2, N],
    [2, 0],
    [1, 0],
    [0, 1],
  ]);
  expect(said).toEqual([
    "3 variants of block 'snps' are there under other alleles or names: 2 with REF and ALT swapped, whose copies are turned around, 1 of the other strand",
  ]);
});

test('swapped A/T is absent, as are names that are none of variants and blocks of another kind', () => {
  const many = Array.from({ length: 30 }, (_, j) => `2:${j + 1}:A:G`);
  const said: string[] = [];
  const align = (features: string[], kind?: Block['kind']) =>
    alignFeatures(
      block(['1:10:T:A', ...many], [Array.from({ length: 31 }, () => 1)], kind),
      { features: [...features, ...many] },
      'new.vcf',
      (sentence) => said.push(sentence),
    ).matrix.data[0];
  expect(align(['1:10:A:T'])).toBe(N);
  expect(said).toEqual([
    '1 variants of A/T or C/G are there with swapped alleles, which does not tell the strand: taken as absent',
    '1 features are absent and filled as in training: 1:10:A:T',
  ]);
  expect(align(['rs10'])).toBe(N);
  expect(align(['1:10:C:A'], 'numeric')).toBe(N);
});
