import { expect, test } from 'vitest';
import { ShapeError } from '../base/errors.ts';
import { randomKey } from '../base/random.ts';
import { matchMotifs } from './match-motifs.ts';
import { clusterSeqlets, findSeqlets, type LetterAttributions } from './seqlets.ts';

const LETTERS = 'ACGT';
const [N, L] = [300, 100];
const codeOf = (word: string) => [...word].map((letter) => LETTERS.indexOf(letter));
const turned = (word: string) =>
  codeOf(word)
    .reverse()
    .map((code) => 3 - code);

/** Random sequences; every second has a word, on either strand, with attributions of about 1 a letter on noise of 0.15. */
function planted(words: readonly string[], seed: number) {
  const draws = randomKey(seed).stream();
  const codes = Int8Array.from({ length: N * L }, () => draws.below(4));
  const values = Float32Array.from({ length: N * L }, () => 0.15 * draws.normal());
  const places = new Map<number, number>();
  for (let i = 0; i < N; i += 2) {
    const word = words[(i / 2) % words.length]!;
    const own = draws.below(2) ? codeOf(word) : turned(word);
    const start0 = 10 + draws.below(L - 20 - word.length);
    places.set(i, start0);
    own.forEach((code, w) => {
      codes[i * L + start0 + w] = code;
      values[i * L + start0 + w] = 1 + 0.2 * draws.normal();
    });
  }
  return { data: { nPositions: L, codes, values } satisfies LetterAttributions, places };
}

const options = { random: randomKey(1), width: 10 };

test('planted words are found where they stand, laid over one another on both strands, and matched', () => {
  const words = ['GATAAGGC', 'TGACTCAT'];
  const { data, places } = planted(words, 3);
  const seqlets = findSeqlets(data, options);
  const right = seqlets.filter(({ sequence, start0 }) => Math.abs(start0 + 1 - (places.get(sequence) ?? -99)) <= 3);
  expect(right.length).toBeGreaterThan(0.95 * places.size);
  expect(right.length / seqlets.length).toBeGreaterThan(0.9);
  const motifs = clusterSeqlets(data, seqlets, options);
  expect(motifs.length).toBe(2);
  const known = [...words, 'CCCCCCCC', 'ATATATAT', 'GTGTTTAC'].map((name) => ({
    ...{ name, shares: codeOf(name).flatMap((code) => [0, 1, 2, 3].map((k) => Number(k === code))) },
  }));
  const best = motifs.map((motif) => matchMotifs(motif.shares, known)[0]!);
  expect(best.map(({ motif }) => motif).sort()).toEqual([...words].sort());
  for (const [k, motif] of motifs.entries()) {
    expect(motif.seqlets).toBeGreaterThan(60);
    expect(best[k]!.score).toBeGreaterThan(7);
    // The eight letters of the word say nearly 2 bits each, the letters beside it next to nothing.
    expect(motif.bits.filter((bit) => bit > 1.5).length).toBeGreaterThanOrEqual(7);
    expect(motif.bits.filter((bit) => bit < 0.3).length).toBeGreaterThanOrEqual(1);
  }
});

test('noise has next to no seqlets, and no motif', () => {
  const draws = randomKey(9).stream();
  const data = {
    nPositions: L,
    codes: Int8Array.from({ length: N * L }, () => draws.below(4)),
    values: Float32Array.from({ length: N * L }, () => draws.normal()),
  };
  const seqlets = findSeqlets(data, options);
  expect(seqlets.length).toBeLessThan(30);
  expect(clusterSeqlets(data, seqlets, options)).toEqual([]);
});

test('shapes that do not fit are refused', () => {
  const data = { nPositions: 5, codes: new Int8Array(5), values: new Float32Array(5) };
  expect(() => findSeqlets(data, options)).toThrow(ShapeError);
});
