import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { type RandomKey, randomKey } from '../../base/random.ts';
import { readerByWord } from '../../read/index.ts';
import { writeDelimited } from '../../read/write.ts';
import { simulateCohort } from '../../simulate/cohort.ts';
import { simulateDrugPanel } from '../../simulate/drug-panel.ts';
import { simulateFamilies } from '../../simulate/families.ts';
import { simulateGenotypes } from '../../simulate/genotypes.ts';
import type { Relation } from '../../simulate/pedigrees.ts';
import { simulateReads } from '../../simulate/reads.ts';
import { simulateSequenceFamilies } from '../../simulate/sequence-families.ts';
import { simulateSurvival } from '../../simulate/survival.ts';
import { studyFromTable } from '../../study/file/study-from-table.ts';
import { diskFolder } from '../../study/run/run-folder.node.ts';
import type { RunFolder } from '../../study/run/run-folder.ts';
import type { Annotations } from '../../table/annotations.ts';
import type { Block } from '../../table/block.ts';
import { wholeNumber } from '../session.ts';
import type { Kind, SimulateFlags } from '../words/simulate.ts';

type Sizes = Readonly<Record<string, number>>;
/** Writes one kind of data; gives what there is to say of it. @param format of kinds that are written in several. */
type Writer = (open: () => Promise<RunFolder>, sizes: Sizes, key: RandomKey, format: string) => Promise<string>;

const WRITERS: Readonly<Record<Kind, Writer>> = {
  cohort: writeCohort,
  relatives: writeRelatives,
  genotypes: writeGenotypes,
  families: writeSequences,
  'drug-panel': writeDrugPanel,
  survival: writeSurvival,
  reads: writeReads,
};

export async function simulate(kind: Kind, { out, seed, format, ...sizes }: SimulateFlags): Promise<void> {
  const key = randomKey(wholeNumber('--seed', seed, 0, Number.MAX_SAFE_INTEGER));
  process.stdout.write(await WRITERS[kind](() => diskFolder(out), sizes, key, format));
}

async function writeCohort(open: () => Promise<RunFolder>, sizes: Sizes, random: RandomKey): Promise<string> {
  const { expression, sheet, truth } = simulateCohort({ ...sizes, random });
  const folder = await open(); // after the sizes are known to be right: a slip of the pen leaves nothing behind
  await folder.write('expression.tsv', blockTable(expression));
  await folder.write('samples.tsv', sheetTable(sheet));
  await folder.write('truth.json', `${JSON.stringify(truth, null, 2)}\n`);
  const files = {
    table: 'expression.tsv',
    samples: 'samples.tsv',
    target: 'subtype',
    id: 'sample',
    group: ['patient'],
  };
  await folder.write('study.yaml', studyFromTable({ ...files, title: 'Subtype of simulated patients' }));
  return `${expression.ids.length} samples × ${expression.features.length} genes in ${join(folder.path, 'expression.tsv')}\nnext: cistron run ${join(folder.path, 'study.yaml')}\n`;
}

async function writeRelatives(open: () => Promise<RunFolder>, sizes: Sizes, random: RandomKey): Promise<string> {
  const { genotypes, sheet, truth } = simulateFamilies({ ...sizes, random });
  const folder = await open(); // after the sizes are known to be right: a slip of the pen leaves nothing behind
  await folder.write('genotypes.tsv', blockTable(genotypes));
  await folder.write('samples.tsv', sheetTable(sheet));
  await folder.write('relatives.tsv', relativesTable(truth));
  return `${genotypes.ids.length} people × ${genotypes.features.length} SNPs in ${join(folder.path, 'genotypes.tsv')}, ${truth.length} pairs of relatives in ${join(folder.path, 'relatives.tsv')}\n`;
}

/** What the file of genotypes is called. */
const COHORT: Readonly<Record<string, string>> = { plink: 'cohort.bed', vcf: 'cohort.vcf.gz' };

async function writeGenotypes(
  open: () => Promise<RunFolder>,
  sizes: Sizes,
  random: RandomKey,
  format: string,
): Promise<string> {
  const { genotypes, sheet, truth, variants, frequencies } = simulateGenotypes({ ...sizes, random });
  const table = COHORT[format]!;
  const { write } = await readerByWord(format, '--format').load();
  const files = await write!({ holds: 'blocks', blocks: [{ block: genotypes, features: variants }] }, table);
  const folder = await open();
  for (const { name, bytes } of files) await folder.write(name, bytes);
  await folder.write('samples.tsv', sheetTable(sheet));
  await folder.write('relatives.tsv', relativesTable(truth));
  const names = frequencies.map((_, k) => `POP${k + 1}`);
  const rows = variants.ids.map((id, j) => [id, ...frequencies.map((f) => Number(f[j]!.toFixed(4)))]);
  await folder.write('frequencies.tsv', writeDelimited([['variant', ...names], ...rows]));
  const study = {
    table,
    samples: 'samples.tsv',
    id: 'sample',
    target: 'population',
    kind: 'genotypes',
  } as const;
  const prepare = ['missingness', 'maf', 'ld-prune', 'genotype-pca', 'standardize'];
  await folder.write('study.yaml', studyFromTable({ ...study, prepare, title: 'Population of simulated people' }));
  return `${genotypes.ids.length} people × ${variants.ids.length} SNPs in ${join(folder.path, table)}, ${truth.length} pairs of relatives in ${join(folder.path, 'relatives.tsv')}\nnext: cistron run ${join(folder.path, 'study.yaml')}\n`;
}

