import { expect, test } from 'vitest';
import { failureOf } from '../../../test/support/tables.ts';
import { readFile } from '../read-file.ts';
import { memorySource } from '../source.ts';

const read = (text: string, params = {}) =>
  readFile(memorySource('a.fastq', new TextEncoder().encode(text)), { params }, 'fastq');

test('sequences are kept, qualities are facts', async () => {
  const { content, facts, problems } = await read('@r1 x\nAC.T\n+\nII!5\n@r2\nGN\n+r2\n@I\r\n');
  if (content.holds !== 'sequences') throw new Error('sequences expected');
  expect(content.fasta).toMatchObject({ ids: ['r1', 'r2'], sequences: ['ACNT', 'GN'], lines: [1, 5] });
  expect(facts).toEqual({
    ...{ reads: 2, bases: 6, lengths: '2 to 4', encoding: 'Phred+33', 'mean quality': Number((171 / 6).toFixed(2)) },
    'quality by position': '1: 35.5, 2: 40.0, 3: 0.0, 4: 20.0',
    ...{ 'share of N': 0.333, adapter: 'none seen' },
  });
  expect(problems).toEqual([]);
});

test('old Illumina, adapters, and reads that are not kept are told', async () => {
  const old = await read('@a\nAAAA\n+\nhhBB\n');
  expect([old.facts.encoding, old.facts['mean quality']]).toEqual(['Phred+64', 21]);
  const letters = `${'A'.repeat(8)}AGATCGGAAGAGCACACG`;
  const { facts, problems, content } = await read(`@a\n${letters}\n+\n${'I'.repeat(26)}\n@b\nAC\n+\n#I\n`, {
    reads: 1,
  });
  expect(facts.adapter).toBe('Illumina universal in 50.0 %');
  expect(content.holds === 'sequences' && content.fasta.ids).toEqual(['a']);
  expect(problems).toEqual([
    'reads that hold an adapter: Illumina universal in 50.0 %; trim them before use',
    'reads counted and not kept, as asked: 1',
  ]);
});

test.each([
  [
    '>a\nAC\n',
    "a.fastq:1: a read must begin with @, got '>a'; four lines a read are read: sequences over several lines are not",
  ],
  ['@a\nA C\n+\nIII\n', "a.fastq:2: letters of a sequence expected, got 'A C'"],
  [
    '@a\nAC\nGT\n+\nIIII\n',
    "a.fastq:3: a line that begins with + expected, got 'GT'; four lines a read are read: sequences over several lines are not",
  ],
  ['@a\nACG\n+\nII\n', 'a.fastq:4: 3 qualities expected, as many as letters, got 2; the read is cut, or damaged'],
  ['@a\nACG\n+\nI I\n', 'a.fastq:4: qualities from ! to ~ expected, got byte 32'],
  [
    '@a\nACG\n+\n',
    'a.fastq:1: a read of four lines expected, got the beginning of one; the file is cut short: get it again',
  ],
])('refuses %j', async (text, message) => {
  expect((await failureOf(read(text))).message).toBe(message);
});
