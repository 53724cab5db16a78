import { expect, test } from 'vitest';
import { failureOf } from '../../../test/support/tables.ts';
import type { ParamValues } from '../../base/params.ts';
import { columnOf, isPacked, matrixFromRows } from '../../table/matrix.ts';
import { readFile } from '../read-file.ts';
import type { FileContent } from '../reader.ts';
import { memorySource } from '../source.ts';
import { write } from './write.ts';

const bytesOf = (text: string) => new TextEncoder().encode(text);
const BIM = '1 rs1 0 10 G A\n1 . 0 20 T C\nX rs3 0 5 0 AC\n';
const FAM = 'F a 0 0 1 2\nF b 0 0 2 1\nF c a b 0 -9\n';
/** Three samples: copies of A1 are 2, missing, 1; 0, 0, 0; 1, 1, 2. Bits of a fourth one are set, and mean nothing. */
const BED = [0x6c, 0x1b, 1, 0b11100100, 0b11111111, 0b00001010];

function sourceOf(bed: readonly number[] = BED, bim: string | null = BIM, fam: string | null = FAM) {
  return memorySource('x.bed', Uint8Array.from(bed), {
    ...(bim === null ? {} : { 'x.bim': bytesOf(bim) }),
    ...(fam === null ? {} : { 'x.fam': bytesOf(fam) }),
  });
}

async function read(source = sourceOf(), params: ParamValues = {}) {
  const { content, facts, problems } = await readFile(source, { params });
  if (content.holds !== 'blocks') throw new Error('blocks expected');
  const { block, features } = content.blocks[0]!;
  const values = block.features.map((_, j) => [...columnOf(block.matrix, j)]);
  return { content, block, features: features!, values, facts, problems, samples: content.samples! };
}

const failure = async (...of: Parameters<typeof sourceOf>) => (await failureOf(readFile(sourceOf(...of), {}))).message;

test('copies of A1 at 2 bits, with what is known of samples and variants', async () => {
  const { block, values, samples, facts } = await read();
  expect(isPacked(block.matrix)).toBe(true);
  expect(block.ids).toEqual(['a', 'b', 'c']);
  expect(block.features).toEqual(['1:10:A:G', '1:20:C:T', 'X:5:AC:.']);
  expect(values).toEqual([
    [2, Number.NaN, 1],
    [0, 0, 0],
    [1, 1, 2],
  ]);
  expect(facts).toEqual({ version: 'PLINK 1, variant-major', variants: 3 });
  expect(samples.columns).toEqual([
    { name: 'family', type: 'text', values: ['F', 'F', 'F'] },
    { name: 'father', type: 'text', values: [null, null, 'a'] },
    { name: 'mother', type: 'text', values: [null, null, 'b'] },
    { name: 'sex', type: 'text', values: ['male', 'female', null] },
    { name: 'phenotype', type: 'text', values: ['case', 'control', null] },
  ]);
});

test('numbers as phenotype, ids that come back in another family', async () => {
  const { samples, problems } = await read(sourceOf(BED, BIM, 'F a 0 0 1 2.5\nG a 0 0 2 -9\nG b 0 0 2 -1e2'));
  expect(samples.columns.at(-1)).toEqual({
    name: 'phenotype',
    type: 'number',
    values: Float64Array.of(2.5, Number.NaN, -100),
  });
  expect(samples.ids).toEqual(['F:a', 'G:a', 'G:b']);
  expect(problems).toEqual(['sample ids come back in several families: samples are called family:sample, such as F:a']);
});

test('a region, and variants that are not too rare', async () => {
  expect((await read(sourceOf(), { region: '1' })).block.features).toEqual(['1:10:A:G', '1:20:C:T']);
  const { values, problems } = await read(sourceOf(), { 'min-maf': 0.2 });
  expect(values).toEqual([
    [2, Number.NaN, 1],
    [1, 1, 2],
  ]);
  expect(problems).toEqual(['variants rarer than min-maf 0.2, left out: 1']);
});

test.each<[string, Parameters<typeof sourceOf>, string]>([
  [
    'no .bim',
    [BED, null],
    "x.bed: a .bed needs its .bim and .fam beside it, but there is no 'x.bim'; give the three files one name in one folder",
  ],
  [
    'no .fam',
    [BED, BIM, null],
    "x.bed: a .bed needs its .bim and .fam beside it, but there is no 'x.fam'; give the three files one name in one folder",
  ],
  [
    'a short .bed',
    [BED.slice(0, -1)],
    'plink x.bed: 6 bytes expected for 3 samples and the variants of x.bim, got 5; is a file cut short, or do the three not belong together?',
  ],
  [
    'a long .bed',
    [[...BED, 0]],
    'plink x.bed: 6 bytes expected for 3 samples and the variants of x.bim, got 7; is a file cut short, or do the three not belong together?',
  ],
  [
    'sample-major',
    [[0x6c, 0x1b, 0, ...BED.slice(3)]],
    'plink x.bed: a variant-major .bed expected, got a sample-major one; write it again: plink --bfile NAME --make-bed --out OTHER',
  ],
  [
    'a .bim of five fields',
    [BED, BIM.replace(' A\n', '\n')],
    'plink x.bim:1: 6 fields expected (chromosome, id, centimorgans, position, A1, A2), got 5; is the file cut short?',
  ],
  ['a position', [BED, BIM.replace(' 10 ', ' ten ')], "plink x.bim:1:4: a position expected, got 'ten'"],
  [
    'a sample twice',
    [BED, BIM, 'F a 0 0 1 2\nF a 0 0 1 2\nF c 0 0 1 2\n'],
    "plink x.fam: each sample must occur once, got 'F:a' again",
  ],
])('%s is an error', async (_, files, message) => {
  expect(await failure(...files)).toBe(message);
});

test('what is no genotype of known alleles is not written', async () => {
  const content = (values: number[]): FileContent => ({
    holds: 'blocks',
    blocks: [
      { block: { name: 'x', kind: 'genotypes', ids: ['a'], features: ['1:1:A:G'], matrix: matrixFromRows([values]) } },
    ],
  });
  await expect(write(content([1]), 'y.bed')).rejects.toThrow('needs the alleles of every feature');
  await expect(write(content([0.5]), 'y.bed')).rejects.toThrow(
    'holds genotypes of 0, 1 and 2 copies, got other values',
  );
  await expect(write({ holds: 'sets', sets: [] }, 'y.bed')).rejects.toThrow('holds genotypes, got sets');
});
