import { gzipSync } from 'fflate';
import { describe, expect, test } from 'vitest';
import { failureOf } from '../../../test/support/tables.ts';
import type { ParamValues } from '../../base/params.ts';
import { columnOf, isPacked } from '../../table/matrix.ts';
import { bgzip } from '../genotypes/bgzip.ts';
import { readFile } from '../read-file.ts';
import { memorySource } from '../source.ts';

const SAMPLES = ['a', 'b', 'c', 'd', 'e'];

/** A VCF of these records, blanks for tabs; a record begins with CHROM POS ID REF ALT and goes on with FORMAT. */
function vcf(records: readonly string[], samples = SAMPLES, meta: readonly string[] = []): string {
  const head = ['#CHROM', 'POS', 'ID', 'REF', 'ALT', 'QUAL', 'FILTER', 'INFO', 'FORMAT', ...samples];
  const lines = records.map((record) => {
    const [chromosome, position, id, ref, alt, ...rest] = record.split(' ');
    return [chromosome, position, id, ref, alt, '.', '.', '.', ...rest].join('\t');
  });
  return `${['##fileformat=VCFv4.2', ...meta, head.join('\t'), ...lines].join('\n')}\n`;
}

const bytesOf = (text: string) => new TextEncoder().encode(text);

async function read(text: string, params: ParamValues = {}) {
  const { content, facts, problems } = await readFile(memorySource('x.vcf', bytesOf(text)), { params });
  if (content.holds !== 'blocks') throw new Error('blocks expected');
  const [{ block, features }] = content.blocks as [(typeof content.blocks)[0]];
  const values = block.features.map((_, j) => [...columnOf(block.matrix, j)]);
  return { block, facts, problems, values, features: features! };
}

const failure = async (text: string, params: ParamValues = {}) =>
  (await failureOf(readFile(memorySource('x.vcf', bytesOf(text)), { params }, 'vcf'))).message;

const N = Number.NaN;

