import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { failureOf } from '../../../test/support/tables.ts';
import { fileSource } from '../file-source.node.ts';
import { readFile } from '../read-file.ts';
import { readManifest, readSampleSheet } from './sample-sheet.ts';

const folder = mkdtempSync(join(tmpdir(), 'cistron-gdc-'));
afterAll(() => rmSync(folder, { recursive: true }));

const HEAD = '# gene-model: GENCODE v36\ngene_id\tgene_name\tgene_type\tunstranded\tstranded_first\ttpm_unstranded\n';
const counts = (a: number, b: number, genes = ['ENSG1.1', 'ENSG2.5']) =>
  `${HEAD}N_unmapped\t\t\t900\t900\t\nN_ambiguous\t\t\t5\t5\t\n${genes[0]}\tA\tprotein_coding\t${a}\t1\t${a / 4}\n${genes[1]}\tB\tlncRNA\t${b}\t2\t${b / 4}\n`;
const SHEET_HEAD = 'File ID\tFile Name\tData Category\tProject ID\tCase ID\tSample ID\tSample Type\n';
const row = (k: number, sample: string) =>
  `id${k}\tf${k}.rna_seq.augmented_star_gene_counts.tsv\tTranscriptome Profiling\tTCGA-X\tTCGA-AA-000${k}\t${sample}\tPrimary Tumor\n`;

let made = 0;
async function read(files: Readonly<Record<string, string>>, params = {}) {
  const place = join(folder, String(made++));
  mkdirSync(place);
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(place, name)), { recursive: true });
    writeFileSync(join(place, name), text);
  }
  const found = await readFile(await fileSource(place), { params });
  if (found.content.holds !== 'blocks') throw new Error('blocks expected');
  const { block, features } = found.content.blocks[0]!;
  return { ...found, block, features, samples: found.content.samples };
}

const name = (k: number) => `f${k}.rna_seq.augmented_star_gene_counts.tsv`;
const nested = {
  [`id1/${name(1)}`]: counts(8, 16),
  [`id2/${name(2)}`]: counts(4, 0),
  'id2/annotations.txt': 'x',
  'gdc_sample_sheet.2026-01-01.tsv': `${SHEET_HEAD}${row(2, 'TCGA-AA-0002-01A')}${row(1, 'TCGA-AA-0001-11A')}${row(3, 'TCGA-AA-0003-01A')}`,
};
const md5 = (text: string) => createHash('md5').update(text).digest('hex');

test('a folder as the GDC client fills it is one matrix, named and described by the sample sheet', async () => {
  const { entry, block, features, samples, facts, problems } = await read(nested);
  expect(entry.word).toBe('gdc-counts');
  expect(block).toMatchObject({
    kind: 'expression',
    ids: ['TCGA-AA-0001-11A', 'TCGA-AA-0002-01A'],
    features: ['ENSG1.1', 'ENSG2.5'],
  });
  expect([...block.matrix.data]).toEqual([8, 4, 16, 0]);
  expect(features!.columns).toEqual([
    { name: 'gene_name', type: 'text', values: ['A', 'B'] },
    { name: 'gene_type', type: 'text', values: ['protein_coding', 'lncRNA'] },
  ]);
  expect(samples!.columns.find((column) => column.name === 'Case ID')!.values).toEqual([
    'TCGA-AA-0001',
    'TCGA-AA-0002',
  ]);
  expect(facts).toEqual({ column: 'unstranded', files: 2, 'gene model': 'GENCODE v36', md5: 'not checked' });
  expect(problems).toEqual([`files of the sample sheet that are not there: 1, ${name(3)}`]);
});

test('another column, other ids, files in one folder, sums as promised', async () => {
  const flat = {
    [name(1)]: counts(8, 16),
    [name(2)]: counts(4, 0),
    'gdc_sample_sheet.tsv': `${SHEET_HEAD}${row(1, 'S')}${row(2, 'S')}`,
    'MANIFEST.txt': `id\tfilename\tmd5\tsize\tstate\nid1\tid1/${name(1)}\t${md5(counts(8, 16))}\t1\treleased\n`,
  };
  const { block, facts, problems } = await read(flat, { column: 'tpm_unstranded', id: 'case' });
  expect([block.ids, [...block.matrix.data]]).toEqual([
    ['TCGA-AA-0001', 'TCGA-AA-0002'],
    [2, 1, 4, 0],
  ]);
  expect(facts.md5).toBe('as promised');
  expect(problems).toEqual([`files whose MD5 the manifest does not have, not checked: 1, ${name(2)}`]);
  const twice = await failureOf(read(flat));
  expect(twice.message.replace(folder, '')).toMatch(
    /gdc_sample_sheet.tsv: each Sample ID must have one file, got 'S' for f1.* and f2.*; remove one of them from the folder, or keep them apart with id: file$/,
  );
  const changed = { ...flat, [name(1)]: counts(8, 17) };
  const wrong = await failureOf(read(changed, { id: 'file' }));
  expect([wrong.tag, wrong.message]).toEqual([
    'IntegrityError',
    expect.stringMatching(
      /f1.*: the MD5 [0-9a-f]{32} of the manifest expected, got [0-9a-f]{32}; the file is cut short or was changed: get it again$/,
    ),
  ]);
});

test('without a sheet samples are called by their files, which is told', async () => {
  const { block, problems } = await read({ [name(1)]: counts(8, 16) });
  expect(block.ids).toEqual(['f1']);
  expect(problems).toEqual([
    'no sample sheet of the GDC (gdc_sample_sheet.tsv) beside: samples are called by their files',
  ]);
});

test.each([
  [
    { [name(1)]: counts(1, 2), [name(2)]: counts(1, 2, ['ENSG1.1', 'X']) },
    {},
    /f2.*: the genes of f1.* in the same order expected, got 'X' as gene 2; take files of one gene model$/,
  ],
  [
    { [name(1)]: counts(1, 2) },
    { column: 'tpm_unstrande' },
    /f1.*: no column 'tpm_unstrande'; did you mean 'tpm_unstranded'\?$/,
  ],
  [
    { [name(1)]: `${HEAD}ENSG1.1\tA\tx\t1\n` },
    {},
    /f1.*:3: 6 fields expected \(as in the header\), got 4; the file is cut short or damaged: get it again$/,
  ],
  [
    { [name(1)]: `${HEAD}ENSG1.1\tA\tx\tq\t1\t1\n` },
    {},
    /f1.*:3:4: a number expected in column 'unstranded', got 'q'$/,
  ],
  [{ [name(1)]: counts(1, 2, ['E', 'E']) }, {}, /f1.*: each gene must stand once, got 'E' twice$/],
])('refuses %#', async (files, params, message) => {
  expect((await failureOf(read(files as Record<string, string>, params))).message).toMatch(message);
});

const data = '../shared/data/12_singlecell_gdc';
if (!existsSync(data)) console.log(`gdc-counts.test: the real sheet and manifest are skipped: ${data} is absent`);
test.skipIf(!existsSync(data))('the real sample sheet and manifest have the 450 files of their README', async () => {
  const { table, rowOf } = await readSampleSheet(await fileSource(`${data}/gdc_sample_sheet_coad.tsv`));
  const sums = await readManifest(await fileSource(`${data}/gdc_manifest_coad.txt`));
  expect([table.nRows, rowOf.size, sums.size]).toEqual([450, 450, 450]);
  expect([...rowOf.keys()].every((file) => /^[0-9a-f]{32}$/.test(sums.get(file) ?? ''))).toBe(true);
});
