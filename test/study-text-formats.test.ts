// Text formats of genomics and a workbook in one study, by the command: nothing is converted beforehand.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { randomKey } from '../src/base/random.ts';
import { makePlace } from './support/cli.ts';
import { number, text, workbook } from './support/workbook.ts';

const place = makePlace();
afterAll(() => place.remove());

const IDS = Array.from({ length: 40 }, (_, i) => `s${i}`);
const GENES = Array.from({ length: 8 }, (_, j) => `GENE${j}`);
const lines = (rows: readonly (readonly (string | number)[])[]) => `${rows.map((row) => row.join('\t')).join('\n')}\n`;
const STUDY = `cistron: 1
samples: { file: samples.xlsx, id: sample, target: label }
blocks:
  rna: { file: rna.gct, kind: expression, prepare: [{ tpm: genes.gtf }, log2, standardize] }
  mutation: { file: variants.maf, kind: mutation, read: { count: true } }
learners: [{ elastic-net: { l1-ratio: 0.5, path-length: 5 } }]
validate: { outer: 2, inner: 2, calibrate: none }
`;

beforeAll(() => {
  const draws = randomKey(4).stream();
  const count = (i: number, j: number) => 50 + draws.below(50) + (j < 3 ? 200 * (i % 2) : 0);
  const rna = GENES.map((gene, j) => [gene, `about ${gene}`, ...IDS.map((_, i) => count(i, j))]);
  place.write('rna.gct', lines([['#1.2'], [GENES.length, IDS.length], ['NAME', 'Description', ...IDS], ...rna]));
  const exon = (gene: string, j: number) =>
    `chr1\tx\texon\t1\t${500 + 100 * j}\t.\t+\t.\tgene_id "ENSG0000000000${j}"; gene_name "${gene}";`;
  place.write('genes.gtf', `${GENES.map(exon).join('\n')}\n`);
  const variants = IDS.flatMap((id, i) =>
    ['TP53', 'KRAS'].slice(0, i % 3).map((gene) => [gene, 'Missense_Mutation', id]),
  );
  place.write('variants.maf', lines([['Hugo_Symbol', 'Variant_Classification', 'Tumor_Sample_Barcode'], ...variants]));
  const rows = IDS.map((id, i) => [text(id), text(i % 2 ? 'high' : 'low'), number(40 + i)]);
  const book = workbook([{ name: 'samples', rows: [[text('sample'), text('label'), text('age')], ...rows] }]);
  place.write('samples.xlsx', book);
  place.write('study.yaml', STUDY);
});

describe('a study of a workbook, GCT, MAF and GTF', () => {
  test('runs, and each file is in its lock', () => {
    const { code, stderr } = place.cistron('run', 'study.yaml', '--out', 'out');
    expect([code, code === 0 ? '' : stderr]).toEqual([0, '']);
    const { data } = JSON.parse(place.read('out/study.lock.json')) as { data: Record<string, string> };
    expect(Object.keys(data).sort()).toEqual(['genes.gtf', 'rna.gct', 'samples.xlsx', 'variants.maf']);
  });

  test.each([
    ['samples.xlsx', 'Excel workbook'],
    ['rna.gct', 'GCT'],
    ['variants.maf', 'MAF'],
    ['genes.gtf', 'GTF and GFF3'],
  ])('%s is inspected', (file, title) => {
    const { code, stdout } = place.cistron('inspect', file);
    expect([code, stdout.includes(title)]).toEqual([0, true]);
  });

  test('GCT is converted to a table and back', () => {
    expect(place.cistron('convert', 'rna.gct', 'rna.tsv').code).toBe(0);
    expect(place.read('rna.tsv').split('\n')[0]).toBe(['id', ...GENES].join('\t'));
    expect(place.cistron('convert', 'rna.gct', 'again.gct').code).toBe(0);
    expect(place.read('again.gct')).toBe(place.read('rna.gct'));
  });
});
