import { expect, test } from 'vitest';
import { randomKey } from '../base/random.ts';
import { CorrelationTails } from './correlation-tails.ts';
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
  const forth = matchMotifs(sharesOf('TTAGATAAGGCC', 0.7), known)[0]!;
  expect(forth).toMatchObject({ motif: 'GATA', offset: 2, overlap: 8, strand: '+' });
  expect(forth.score).toBeCloseTo(8, 9);
  expect(forth.q).toBeLessThan(0.025); // 8 letters by chance: 4^-8, at 22 places, of 61 motifs
  const back = matchMotifs(sharesOf('GGCCTTATCTAA', 0.7), known)[0]!;
  expect(back).toMatchObject({ motif: 'GATA', offset: 2, strand: '−' });
  // A query that begins within the motif lies before its first column.
  expect(matchMotifs(sharesOf('ATAAGG'), known)[0]).toMatchObject({
    motif: 'GATA',
    offset: -2,
  });
});

test('p values of random motifs are spread evenly, or err towards chance', () => {
  const blurred = (n: number) =>
    Array.from({ length: n }, () => {
      const own = [0, 1, 2, 3].map(() => draws.uniform() ** 3 + 0.01);
      return own.map((v) => v / own.reduce((a, b) => a + b));
    }).flat();
  const motifs = Array.from({ length: 100 }, (_, k) => ({ name: `m${k}`, shares: blurred(6 + (k % 9)) }));
  const p = Array.from({ length: 30 }, () => matchMotifs(blurred(10), motifs).map((one) => one.p)).flat();
  for (const level of [0.01, 0.1, 0.5]) {
    const share = p.filter((v) => v <= level).length / p.length;
    expect(share).toBeLessThan(1.15 * level);
    expect(share).toBeGreaterThan(0.6 * level);
  }
});

test('shares of another shape are refused', () => {
  expect(() => matchMotifs([0.5, 0.5], known)).toThrow(/got 2 shares/);
  expect(() => matchMotifs(sharesOf('ACGT'), [])).toThrow(/0 motifs/);
});

test('chances of a stretch are those of drawing its columns', () => {
  const pool = [
    [1, -0.5],
    [0, 1],
    [-0.25, 0.5],
  ].map((column) => Float64Array.from(column));
  const tails = new CorrelationTails(2, pool);
  const sums = pool.flatMap((a) => pool.map((b) => 100 * (a[0]! + b[1]!)));
  for (const score of [-300, -75, -25, 0, 50, 100, 150, 200, 201]) {
    expect(tails.atLeast(score, 0, 2)).toBeCloseTo(sums.filter((sum) => sum >= score).length / 9, 12);
  }
  expect(tails.atLeast(50, 1, 2)).toBeCloseTo(2 / 3, 12);
});
