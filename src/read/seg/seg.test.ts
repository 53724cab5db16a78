import { expect, test } from 'vitest';
import { failureOf, tableOf as tableOfText, textOf } from '../../../test/support/tables.ts';
import { randomKey } from '../../base/random.ts';
import { readFile } from '../read-file.ts';
import { memorySource } from '../source.ts';
import { segmentsToGenes } from './segments-to-genes.ts';

async function read(text: string) {
  const found = await readFile(memorySource('a.seg', new TextEncoder().encode(text)), {}, 'seg');
  if (found.content.holds !== 'table') throw new Error('a table expected');
  return { ...found, table: found.content.table };
}

const tableOf = (text: string) => tableOfText(text, { text: ['chromosome'] });
const CBS = 'ID\tchrom\tloc.start\tloc.end\tnum.mark\tseg.mean\n';

test('segments of DNAcopy and of GDC are one table, 0-based and half-open', async () => {
  const rows = [
    ['sample', 'chromosome', 'start', 'end', 'probes', 'mean'],
    ['s1', '1', '100', '200', '5', '-0.5'],
    ['s1', 'X', '0', '10', '2', '0.25'],
  ];
  const cbs = await read(`${CBS}s1\t1\t101\t200\t5\t-0.5\ns1\tX\t1\t10\t2\t0.25\n`);
  expect(textOf(cbs.table)).toEqual(rows);
  expect(cbs.facts).toEqual({ segments: 2, samples: 1, places: '0-based, half-open' });
  const gdc = await read(
    'GDC_Aliquot\tChromosome\tStart\tEnd\tNum_Probes\tSegment_Mean\ns1\t1\t101\t200\t5\t-0.5\ns1\tX\t1\t10\t2\t0.25\n',
  );
  expect(textOf(gdc.table)).toEqual(rows);
});

test.each([
  [
    `${CBS}s1\t1\t300\t200\t5\t-0.5\n`,
    'a.seg:2: a sample, a chromosome, a start and an end not below it expected, got s1, 1, 300, 200',
  ],
  [
    'a\tb\n1\t2\n',
    'a.seg: sample, chromosome, start, end, probes and mean expected, got 2 columns; is it separated by tabs, with its header?',
  ],
  [
    'a\tb\tc\td\te\tf\ns\t1\tx\t3\t4\t5\n',
    "a.seg: sample, chromosome, start, end, probes and mean expected in this order, got text in column 'c'; name the columns as id, chrom, loc.start, loc.end, num.mark, seg.mean",
  ],
])('refuses %j', async (text, message) => {
  expect((await failureOf(read(text))).message).toBe(message);
});

const GENES = 'id\tsymbol\tchromosome\tstart\tend\n';

test('a gene has the mean of its segments, weighted by the bases they cover', async () => {
  const { table } = await read(`${CBS}s1\tchr1\t1\t100\t5\t-1\ns1\tchr1\t101\t300\t5\t2\ns2\t23\t1\t50\t5\t0.5\n`);
  const genes = await tableOf(
    `${GENES}a\tA\t1\t80\t120\nb\tB\t1\t290\t400\nc\tC\tX\t0\t10\nd\tD\t2\t0\t10\ne\tE\t1\t0\t1\nf\tE\t1\t5\t6\n`,
  );
  const { block, statement } = segmentsToGenes(table, genes);
  expect([block.ids, block.features]).toEqual([
    ['s1', 's2'],
    ['A', 'B', 'C', 'D'],
  ]);
  const none = Number.NaN;
  expect([...block.matrix.data]).toEqual([0.5, none, 2, none, none, 0.5, none, none]);
  expect(statement).toBe(
    'copy number of 4 genes in 2 samples; 1 genes without a segment in any sample; 2 left out for want of a symbol of their own',
  );
});

test('is what averaging base by base gives', async () => {
  const draws = randomKey(2).stream();
  const bases: number[] = [];
  let text = CBS;
  while (bases.length < 400) {
    const length = 1 + draws.below(30);
    const mean = draws.below(9) / 4 - 1;
    if (draws.below(4) > 0) text += `s\t7\t${bases.length + 1}\t${bases.length + length}\t1\t${mean}\n`;
    const filled = text.endsWith(`\t${bases.length + length}\t1\t${mean}\n`) ? mean : Number.NaN;
    for (let k = 0; k < length; k++) bases.push(filled);
  }
  const places = Array.from({ length: 60 }, (_, k) => [k, draws.below(350), 1 + draws.below(60)] as const);
  const genes = await tableOf(GENES + places.map(([k, at, n]) => `g${k}\tG${k}\tchr7\t${at}\t${at + n}\n`).join(''));
  const { block } = segmentsToGenes((await read(text)).table, genes, { by: 'id' });
  places.forEach(([k, at, n]) => {
    const known = bases.slice(at, at + n).filter((value) => !Number.isNaN(value));
    const mean = known.reduce((sum, value) => sum + value, 0) / known.length;
    if (Number.isNaN(mean)) expect(block.matrix.data[k]).toBeNaN();
    else expect(block.matrix.data[k]).toBeCloseTo(mean, 6);
  });
});

test('overlapping segments and other chromosomes are refused', async () => {
  const genes = await tableOf(`${GENES}a\tA\t1\t80\t120\nb\tB\tchr9\t1\t2\n`);
  const overlap = (await read(`${CBS}s\t1\t1\t100\t5\t-1\ns\t1\t50\t300\t5\t2\n`)).table;
  expect(() => segmentsToGenes(overlap, genes)).toThrow(
    "a.seg: segments of a sample must not overlap, got 0–100 and 49–300 on chromosome 1 of 's'",
  );
  const other = (await read(`${CBS}s\tc5\t1\t100\t5\t-1\n`)).table;
  expect(() => segmentsToGenes(other, genes)).toThrow(
    'a.seg: chromosomes of the genes expected, got c5 where the genes have 1, 9',
  );
});
