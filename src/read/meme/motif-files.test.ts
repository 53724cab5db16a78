import { expect, test } from 'vitest';
import { failureOf } from '../../../test/support/tables.ts';
import { readFile } from '../read-file.ts';
import { memorySource } from '../source.ts';

const read = (name: string, text: string) => readFile(memorySource(name, new TextEncoder().encode(text)));

test('one motif in both formats is the same', async () => {
  const meme = await read(
    'a.txt',
    'MEME version 4\nALPHABET= ACGT\nBackground letter frequencies\nA 0.25 C 0.25 G 0.25 T 0.25\n\nMOTIF MA1 one\nletter-probability matrix: alength= 4 w= 2 nsites= 4 E= 0\n 0.5 0.25 0 0.25\n\t0 1 0 0\n',
  );
  const jaspar = await read('b.txt', '>MA1\tone\nA  [ 2 0 ]\nC  [1 4]\nG  [ 0 0 ]\nT  [ 1 0 ]\n');
  expect(meme.content).toEqual({
    holds: 'motifs',
    motifs: [{ name: 'MA1 one', shares: [0.5, 0.25, 0, 0.25, 0, 1, 0, 0] }],
  });
  expect(jaspar.content).toEqual(meme.content);
  expect([meme.entry.word, jaspar.entry.word]).toEqual(['meme', 'jaspar']);
});

const MEME = 'MEME version 4\nALPHABET= ACGT\nMOTIF M\nletter-probability matrix: alength= 4 w= 2\n';
test.each([
  ['MEME version 4\n', 'a: motifs expected, got none'],
  [`${MEME}0.5 0.5 0 0\n`, "a: 1 more rows of motif 'M' expected, got the end of the file; is it whole?"],
  [`${MEME}0.5 0.5 0.5 0\n`, 'a:5: four shares that add up to 1 expected, got 0.5 0.5 0.5 0'],
  [MEME.replace('ACGT', 'ACDEFGHIKLMNPQRSTVWY'), 'a:2: reads motifs of DNA, got ALPHABET= ACDEFGHIKLMNPQRSTVWY'],
  [MEME.replace('MOTIF M\n', ''), 'a:3: a line MOTIF must come before its matrix, got none'],
  ['>M\nA [ 1 ]\nG [ 1 ]\n', 'a:3: the counts of C in brackets, 1 of them expected, got G [ 1 ]'],
  ['>M\nA [ 1 2 ]\nC [ 1 ]\n', 'a:3: the counts of C in brackets, 2 of them expected, got C [ 1 ]'],
  ['>M\nA [ 0 ]\nC [ 0 ]\nG [ 0 ]\nT [ 0 ]\n', 'a:5: a column without counts'],
  ['>M\nA [ 1 ]\n', "a: the counts of C of motif 'M' expected, got the end of the file; is it whole?"],
])('refuses %j', async (text, message) => {
  expect((await failureOf(read('a', text))).message).toBe(message);
});
