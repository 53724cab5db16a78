import { expect, test } from 'vitest';
import { randomKey } from '../base/random.ts';
import { matchMotifs } from './match-motifs.ts';

const LETTERS = 'ACGT';
/** Shares near 1 for the letters of a word. */
const sharesOf = (word: string, sure = 0.91) =>
  [...word].flatMap((letter) => [...LETTERS].map((one) => (one === letter ? sure : (1 - sure) / 3)));
const draws = randomKey(8).stream();
const randomWord = (n: number) => Array.from({ length: n }, () => LETTERS[draws.below(4)]!).join('');
const others = Array.from({ length: 60 }, (_, k) => ({ name: `other${k}`, shares: sharesOf(randomWord(6 + (k % 7))) }));
const known = [...others, { name: 'GATA', shares: sharesOf('AGATAAGG') }];

test('a motif is found shifted, blurred and on the other strand, and its place is told', () => {
  const forth = matchMotifs(sharesOf('TTAGATAAGGCC', 0.7), known, { random: randomKey(1) })[0]!;
  expect(forth).toMatchObject({ motif: 'GATA', offset: 2, overlap: 8, strand: '+' });
  expect(forth.score).toBeCloseTo(8, 9);
  expect(forth.q).toBeLessThan(0.07); // no p is below 1/1001, of 61 motifs
  const back = matchMotifs(sharesOf('GGCCTTATCTAA', 0.7), known, { random: randomKey(1) })[0]!;
  expect(back).toMatchObject({ motif: 'GATA', offset: 2, strand: '−' });
  // A query that begins within the motif lies before its first column.
  expect(matchMotifs(sharesOf('ATAAGG'), known, { random: randomKey(1) })[0]).toMatchObject({
    motif: 'GATA',
    offset: -2,
  });
});

test('p values of random motifs are spread evenly', () => {
  const p = Array.from({ length: 6 }, () =>
    matchMotifs(sharesOf(randomWord(9)), others, { random: randomKey(2), permutations: 300 }).map((one) => one.p),
  ).flat();
  for (const level of [0.1, 0.5]) {
    expect(Math.abs(p.filter((v) => v <= level).length / p.length - level)).toBeLessThan(0.1);
  }
});

test('shares of another shape are refused', () => {
  expect(() => matchMotifs([0.5, 0.5], known, { random: randomKey(1) })).toThrow(/got 2 shares/);
  expect(() => matchMotifs(sharesOf('ACGT'), [], { random: randomKey(1) })).toThrow(/0 motifs/);
});
