import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Context, Executor } from '../src/base/context.ts';
import { randomKey } from '../src/base/random.ts';
import { createExecutor } from '../src/kernels/executor.node.ts';
import { type DelimitedTable, fileSource, readTable } from '../src/read/index.node.ts';
import { groupsFrom } from '../src/sample/groups.ts';
import { simulateFamilies } from '../src/simulate/families.ts';
import { type AnnotationColumn, textValues } from '../src/table/annotations.ts';
import { createMatrix, type Matrix } from '../src/table/matrix.ts';
import { homologyClusters } from '../src/validate/groups/homology-clusters.ts';
import { relatives } from '../src/validate/groups/relatives.ts';
import { proposeGroups } from '../src/validate/groups/settle-groups.ts';
import { testContext } from './support/blocks.ts';
import { groupCohort } from './support/group-cohort.ts';
import { dataFolder, dataPresent } from './support/real-tables.ts';

let executor: Executor;
let ctx: Context;
beforeAll(async () => {
  executor = await createExecutor(2);
  ctx = testContext(undefined, executor);
  if (!dataPresent) console.log(`groups of real tables are not checked: ${dataFolder} is not there`);
});
afterAll(() => executor.close());

const tableOf = async (file: string, text: readonly string[] = []) =>
  readTable(await fileSource(dataFolder + file), { text });

/** All columns, whether or not one of them could serve as ids. */
const columnsOf = (table: DelimitedTable): AnnotationColumn[] =>
  table.columns.map(({ name, type }, j) =>
    type === 'text' ? { name, type, values: table.texts(j) } : { name, type, values: table.numbers(j) },
  );

const columnOf = (table: DelimitedTable, name: string) =>
  textValues(columnsOf(table).find((column) => column.name === name)!).map(String);

/** Everything proposed for a sheet as it stands, nothing declared. */
async function proposed(file: string, idColumn?: string) {
  const table = await tableOf(file, idColumn === undefined ? [] : [idColumn]);
  const n = table.nRows;
  const ids = idColumn === undefined ? Array.from({ length: n }, (_, i) => `row ${i}`) : columnOf(table, idColumn);
  const cohort = groupCohort({ ids, ...(idColumn === undefined ? {} : { idColumn }) });
  const proposals = await proposeGroups({ ...cohort, annotations: { ids, columns: columnsOf(table) } }, ctx);
  return proposals.map((one) => {
    const pairs = one.pairs?.map(({ i, l }) => [i, l] as const);
    return { source: one.source, groups: new Set(groupsFrom(one.labels ? [one.labels] : [], n, pairs)).size, n };
  });
}

describe.skipIf(!dataPresent)('groups are found without being told', () => {
  test('several records of a patient: PTB-XL', async () => {
    expect(await proposed('08_ecg/ptbxl500_metadata.csv.gz', 'ecg_id')).toEqual([
      { source: 'column:patient_id', groups: 466, n: 500 },
    ]);
  });

  test('several images of a lesion: HAM10000', async () => {
    const [found, ...more] = await proposed('07_skin_lesions/metadata.csv', 'image_id');
    expect(more).toEqual([]);
    expect(found).toMatchObject({ source: 'column:lesion_id', n: 2971 });
    expect(found!.groups).toBeLessThan(2971);
  });

  test('several slides of a patient, by column and by barcode: GDC sample sheet', async () => {
    const found = await proposed('12_singlecell_gdc/gdc_sample_sheet_coad.tsv', 'File ID');
    expect(found.map(({ source }) => source)).toEqual(['tcga-barcode', 'column:Case ID']);
  });

  test('several slides of a patient, by the names of the files: GDC manifest', async () => {
    const found = await proposed('12_singlecell_gdc/gdc_manifest_coad.txt', 'id');
    expect(found).toEqual([{ source: 'tcga-barcode', groups: 444, n: 450 }]);
  });

  test.each([
    ['01_brca_pam50/tcga_brca_clinical.tsv.gz', 'case_id'],
    ['03_drug_response/cell_line_annotation.tsv', 'depmap_id'],
    ['04_survival/tcga_brca348_clinical.tsv.gz', 'patient_id'],
    ['04_survival/classic/gbsg.csv', 'pid'],
    ['04_survival/classic/rotterdam.csv', 'pid'],
    ['04_survival/classic/veteran.csv', undefined],
    ['06_genotypes/1000g_panel.tsv', 'sample'],
    ['06_genotypes/1000g_eur_lct_populations.tsv', 'sample'],
    ['11_molecules_proteins/gb1_flip_splits.tsv.gz', 'Variants'],
  ])('and none where there are none: %s', async (file, id) => {
    const found = await proposed(file, id);
    expect(found.filter(({ groups, n }) => groups < n)).toEqual([]);
  });
});

