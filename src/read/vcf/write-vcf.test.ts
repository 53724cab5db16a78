import { expect, test } from 'vitest';
import type { Annotations } from '../../table/annotations.ts';
import { matrixFromRows } from '../../table/matrix.ts';
import { readFile } from '../read-file.ts';
import type { FileContent } from '../reader.ts';
import { memorySource } from '../source.ts';
import { write } from './write-vcf.ts';

const N = Number.NaN;
const text = (name: string, values: (string | null)[]) => ({ name, type: 'text' as const, values });
const sites = (changed: Partial<Record<string, (string | null)[]>> = {}): Annotations => {
  const own = { chromosome: ['1', 'X'], id: ['rs 1', null], ref: ['A', 'AC'], alt: ['G', 'A'], ...changed };
  const columns = Object.entries(own).map(([name, values]) => text(name, values!));
  return {
    ids: ['v', 'w'],
    columns: [...columns, { name: 'position', type: 'number', values: Float64Array.of(5, 7) }],
  };
};
const content = (rows: number[][], features: Annotations | undefined = sites()): FileContent => {
  const matrix = matrixFromRows(rows);
  const block = { name: 'g', kind: 'genotypes' as const, ids: ['a', 'b', 'c'], features: ['v', 'w'], matrix };
  return { holds: 'blocks', blocks: [features ? { block, features } : { block }] };
};
const written = async (given: FileContent) => new TextDecoder().decode((await write(given, 'x.vcf'))[0]!.bytes);
const WHOLE = [
  [0, 2],
  [1, N],
  [2, 0],
];

test('genotypes, with contigs in the header', async () => {
  expect(await written(content(WHOLE))).toBe(
    [
      '##fileformat=VCFv4.3',
      '##contig=<ID=1>',
      '##contig=<ID=X>',
      '##FORMAT=<ID=GT,Number=1,Type=String,Description="Genotype">',
      '#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tFORMAT\ta\tb\tc',
      '1\t5\trs_1\tA\tG\t.\t.\t.\tGT\t0/0\t0/1\t1/1',
      'X\t7\t.\tAC\tA\t.\t.\t.\tGT\t1/1\t./.\t0/0',
      '',
    ].join('\n'),
  );
});

test('dosages, which are read back as the same float32', async () => {
  const third = Math.fround(1 / 3);
  const given = content([
    [third, 2],
    [1, N],
    [0.1, 0],
  ]);
  const said = await written(given);
  expect(said).toContain('\tDS\t0.33333334\t1\t0.1\n');
  const { content: again } = await readFile(memorySource('x.vcf', new TextEncoder().encode(said)), {});
  if (again.holds !== 'blocks') throw new Error('blocks expected');
  expect([...again.blocks[0]!.block.matrix.data]).toEqual([third, 1, Math.fround(0.1), 2, N, 0]);
});

test('an unknown REF is N, an unknown ALT a point', async () => {
  const said = await written(
    content(
      [
        [0, 0],
        [N, 0],
        [0, 0],
      ],
      sites({ ref: ['.', 'C'], alt: ['G', '.'] }),
    ),
  );
  expect(said).toContain('1\t5\trs_1\tN\tG\t');
  expect(said).toContain('X\t7\t.\tC\t.\t');
});

test('what a VCF cannot say is refused', async () => {
  const bare: FileContent = { holds: 'blocks', blocks: [{ block: (content(WHOLE) as Blocks).blocks[0]!.block }] };
  await expect(written(bare)).rejects.toThrow('vcf: needs the alleles of every feature (ref, alt), got none');
  await expect(written({ holds: 'sets', sets: [] })).rejects.toThrow('vcf: holds genotypes, got sets');
  await expect(
    written(
      content([
        [3, 0],
        [0, 0],
        [0, 0],
      ]),
    ),
  ).rejects.toThrow('holds copies of an allele, 0 to 2');
  await expect(written(content(WHOLE, sites({ chromosome: ['1', null] })))).rejects.toThrow(
    'vcf: variant 2: a record has a chromosome and a position, got none',
  );
  await expect(written(content(WHOLE, sites({ alt: ['.', 'A'] })))).rejects.toThrow(
    'vcf: variant 1, rs 1: there are copies of an ALT allele, which is not known',
  );
});
type Blocks = Extract<FileContent, { holds: 'blocks' }>;