describe('genotypes', () => {
  test('are copies of the ALT allele, phased or not, at 2 bits', async () => {
    const { block, values, facts, features } = await read(
      vcf(['1 10 rs1 A G GT 0|0 0|1 1|0 1|1 .|.', '2 7 . AC A GT 0/0 0/1 1/1 ./. 0|1']),
    );
    expect(isPacked(block.matrix)).toBe(true);
    expect(block.ids).toEqual(SAMPLES);
    expect(block.features).toEqual(['1:10:A:G', '2:7:AC:A']);
    expect(values).toEqual([
      [0, 1, 1, 2, N],
      [0, 1, 2, N, 1],
    ]);
    expect(facts).toEqual({
      version: '4.2',
      build: 'not said (no contig lengths, no known reference)',
      phased: '62.5 %',
    });
    expect(features.columns).toEqual([
      { name: 'chromosome', type: 'text', values: ['1', '2'] },
      { name: 'position', type: 'number', values: Float64Array.of(10, 7) },
      { name: 'id', type: 'text', values: ['rs1', null] },
      { name: 'ref', type: 'text', values: ['A', 'AC'] },
      { name: 'alt', type: 'text', values: ['G', 'A'] },
    ]);
  });

  test('are the same beside other fields, wherever GT stands, and in lines that end in CRLF', async () => {
    const wanted = [[0, 1, 2, N, 1]];
    for (const record of [
      '1 1 . A G GT:DP 0/0:1 0/1:22 1|1:3 ./. 1|0:4',
      '1 1 . A G DP:GT 1:0/0 2:0/1 3:1/1 4 5:1/0',
      '1 1 . A G GT 0/0 0/1 |1/1 . /0|1',
    ]) {
      expect((await read(vcf([record]))).values, record).toEqual(wanted);
      expect((await read(vcf([record]).replaceAll('\n', '\r\n'))).values, record).toEqual(wanted);
    }
  });

  test('of one allele count twice, half ones are missing; both are told', async () => {
    const { values, problems } = await read(vcf(['X 5 . A G GT 0 1 . ./1 1/.', 'X 6 . A G GT 0/1 1 0 0/0 1/1']));
    expect(values).toEqual([
      [0, 2, N, N, N],
      [1, 2, 0, 0, 2],
    ]);
    expect(problems).toEqual([
      'genotypes with one allele missing (./1), taken as missing: 2',
      'haploid genotypes (0, 1), counted as two copies of their allele as PLINK does: 4',
    ]);
  });

  test('of several ALT alleles are split, each counted against all others; what is no sequence is left out', async () => {
    const { block, values, problems } = await read(
      vcf([
        '1 5 rs5 A G,T,* GT 0/1 1/2 2/2 3/3 1/3',
        '1 6 . A . GT 0/0 0/0 0/0 0/0 0/0',
        '1 7 . A <DEL> GT 0/0 0/1 1 . 0/0',
      ]),
    );
    expect(block.features).toEqual(['1:5:A:G', '1:5:A:T', '1:7:A:<DEL>']);
    expect(values).toEqual([
      [1, 1, 0, 0, 1],
      [0, 1, 2, 0, 0],
      [0, 1, 2, N, 0],
    ]);
    expect(problems.slice(0, 3)).toEqual([
      'records with several ALT alleles, split into one feature for each: 1',
      'records without an ALT allele, left out: 1',
      'ALT alleles that are no sequence of their own (*, <*>, <NON_REF>), left out: 1',
    ]);
  });

  test('are called by position or by id; repeated ones get a number', async () => {
    const text = vcf(['1 5 rs1 A G,T GT 0 1 0 1 0', '1 6 rs2 A G GT 0 1 0 1 0']);
    expect((await read(text, { names: 'id' })).block.features).toEqual(['rs1:G', 'rs1:T', 'rs2']);
    const twice = vcf(['1 5 rs1 A G GT 0 1 0 1 0', '2 5 . A G GT 0 1 0 1 0', '1 5 rs1 A G GT 0 1 0 1 0']);
    const { block, problems } = await read(twice);
    expect(block.features).toEqual(['1:5:A:G', '2:5:A:G', '1:5:A:G#2']);
    expect(problems.at(-1)).toBe('variants that come back with the same position and alleles, called 1:5:A:G#2: 1');
    expect(await failure(twice, { names: 'id' })).toBe(
      'vcf x.vcf: every variant must have an ID to be called by, got none for 2:5:A:G; leave names: position, which calls them chromosome:position:ref:alt',
    );
  });

  test('come from likelihoods only when asked', async () => {
    const text = vcf([
      '1 5 . A G PL 0,10,20 10,0,20 30,20,0 0,0,9 .',
      '1 5 . C G PL 0,9 9,0 .,0,. .,. 3,3',
      '1 6 . A G,T PL 9,9,9,9,0,9 0,9,9,9,9,9 9,9,9,9,9,0 0,9,9 9,0,9,9,9,9',
    ]);
    expect(await failure(text)).toBe(
      'vcf x.vcf:3:9: genotypes (GT) or dosages (DS) expected in FORMAT, got PL; ask for the likeliest genotype with field: PL',
    );
    expect((await read(text, { field: 'PL' })).values).toEqual([
      [0, 1, 2, N, N],
      [0, 2, 1, N, N],
      [1, 0, 0, 0, 1],
      [1, 0, 2, 0, 0],
    ]);
  });

  test('rarer than min-maf are left out and counted', async () => {
    const text = vcf([
      '1 5 . A G GT 0/0 0/0 0/0 0/0 0/1',
      '1 6 . A G GT 1/1 1/1 1/1 1/1 0/1',
      '1 7 . A G GT 0/1 0/1 . . 1/1',
    ]);
    const { block, problems } = await read(text, { 'min-maf': 0.2 });
    expect(block.features).toEqual(['1:7:A:G']);
    expect(problems).toEqual(['variants rarer than min-maf 0.2, left out: 2']);
    expect(await failure(text, { 'min-maf': 0.5 })).toMatch(/got 3 that are rarer; lower min-maf/);
  });

  test.each([
    ['2:6-7', ['2:6:A:G', '2:7:AAA:G']],
    ['2:9', ['2:7:AAA:G']],
    ['2', ['2:5:A:G', '2:6:A:G', '2:7:AAA:G', '2:1000:A:G']],
    ['2:1,000-', ['2:1000:A:G']],
  ])('of region %s', async (region, features) => {
    const records = ['1 6 . A G', '2 5 . A G', '2 6 . A G', '2 7 . AAA G', '2 1000 . A G'];
    const text = vcf(records.map((record) => `${record} GT 0/0 0/1 0/0 0/1 0/0`));
    expect((await read(text, { region })).block.features).toEqual(features);
  });
});

test('dosages are float32; several ALT alleles have one each', async () => {
  const { block, values, facts } = await read(
    vcf(['1 5 . A G DS 0.25 1 2 . 1e-3', '1 6 . A G,T GP:DS .:0.5,1 .:0,0 . .:.,1 .:2,0']),
  );
  expect(isPacked(block.matrix)).toBe(false);
  expect(facts.field).toBe('DS');
  expect(values).toEqual([
    [0.25, 1, 2, N, Math.fround(1e-3)],
    [0.5, 0, N, N, 2],
    [1, 0, N, 1, 0],
  ]);
});