function relativesTable(truth: readonly Relation[]): string {
  const rows = truth.map(({ samples, kind, kinship }) => [...samples, kind, kinship]);
  return writeDelimited([['first', 'second', 'family', 'kinship'], ...rows]);
}

async function writeSequences(open: () => Promise<RunFolder>, sizes: Sizes, random: RandomKey): Promise<string> {
  const { ids, sequences, families, classes } = simulateSequenceFamilies({ ...sizes, random });
  const folder = await open(); // after the sizes are known to be right: a slip of the pen leaves nothing behind
  const rows = ids.map((id, i) => [
    id,
    ...(classes ? [`C${classes[i]! + 1}`] : []),
    `F${families[i]! + 1}`,
    sequences[i]!,
  ]);
  const header = ['sample', ...(classes ? ['class'] : []), 'descent', 'sequence'];
  await folder.write('sequences.tsv', writeDelimited([header, ...rows]));
  return `${ids.length} sequences of ${new Set(families).size} families in ${join(folder.path, 'sequences.tsv')}\n`;
}

async function writeDrugPanel(open: () => Promise<RunFolder>, sizes: Sizes, random: RandomKey): Promise<string> {
  const { expression, response, truth } = simulateDrugPanel({ ...sizes, random });
  const folder = await open(); // after the sizes are known to be right: a slip of the pen leaves nothing behind
  await folder.write('expression.tsv', blockTable(expression));
  await folder.write('response.tsv', sheetTable(response));
  await folder.write('truth.json', `${JSON.stringify(truth, null, 2)}\n`);
  const files = { table: 'expression.tsv', samples: 'response.tsv', target: 'DRUG*', id: 'sample' };
  const text = studyFromTable({
    ...files,
    confounders: ['tissue'],
    title: 'Response of simulated cell lines to drugs',
  });
  await folder.write('study.yaml', text);
  return `${expression.ids.length} cell lines × ${expression.features.length} genes, ${truth.length} drugs in ${join(folder.path, 'response.tsv')}\nnext: cistron run ${join(folder.path, 'study.yaml')}\n`;
}

async function writeSurvival(open: () => Promise<RunFolder>, sizes: Sizes, random: RandomKey): Promise<string> {
  const { block, target, truth } = simulateSurvival({ ...sizes, random });
  const folder = await open(); // after the sizes are known to be right: a slip of the pen leaves nothing behind
  const { ids, features, matrix } = block;
  const row = (id: string, i: number) => [
    ...[id, Number(target.times[i]!.toPrecision(8)), target.events[i]!],
    ...features.map((_, j) => matrix.data[j * matrix.nRows + i]!),
  ];
  await folder.write('patients.tsv', writeDelimited([['patient', 'time', 'event', ...features], ...ids.map(row)]));
  await folder.write('truth.json', `${JSON.stringify(truth, null, 2)}\n`);
  const files = { table: 'patients.tsv', id: 'patient', survival: { time: 'time', event: 'event' } };
  await folder.write('study.yaml', studyFromTable({ ...files, title: 'Survival of simulated patients' }));
  const { censored, cIndex } = truth;
  const percent = Math.round(100 * censored.here);
  return `${ids.length} patients × ${features.length} measurements, ${percent} % censored, in ${join(folder.path, 'patients.tsv')}\nbest C-index that can be reached: ${cIndex.limit.toFixed(3)} over all such cohorts; the true risk has ${cIndex.here.toFixed(3)} in this one\nnext: cistron run ${join(folder.path, 'study.yaml')}\n`;
}

async function writeReads(open: () => Promise<RunFolder>, sizes: Sizes, random: RandomKey): Promise<string> {
  const { chromosome, reference, variants, people } = simulateReads({ ...sizes, random });
  const folder = await open(); // after the sizes are known to be right: a slip of the pen leaves nothing behind
  await folder.write('reference.fa', `>${chromosome}\n${reference.replace(/.{60}/g, '$&\n').trimEnd()}\n`);
  const sheet: string[][] = [['sample', 'read1', 'read2']];
  for (const { id, fastq } of people) {
    const names = fastq.map((_, side) => `${id}_R${side + 1}.fastq.gz`);
    await Promise.all(fastq.map((text, side) => folder.write(names[side]!, gzipSync(text))));
    sheet.push([id, ...names]);
  }
  await folder.write('samples.tsv', writeDelimited(sheet));
  const head = ['chromosome', 'position', 'ref', 'alt', ...people.map(({ id }) => id)];
  const rows = variants.map(({ start0, ref, alt, dosages }) => [chromosome, start0 + 1, ref, alt, ...dosages]);
  await folder.write('truth.tsv', writeDelimited([head, ...rows]));
  const pairs = people.reduce((sum, person) => sum + person.pairs, 0);
  return `${pairs} pairs of reads of ${people.length} people in ${folder.path}, ${variants.length} variants in ${join(folder.path, 'truth.tsv')}\n`;
}

function blockTable({ ids, features, matrix }: Block): string {
  const value = (i: number, j: number) => {
    const x = matrix.data[j * matrix.nRows + i]!;
    return Number.isNaN(x) ? null : Number(x.toFixed(4));
  };
  return writeDelimited([['sample', ...features], ...ids.map((id, i) => [id, ...features.map((_, j) => value(i, j))])]);
}

function sheetTable({ ids, columns }: Annotations): string {
  const cell = (value: number | string | null | undefined) =>
    value === undefined || Number.isNaN(value) ? null : value;
  return writeDelimited([
    ['sample', ...columns.map(({ name }) => name)],
    ...ids.map((id, i) => [id, ...columns.map(({ values }) => cell(values[i]))]),
  ]);
}
