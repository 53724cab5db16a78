import { describe, expect, test } from 'vitest';
import { failureOf, textOf } from '../../../test/support/tables.ts';
import { randomKey } from '../../base/random.ts';
import { geneLengths, geneLengthsInWords } from '../gene-lengths.ts';
import { readFile } from '../read-file.ts';
import { memorySource } from '../source.ts';
import { exonLength } from './gene-collector.ts';

async function read(...lines: readonly string[]) {
  const text = `${lines.map((line) => line.replaceAll(' | ', '\t')).join('\n')}\n`;
  const { content, facts, problems } = await readFile(memorySource('a.gtf', new TextEncoder().encode(text)), {}, 'gtf');
  if (content.holds !== 'table') throw new Error('a table expected');
  return { table: content.table, rows: textOf(content.table).slice(1), facts, problems };
}

test('GENCODE: versions, symbols, types, and the bases that any exon covers', async () => {
  const { rows, facts, problems } = await read(
    '##description: evidence-based annotation of the human genome (GRCh38), version 38 (Ensembl 104)',
    'chr1 | H | gene | 101 | 400 | . | + | . | gene_id "ENSG00000000001.3"; gene_type "lncRNA"; gene_name "A;1"; level 2;',
    'chr1 | H | transcript | 101 | 400 | . | + | . | gene_id "ENSG00000000001.3"; transcript_id "T.1";',
    'chr1 | H | exon | 301 | 400 | . | + | . | gene_id "ENSG00000000001.3"; transcript_id "T.1";',
    'chr1 | H | exon | 101 | 200 | . | + | . | gene_id "ENSG00000000001.3"; transcript_id "T.1";',
    'chr1 | H | exon | 151 | 200 | . | + | . | gene_id "ENSG00000000001.3"; transcript_id "T.2";',
    'chr1 | H | exon | 191 | 210 | . | + | . | gene_id "ENSG00000000001.3"; transcript_id "T.3";',
    'chrY | H | gene | 11 | 20 | . | - | . | gene_id "ENSG00000000002.1_PAR_Y"; gene_type "x"; gene_name "P";',
  );
  expect(rows).toEqual([
    ['ENSG00000000001', '3', 'A;1', 'lncRNA', 'chr1', '100', '400', '+', '210'],
    ['ENSG00000000002_PAR_Y', '1', 'P', 'x', 'chrY', '10', '20', '-', null],
  ]);
  expect(facts).toEqual({ format: 'GTF', genes: 2, genome: 'GRCh38', places: '0-based, half-open' });
  expect(problems).toEqual(['genes without exons, whose exon-length is missing: 1 of 2']);
});

test('Ensembl has the version beside; without lines of genes, exons say where they are', async () => {
  const { rows, problems } = await read(
    '1 | e | exon | 101 | 200 | . | + | . | gene_id "ENSG00000000001"; gene_version "7"; gene_name "A"; gene_biotype "b";',
    '1 | e | exon | 51 | 60 | . | + | . | gene_id "ENSG00000000001"; gene_version "7"; gene_name "A"; gene_biotype "b";',
    'X | e | exon | 1 | 5 | . | + | . | gene_id "ENSG00000000001"; gene_name "A";',
  );
  expect(rows).toEqual([
    ['ENSG00000000001', '7', 'A', 'b', '1', '50', '200', '+', '110'],
    ['ENSG00000000001', null, 'A', null, 'X', '0', '5', '+', '5'],
  ]);
  expect(problems).toEqual(['genes whose id another one has, on another chromosome: 1']);
});

test('GFF3 of RefSeq: exons find their gene through their parents, wherever these stand', async () => {
  const { rows, problems } = await read(
    '##gff-version 3',
    'NC_1 | R | exon | 5 | 9 | . | - | . | ID=exon-1;Parent=rna-NM_1;gene=TP53',
    'NC_1 | R | gene | 1 | 100 | . | - | . | ID=gene-TP53;Dbxref=GeneID:7157;Name=TP53;gene_biotype=protein%20coding',
    'NC_1 | R | mRNA | 1 | 100 | . | - | . | ID=rna-NM_1;Parent=gene-TP53',
    'NC_1 | R | exon | 1 | 3 | . | - | . | Parent=lost',
    '##FASTA',
    '>NC_1',
  );
  expect(rows).toEqual([['TP53', null, 'TP53', 'protein coding', 'NC_1', '0', '100', '-', '5']]);
  expect(problems).toEqual(['exons that belong to no gene of the file, left out: 1']);
});

describe('refuses', () => {
  test.each([
    [
      'chr1 | H | gene | 101',
      'a.gtf:1: nine fields separated by tabs expected, got 4; the line is cut, or the file is no GTF or GFF3',
    ],
    [
      'chr1 | H | gene | 0 | 9 | . | + | . | gene_id "A";',
      'a.gtf:1:4: a start of at least 1 and an end not below it expected, got 0 and 9',
    ],
    [
      'chr1 | H | CDS | 1 | 9 | . | + | . | gene_id "A";',
      'a.gtf: genes, or exons that name their gene, expected, got none; is it the annotation of genes, and is it whole?',
    ],
  ])('%s', async (line, message) => {
    expect((await failureOf(read(line))).message).toBe(message);
  });
});

test('lengths are found by id, by id with version and by symbol, ambiguous symbols by none', async () => {
  const gene = (id: string, symbol: string, end: number) =>
    `chr1 | H | exon | 1 | ${end} | . | + | . | gene_id "${id}"; gene_name "${symbol}";`;
  const { table } = await read(
    ...[gene('ENSG00000000001.2', 'A', 10), gene('ENSG00000000002.1', 'B', 20), gene('ENSG00000000003.1', 'B', 30)],
  );
  const found = geneLengths(table)!;
  expect([...found.lengths]).toEqual([
    ['ENSG00000000001', 10],
    ['ENSG00000000001.2', 10],
    ['A', 10],
    ['ENSG00000000002', 20],
    ['ENSG00000000002.1', 20],
    ['ENSG00000000003', 30],
    ['ENSG00000000003.1', 30],
  ]);
  expect(geneLengthsInWords(found)).toBe(
    'lengths of the exons of 3 genes, by id and symbol; 1 names of genes with different lengths are not used: B',
  );
});

test('the length of exons is the number of bases in any of them', () => {
  const draws = randomKey(5).stream();
  for (let round = 0; round < 200; round++) {
    const exons: number[] = [];
    const bases = new Set<number>();
    for (let count = 1 + draws.below(6); count > 0; count--) {
      const start0 = draws.below(40);
      const end0 = start0 + 1 + draws.below(15);
      exons.push(start0, end0);
      for (let at = start0; at < end0; at++) bases.add(at);
    }
    expect(exonLength(exons)).toBe(bases.size);
  }
});