describe('a broken file says where and what', () => {
  const ok = '1 5 . A G GT 0/0 0/1 1/1 0/0 0/0';
  test.each<[string, string, string]>([
    [
      'too few columns',
      vcf([ok, '1 6 . A G GT 0/0 0/1 1/1 0/0']),
      'vcf x.vcf:4: 5 samples in the header but 4 genotype columns',
    ],
    [
      'too many columns',
      vcf(['1 6 . A G GT 0/0 0/1 1/1 0/0 0/0 0/0']),
      'vcf x.vcf:3: 5 samples in the header but 6 genotype columns',
    ],
    [
      'a word',
      vcf(['1 6 . A G GT 0/0 0/x 1/1 0/0 0/0']),
      "vcf x.vcf:3:11: a genotype such as 0/1, 1|1 or ./. expected, got '0/x' of sample 'b'",
    ],
    [
      'an allele too many',
      vcf(['1 6 . A G GT 0/0 0/2 1/1 0/0 0/0']),
      "vcf x.vcf:3:11: an allele from 0 to 1 expected, as the record has 1 ALT, got '0/2' of sample 'b'",
    ],
    [
      'three alleles',
      vcf(['1 6 . A G GT 0/0 0/0/1 1/1 0/0 0/0']),
      "vcf x.vcf:3:11: genotypes of one or two alleles are read, got '0/0/1' of sample 'b'; for polyploids give dosages in a table",
    ],
    ['a position', vcf(['1 x . A G GT 0/0 0/1 1/1 0/0 0/0']), "vcf x.vcf:3:2: a position expected, got 'x'"],
    [
      'a dosage',
      vcf(['1 6 . A G DS 0 1 2.5 1 1']),
      "vcf x.vcf:3:12: a dosage from 0 to 2 expected, got '2.5' of sample 'c'",
    ],
    [
      'the last line',
      vcf([ok]).slice(0, -1),
      'vcf x.vcf:3: the last line must end with a line end, got the end of the file; is the file cut short? Otherwise add the line end',
    ],
    [
      'no samples',
      vcf([], []),
      'vcf x.vcf:2: at least one sample expected after FORMAT, got none; a file of sites alone has no genotypes to learn from',
    ],
    ['no records', vcf([]), 'vcf x.vcf: at least one variant with an ALT allele expected, got none'],
    [
      'a sample twice',
      vcf([ok], ['a', 'b', 'a', 'd', 'e']),
      "vcf x.vcf:2:12: sample ids must be there and occur once, got 'a' again",
    ],
    [
      'version 3',
      vcf([ok]).replace('v4.2', 'v3.3'),
      'vcf x.vcf:1: VCF 4.0 to 4.5 are read, got 3.3; write it again with a tool of today: bcftools view',
    ],
  ])('%s', async (_, text, message) => {
    expect(await failure(text)).toBe(message);
  });

  test('a region that is not there names the chromosome as the file does', async () => {
    expect(await failure(vcf([ok]), { region: 'chr1:5' })).toBe(
      'vcf x.vcf: a variant in region chr1:5 expected, got none; here the chromosome is called 1',
    );
    expect(await failure(vcf([ok]), { region: '1:9-5' })).toMatch(/a region must begin at 1 or later/);
  });

  test('bgzip without its end block, gzip cut short', async () => {
    const whole = bgzip([bytesOf(vcf([ok]))], 50);
    const cut = await failureOf(readFile(memorySource('x.vcf.gz', whole.subarray(0, -28)), {}));
    expect(cut.message).toBe(
      'x.vcf.gz: a complete gzip file expected, but it is truncated or corrupt (bgzip without the block that marks its end); download or copy it again; `gzip -t` tells when it is whole',
    );
    const gzip = gzipSync(bytesOf(vcf([ok])));
    expect((await failureOf(readFile(memorySource('x.vcf.gz', gzip.subarray(0, -9)), {}))).tag).toBe('FormatError');
  });
});

test.each([
  ['##contig=<ID=chr1,length=248956422>', 'GRCh38 (contig chr1 is 248956422 long)'],
  ['##reference=file:///data/human_g1k_v37.fasta', 'GRCh37 (the reference is called human_g1k_v37.fasta)'],
  ['##contig=<ID=1,assembly=b37>', 'GRCh37 (the assembly is called b37)'],
  ['##contig=<ID=1,length=5>', 'unknown (no human build has contigs of these lengths)'],
])('the build is guessed from %s', async (line, build) => {
  expect((await read(vcf(['1 5 . A G GT 0 1 0 1 0'], SAMPLES, [line]))).facts.build).toBe(build);
});
