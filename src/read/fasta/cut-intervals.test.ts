import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { failureOf } from '../../../test/support/tables.ts';
import { randomKey } from '../../base/random.ts';
import { fileSource } from '../file-source.node.ts';
import { readFile } from '../read-file.ts';
import { memorySource } from '../source.ts';
import { cutIntervals } from './cut-intervals.ts';
import { indexFasta } from './fasta-index.ts';
import { readFasta } from './read-fasta.ts';
import { reverseComplement } from './reverse-complement.ts';

const bytes = (text: string) => new TextEncoder().encode(text);
async function bed(text: string) {
  const { content } = await readFile(memorySource('i.bed', bytes(text)), {}, 'bed');
  if (content.holds !== 'table') throw new Error('a table expected');
  return content.table;
}

const FASTA = '>one x\nACGTac\nGTNN\n>two\r\nAAAC\r\nGG\r\n';

test('intervals of either strand, by an index made on the way or beside', async () => {
  const table = await bed('one\t4\t8\ta\t0\t-\none\t0\t10\tb\t0\t.\ntwo\t3\t6\tc\t0\t+\n');
  const source = memorySource('f.fa', bytes(FASTA));
  const made = await cutIntervals(source, table);
  expect(made).toMatchObject({
    ids: ['one:4-8(-)', 'one:0-10', 'two:3-6(+)'],
    sequences: ['ACgt', 'ACGTacGTNN', 'CGG'],
    lines: [1, 2, 3],
  });
  const index = [...(await indexFasta(source)).values()];
  expect(index).toEqual([
    { name: 'one', length: 10, offset: 7, lineBases: 6, lineWidth: 7 },
    { name: 'two', length: 6, offset: 25, lineBases: 4, lineWidth: 6 },
  ]);
  const fai = index.map((one) => `${Object.values(one).join('\t')}\n`).join('');
  expect(await cutIntervals(memorySource('f.fa', bytes(FASTA), { 'f.fa.fai': bytes(fai) }), table)).toEqual(made);
});

describe('refuses', () => {
  const cut = async (interval: string, fai?: string, fasta = FASTA) =>
    failureOf(
      cutIntervals(
        memorySource('f.fa', bytes(fasta), fai === undefined ? {} : { 'f.fa.fai': bytes(fai) }),
        await bed(interval),
      ),
    );
  test.each([
    [
      'one\t4\t11\n',
      undefined,
      "i.bed:1: an interval of at least one base within the 10 of 'one' expected, got 4 to 11",
    ],
    ['one\t4\t4\n', undefined, "i.bed:1: an interval of at least one base within the 10 of 'one' expected, got 4 to 4"],
    ['chrone\t4\t5\n', undefined, "i.bed:1: no sequence 'chrone' in f.fa; did you mean 'one'?"],
    [
      'one\t0\t8\n',
      'one\t10\t3\t6\t7\n',
      "f.fa: 8 bases expected where the index says 'one' has them, got ' '; the file is cut short, or its index is of another file: samtools faidx makes it again",
    ],
    [
      'one\t0\t80\n',
      'one\t100\t7\t60\t61\n',
      "f.fa: 80 bases expected where the index says 'one' has them, got '>'; the file is cut short, or its index is of another file: samtools faidx makes it again",
    ],
    [
      'one\t0\t8\n',
      'one\t10\t7\t6\n',
      "f.fa.fai:1: name, length, offset, bases and bytes of a line expected, each name once, got 'one\t10\t7\t6'; make the index again: samtools faidx",
    ],
  ])('%j with the index %j', async (interval, fai, message) => {
    expect((await cut(interval, fai)).message).toBe(message);
  });

  test('lines of different lengths, and a compressed file without its indexes', async () => {
    expect((await cut('a\t0\t1\n', undefined, '>a\nAC\nACG\n')).message).toBe(
      "f.fa:3: lines of one length expected in 'a', but for the last, got one of 3 after one of 2; write its sequences with lines of one length",
    );
    const gz = memorySource('f.fa.gz', Uint8Array.of(0x1f, 0x8b, 8));
    expect((await failureOf(cutIntervals(gz, await bed('a\t0\t1\n')))).message).toBe(
      'f.fa.gz: a compressed FASTA file is cut with f.fa.gz.fai and f.fa.gz.gzi beside it, got no .fai; compress it with bgzip, then samtools faidx; or unpack it',
    );
  });
});

test('the other strand has the codes of several nucleotides too', () => {
  expect(reverseComplement('ACGTUNRYSWKMBDHVacgtn-*x')).toBe('n*-nacgtBDHVKMWSRYNAACGT');
  expect(reverseComplement(reverseComplement('ACGTNRYSWKMBDHV'))).toBe('ACGTNRYSWKMBDHV');
});

const folder = mkdtempSync(join(tmpdir(), 'cistron-fasta-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const has = ['samtools', 'bedtools', 'bgzip'].filter((tool) => {
  try {
    execFileSync(tool, ['--version'], { stdio: 'ignore' });
    return false;
  } catch {
    return true;
  }
});
if (has.length > 0) console.log(`cut-intervals.test: the comparison is skipped: ${has.join(', ')} absent`);
test.skipIf(has.length > 0)(
  'is bedtools getfasta -s, plain and of bgzip, and the index is that of samtools',
  async () => {
    const draws = randomKey(11).stream();
    const letters = 'ACGTacgtNRYk';
    const sequence = (n: number) => Array.from({ length: n }, () => letters[draws.below(letters.length)]).join('');
    const lengths = [200_000, 61, 60, 1, 5_000];
    const fasta = lengths
      .map((n, k) => `>chr${k} about\n${sequence(n).replaceAll(/(.{60})(?=.)/g, '$1\n')}\n`)
      .join('');
    const intervals = Array.from({ length: 300 }, () => {
      const k = draws.below(lengths.length);
      const start = draws.below(lengths[k]!);
      const end = start + 1 + draws.below(Math.min(lengths[k]! - start, draws.below(5) === 0 ? 150_000 : 300));
      return `chr${k}\t${start}\t${end}\tx\t0\t${'+-'[draws.below(2)]}\n`;
    }).join('');
    const at = (name: string) => join(folder, name);
    writeFileSync(at('g.fa'), fasta);
    writeFileSync(at('i.bed'), intervals);
    const ours = [...(await indexFasta(await fileSource(at('g.fa')))).values()];
    execFileSync('samtools', ['faidx', at('g.fa')]);
    expect(ours.map((one) => `${Object.values(one).join('\t')}\n`).join('')).toBe(readFileSync(at('g.fa.fai'), 'utf8'));
    execFileSync('bedtools', ['getfasta', '-s', '-fi', at('g.fa'), '-bed', at('i.bed'), '-fo', at('out.fa')]);
    const peer = await readFasta(await fileSource(at('out.fa')));
    const table = await bed(intervals);
    const plain = await cutIntervals(await fileSource(at('g.fa')), table);
    expect(plain.ids).toEqual(peer.ids);
    expect(plain.sequences).toEqual(peer.sequences);
    execFileSync('bgzip', [at('g.fa')]);
    execFileSync('samtools', ['faidx', at('g.fa.gz')]);
    const compressed = await cutIntervals(await fileSource(at('g.fa.gz')), table);
    expect(compressed.sequences).toEqual(peer.sequences);
  },
);
