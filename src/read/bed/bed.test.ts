import { expect, test } from 'vitest';
import { failureOf, textOf } from '../../../test/support/tables.ts';
import { readFile, sniffFormat } from '../read-file.ts';
import { memorySource } from '../source.ts';

async function read(text: string, name = 'a.bed') {
  const { content, facts } = await readFile(memorySource(name, new TextEncoder().encode(text)), {}, 'bed');
  if (content.holds !== 'table') throw new Error('a table expected');
  return { rows: textOf(content.table), facts };
}

test('places are kept as they stand, columns have names, further ones numbers', async () => {
  const { rows, facts } = await read(
    'browser position chr1\ntrack name="x"\n# remark\nchr1\t0\t10\t007\t5.5\t+\nchr2\t3\t3\t.\t.\t.\r\n',
  );
  expect(rows).toEqual([
    ['chromosome', 'start', 'end', 'name', 'score', 'strand'],
    ['chr1', '0', '10', '007', '5.5', '+'],
    ['chr2', '3', '3', '.', null, '.'],
  ]);
  expect(facts).toEqual({ intervals: 2, columns: 6, places: '0-based, half-open', bases: 10 });
  const wide = `1 5 9 a 0 + 5 9 0,0,0 1 4, 0, more`;
  expect((await read(`${wide}\n`)).rows[0]!.slice(9)).toEqual([
    'block-count',
    'block-sizes',
    'block-starts',
    'column-13',
  ]);
  const peak = await read('chr1\t1\t9\t.\t0\t.\t3.5\t-1\t-1\t4\n', 'a.narrowPeak');
  expect(peak.rows[0]!.slice(6)).toEqual(['signal', 'p-value', 'q-value', 'peak']);
});

test.each([
  ['chr1\t5\n', 'a.bed:1: at least chromosome, start and end expected, got 2 fields'],
  [
    'chrom\tstart\tend\nchr1\t1\t2\n',
    'a.bed:1: a chromosome, a start and an end not below it expected, got chrom, start, end; a header line must begin with #',
  ],
  [
    'chr1\t9\t2\n',
    'a.bed:1: a chromosome, a start and an end not below it expected, got chr1, 9, 2; a header line must begin with #',
  ],
  ['chr1\t1\t2\ta\t0\tplus\n', "a.bed:1:6: a strand of +, - or . expected, got 'plus'"],
  [
    'chr1\t1\t2\nchr1\t1\n',
    'a.bed:2: 3 fields expected (as in the first line), got 2; the line is cut, or has a field too many or too few',
  ],
])('refuses %j', async (text, message) => {
  expect((await failureOf(read(text))).message).toBe(message);
});

test('a table with a header is no BED', async () => {
  const table = memorySource('a.tsv', new TextEncoder().encode('id\tx\ty\na\t1\t2\n'));
  expect((await sniffFormat(table)).word).toBe('delimited');
});