describe.skipIf(!dataPresent)('sequences', () => {
  test('the 185 repeated splice junctions, and overlapping pieces of one gene', async () => {
    const sequences = columnOf(await tableOf('05_dna_sequences/splice_junctions_3186.tsv.gz'), 'sequence');
    const { identical, clusters } = await homologyClusters(ctx, sequences);
    expect(identical).toBe(185);
    const at = new Map<string, number>();
    sequences.forEach((sequence, i) => {
      const first = at.get(sequence);
      if (first === undefined) at.set(sequence, i);
      else expect(clusters[i]).toBe(clusters[first]);
    });
    expect(new Set(clusters).size).toBe(2638);
  });
});

/** Copies of the alternative allele, from the genotypes of a small VCF. */
async function dosages(file: string): Promise<Matrix> {
  const chunks: Uint8Array[] = [];
  const source = await fileSource(dataFolder + file);
  for await (const chunk of source.chunks()) chunks.push(chunk.slice());
  const packed = new Uint8Array(chunks.reduce((sum, { length }) => sum + length, 0));
  let to = 0;
  for (const chunk of chunks) {
    packed.set(chunk, to);
    to += chunk.length;
  }
  const { gunzipSync } = await import('node:zlib');
  const text = gunzipSync(packed).toString('utf8');
  const rows = text
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => line.split('\t').slice(9));
  const n = rows[0]!.length;
  const X = createMatrix(n, rows.length);
  rows.forEach((row, j) => {
    row.forEach((genotype, i) => {
      const alleles = genotype.split(':')[0]!.split(/[|/]/);
      X.data[j * n + i] = alleles.includes('.') ? Number.NaN : alleles.filter((allele) => allele !== '0').length;
    });
  });
  return X;
}

describe.skipIf(!dataPresent)('1000 Genomes', () => {
  test('2,504 strangers of 26 populations have no relatives among 127 SNPs, which are too few to tell', async () => {
    const X = await dosages('06_genotypes/1000g_seldin_aisnp.vcf.gz');
    expect([X.nRows, X.nCols]).toEqual([2504, 127]);
    const found = await relatives(ctx, X);
    expect(found.reach).toBe(-1);
    expect(found.pairs).toEqual([]);
  });

  test('607 SNPs of one region are far too linked to tell', async () => {
    const X = await dosages('06_genotypes/1000g_eur_lct_region.vcf.gz');
    const found = await relatives(ctx, X);
    expect(found.reach).toBe(-1);
    expect(found.pairs.length).toBe(0);
  });

  test('families put into its 26 populations are found, and no others, with 5,000 SNPs as uneven as the ancestry panel', async () => {
    const X = await dosages('06_genotypes/1000g_seldin_aisnp.vcf.gz');
    const population = columnOf(await tableOf('06_genotypes/1000g_panel.tsv'), 'population');
    const names = [...new Set(population)];
    const stream = randomKey(9).stream();
    const drawn = Array.from({ length: 5000 }, () => stream.below(127));
    const frequencies = names.map((name) => {
      const rows = [...population.keys()].filter((i) => population[i] === name);
      return Float64Array.from(
        drawn,
        (j) => rows.reduce((sum, i) => sum + X.data[j * 2504 + i]!, 0) / (2 * rows.length),
      );
    });
    const made = simulateFamilies({
      ...{
        unrelated: 800,
        admixed: 200,
        trios: 52,
        siblings: 52,
        halfSiblings: 52,
        avuncular: 52,
        cousins: 52,
        twice: 10,
      },
      ...{ frequencies, random: randomKey(10) },
    });
    const found = await relatives(ctx, made.genotypes.matrix);
    const { ids } = made.genotypes;
    const called = new Set(found.pairs.map(({ i, l }) => [ids[i], ids[l]].sort().join()));
    const shares = [0.5, 0.25, 0.125, 0.0625].map((kinship) => {
      const asked = made.truth.filter((one) => one.kinship === kinship);
      return asked.filter(({ samples }) => called.has([...samples].sort().join())).length / asked.length;
    });
    const related = new Set(made.truth.map(({ samples }) => [...samples].sort().join()));
    const strangers = [...called].filter((pair) => !related.has(pair)).length;
    expect(shares[0]).toBe(1);
    expect(shares[1]).toBe(1);
    expect(shares[2]).toBeGreaterThanOrEqual(0.95);
    expect(strangers).toBe(0);
  });
});
