import { existsSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { ParamError, ShapeError } from '../base/errors.ts';
import { randomKey } from '../base/random.ts';
import { columnOf, isSparse } from '../table/matrix.ts';
import { kMerCounts } from './k-mers.ts';

const draws = randomKey(2).stream();
const letters = 'ACGTacgtN';
// More than are counted at a time.
const sequences = Array.from({ length: 150 }, (_, i) =>
  Array.from({ length: 8 * (i % 12) }, () => letters[draws.below(i % 2 ? 8 : 9)]).join(''),
);
const ids = sequences.map((_, i) => `s${i}`);
const reverseComplement = (word: string) =>
  [...word]
    .reverse()
    .map((letter) => 'TGCA'['ACGT'.indexOf(letter)])
    .join('');

describe.each([1, 2, 3, 4])('words of %d letters', (k) => {
  test.each([false, true])('are counted as plainly as can be, canonical %s', (canonical) => {
    const block = kMerCounts(ids, sequences, { k, canonical });
    const all = 4 ** k;
    expect(block.features.length).toBe(canonical ? (k % 2 ? all / 2 : (all + 4 ** (k / 2)) / 2) : all);
    expect([...block.features].sort()).toEqual(block.features);
    const wanted = sequences.map((sequence) => {
      const counts = new Map<string, number>();
      for (let at = 0; at + k <= sequence.length; at++) {
        const word = sequence.slice(at, at + k).toUpperCase();
        if (word.includes('N')) continue;
        const name = canonical ? [word, reverseComplement(word)].sort()[0]! : word;
        counts.set(name, (counts.get(name) ?? 0) + 1);
      }
      return counts;
    });
    block.features.forEach((word, j) => {
      expect([...columnOf(block.matrix, j)]).toEqual(wanted.map((counts) => counts.get(word) ?? 0));
    });
  });
});

test('few words of many are kept sparse, many of few dense', () => {
  expect(isSparse(kMerCounts(ids, sequences, { k: 5 }).matrix)).toBe(true);
  expect(isSparse(kMerCounts(ids, sequences, { k: 1 }).matrix)).toBe(false);
});

test('a sequence and its reverse complement have the same canonical counts; RNA is read as DNA', () => {
  const { matrix } = kMerCounts(['a', 'b', 'c'], ['AACGTTGCA', 'TGCAACGTT', 'uGCAACGUU'], { k: 3 });
  for (let j = 0; j < matrix.nCols; j++) {
    const [a, b, c] = columnOf(matrix, j);
    expect([b, c]).toEqual([a, a]);
  }
});

test('refuses words of no letter or too many, and other than one sequence an id', () => {
  for (const k of [0, 11, 2.5]) expect(() => kMerCounts(ids, sequences, { k })).toThrow(ParamError);
  expect(() => kMerCounts(['a'], [], { k: 2 })).toThrow(ShapeError);
});

const splice = new URL('../../../shared/data/05_dna_sequences/splice_junctions_3186.tsv.gz', import.meta.url);
test.skipIf(!existsSync(splice))('3,186 splice junctions: 55 words of six letters in each 60-mer', () => {
  const lines = gunzipSync(readFileSync(splice)).toString().trim().split('\n').slice(1);
  const found = lines.map((line) => line.split('\t').find((cell) => /^[ACGTN]{60}$/i.test(cell))!);
  const block = kMerCounts(
    found.map((_, i) => `${i}`),
    found,
    { k: 6 },
  );
  expect([block.matrix.nRows, block.matrix.nCols]).toEqual([3186, 2080]);
  expect(isSparse(block.matrix)).toBe(true);
  const total = block.matrix.sparse!.values.reduce((sum, count) => sum + count, 0);
  expect(total).toBe(3186 * 55);
});
