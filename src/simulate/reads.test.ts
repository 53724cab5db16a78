import { expect, test } from 'vitest';
import { randomKey } from '../base/random.ts';
import { simulateReads } from './reads.ts';

const random = randomKey(4);
const small = { samples: 2, length: 4000, variants: 10, depth: 20, random };
const records = (fastq: string) => fastq.trimEnd().split('\n');

test('the same key gives the same reads; depth, pairs and copies are as asked', () => {
  const made = simulateReads({ ...small, duplicates: 0.2 });
  expect(simulateReads({ ...small, duplicates: 0.2 })).toEqual(made);
  const [person] = made.people;
  expect(person!.pairs).toBe(400); // 20 · 4000 / (2 · 100)
  expect(Math.abs(person!.duplicates - 80)).toBeLessThan(4 * Math.sqrt(400 * 0.2 * 0.8));
  for (const fastq of person!.fastq) expect(records(fastq)).toHaveLength(4 * 400);
});

test('without errors every read is a piece of its person, either way round, and the letters at a variant follow the dosage', () => {
  const { reference, variants, people } = simulateReads({ ...small, error: 0, depth: 60 });
  expect(variants).toHaveLength(10);
  const turned = (text: string) =>
    [...text]
      .reverse()
      .map((letter) => 'TGCA'['ACGT'.indexOf(letter)])
      .join('');
  people.forEach(({ fastq }, i) => {
    const reads = fastq.flatMap((text) => records(text).filter((_, at) => at % 4 === 1));
    for (const { start0, ref, alt, dosages } of variants) {
      expect(reference[start0]).toBe(ref);
      const around = (letter: string) =>
        reference.slice(start0 - 12, start0) + letter + reference.slice(start0 + 1, start0 + 13);
      const count = (letter: string) =>
        reads.filter((read) => read.includes(around(letter)) || read.includes(turned(around(letter)))).length;
      const share = count(alt) / (count(alt) + count(ref));
      // Three deviations of the share of either copy among about 45 reads.
      expect(Math.abs(share - dosages[i]! / 2)).toBeLessThan(dosages[i] === 1 ? 0.25 : 1e-12);
    }
  });
  expect(variants.every(({ dosages }) => dosages.some((dosage) => dosage > 0))).toBe(true);
});

test('letters are wrong as often as asked, most of them with a low quality', () => {
  const { reference, people } = simulateReads({ ...small, samples: 1, variants: 0, error: 0.05, duplicates: 0 });
  const lines = records(people[0]!.fastq[0]);
  const qualities = lines.filter((_, at) => at % 4 === 3).join('');
  const poor = [...qualities].filter((quality) => quality === '0').length / qualities.length;
  expect(poor).toBeGreaterThan(0.033);
  expect(poor).toBeLessThan(0.042); // 0.05 · ¾ = 0.0375, of 40,000 letters
  expect(lines.filter((read, at) => at % 4 === 1 && reference.includes(read)).length).toBeLessThan(10);
});
