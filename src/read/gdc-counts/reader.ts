import { DataError, IntegrityError, NotFoundError, throwIfCancelled } from '../../base/errors.ts';
import { md5Stream } from '../../base/hash.ts';
import type { Annotations } from '../../table/annotations.ts';
import { createMatrix } from '../../table/matrix.ts';
import type { FileReading, ReadOptions } from '../reader.ts';
import type { ByteSource } from '../source.ts';
import { tableToAnnotations } from '../table-to-annotations.ts';
import { type GdcGenes, readCounts } from './counts-file.ts';
import { readManifest, readSampleSheet, type SampleSheet } from './sample-sheet.ts';

const COUNTS = /star_gene_counts\.tsv(\.gz)?$/i;
const SHEET = /(^|\/)gdc_sample_sheet[^/]*\.tsv$/i;
const MANIFEST = /(^|\/)(MANIFEST\.txt|gdc_manifest[^/]*\.txt)$/i;
/** Beside a single file, which cannot list what else is in its folder. */
const BESIDE = { sheet: 'gdc_sample_sheet.tsv', manifest: 'MANIFEST.txt' };
const SHOWN = 5;

interface GdcParams {
  readonly column?: string;
  readonly id?: 'sample' | 'case' | 'file';
}

/**
 * Gene counts of the GDC as one block of samples × genes: a file of a sample, or a folder of them, directly or each in a folder of its own. The
 * sample sheet beside (`gdc_sample_sheet….tsv`) says what a sample is called and what is known of it; with a manifest beside
 * (`MANIFEST.txt`, `gdc_manifest….txt`) each file has to have the MD5 promised there. Rows `N_…` are left out.
 * @throws {FormatError} as `readCounts`. @throws {DataError} files of other genes; two files of one sample. @throws {IntegrityError} another MD5.
 * @throws {NotFoundError} no such column, no file of counts. Source: GDC, mRNA analysis pipeline, "STAR-Counts". Cost: one pass over each file.
 */
export async function read(source: ByteSource, options: ReadOptions): Promise<FileReading> {
  const { column = 'unstranded', id = 'sample' } = (options.params ?? {}) as GdcParams;
  const { signal } = options;
  const named = source.files?.filter((name) => COUNTS.test(name));
  const sheetFile = await companion(source, SHEET, BESIDE.sheet);
  const sheet = sheetFile && (await readSampleSheet(sheetFile, signal ? { signal } : {}));
  const manifestFile = await companion(source, MANIFEST, BESIDE.manifest);
  const sums = manifestFile && (await readManifest(manifestFile, signal ? { signal } : {}));
  const problems: string[] = [];
  const files = named ? sheetedFiles(named, sheet, problems) : [source.name];
  if (files.length === 0) {
    throw new NotFoundError({
      where: source.name,
      problem: 'files of gene counts (…star_gene_counts.tsv) expected, got none that the sample sheet has',
    });
  }
  const ids = idsOf(files, sheet, id, source.name, sheetFile?.name ?? '');
  let genes: GdcGenes | undefined;
  let matrix = createMatrix(0, 0);
  for (const [i, file] of files.entries()) {
    if (signal) throwIfCancelled(signal, source.name);
    const one = named ? await source.beside!(file) : source;
    if (!one) throw new NotFoundError({ where: `${source.name}/${file}`, problem: 'no such file' });
    await checkSum(one, sums?.get(nameOf(file)), signal);
    const found = await readCounts(one, named ? (signal ? { signal } : {}) : options, column);
    genes ??= found.genes;
    if (i === 0) matrix = createMatrix(files.length, genes.ids.length);
    sameGenes(found.genes, genes, one.name, files[0]!);
    found.values.forEach((value, j) => {
      matrix.data[j * files.length + i] = value;
    });
    if (named) options.progress?.((i + 1) / files.length, `reading ${source.name}`);
  }
  if (!sheet)
    problems.push('no sample sheet of the GDC (gdc_sample_sheet.tsv) beside: samples are called by their files');
  if (sums) problems.push(...unlisted(files, sums));
  const { name = 'expression', kind = 'expression' } = options.block ?? {};
  const block = { name, kind, ids, features: genes!.ids, matrix };
  const features: Annotations = {
    ids: genes!.ids,
    columns: [
      { name: 'gene_name', type: 'text', values: genes!.names },
      { name: 'gene_type', type: 'text', values: genes!.types },
    ],
  };
  const samples = sheet && { samples: rowsOf(sheet, files, ids) };
  const facts = {
    column,
    files: files.length,
    ...(genes!.model ? { 'gene model': genes!.model } : {}),
    md5: sums ? 'as promised' : 'not checked',
  };
  return { content: { holds: 'blocks', blocks: [{ block, features }], ...samples }, facts, problems };
}

async function companion(source: ByteSource, pattern: RegExp, usual: string): Promise<ByteSource | undefined> {
  if (!source.files) return source.beside?.(usual);
  const found = source.files.filter((name) => pattern.test(name));
  if (found.length <= 1) return found.length === 0 ? undefined : source.beside?.(found[0]!);
  throw new DataError({
    where: source.name,
    problem: `one ${usual} expected, got ${found.slice(0, SHOWN).join(', ')}`,
    hint: 'leave the one that belongs to these files',
  });
}

const nameOf = (path: string) => path.replace(/^.*[\\/]/, '');

/** The files that the sheet has; the others of either are told. */
function sheetedFiles(files: readonly string[], sheet: SampleSheet | undefined, problems: string[]): readonly string[] {
  if (!sheet) return files;
  const known = files.filter((file) => sheet.rowOf.has(nameOf(file)));
  const here = new Set(known.map(nameOf));
  const told = (names: readonly string[], what: string) => {
    if (names.length > 0)
      problems.push(
        `${what}: ${names.length}, ${names.slice(0, SHOWN).join(', ')}${names.length > SHOWN ? ', …' : ''}`,
      );
  };
  told(
    files.filter((file) => !sheet.rowOf.has(nameOf(file))),
    'files that the sample sheet does not have, left out',
  );
  told(
    [...sheet.rowOf.keys()].filter((name) => COUNTS.test(name) && !here.has(name)),
    'files of the sample sheet that are not there',
  );
  return known;
}

function idsOf(
  files: readonly string[],
  sheet: SampleSheet | undefined,
  id: string,
  where: string,
  sheetName: string,
): string[] {
  const column = { sample: 'Sample ID', case: 'Case ID', file: 'File ID' }[id]!;
  const values = sheet?.table.texts(sheet.table.columnIndex(column));
  const ids = files.map((file) => {
    const row = sheet?.rowOf.get(nameOf(file));
    return (row === undefined ? null : values![row]!) ?? nameOf(file).replace(/\..*$/, '');
  });
  const seen = new Map<string, string>();
  ids.forEach((one, i) => {
    const before = seen.get(one);
    if (before !== undefined) {
      throw new DataError({
        where: sheetName || where,
        problem: `each ${column} must have one file, got '${one}' for ${nameOf(before)} and ${nameOf(files[i]!)}`,
        hint: 'remove one of them from the folder, or keep them apart with id: file',
      });
    }
    seen.set(one, files[i]!);
  });
  return ids;
}

function rowsOf({ table, rowOf }: SampleSheet, files: readonly string[], ids: readonly string[]): Annotations {
  const all = tableToAnnotations(table, {
    ids: table.texts(0) as string[],
    columns: table.columns.map(({ name }) => name),
  });
  const rows = files.map((file) => rowOf.get(nameOf(file)) ?? -1);
  return {
    ids,
    columns: all.columns.map((column) =>
      column.type === 'number'
        ? { ...column, values: Float64Array.from(rows, (i) => column.values[i] ?? Number.NaN) }
        : { ...column, values: rows.map((i) => column.values[i] ?? null) },
    ),
  };
}

async function checkSum(file: ByteSource, promised: string | undefined, signal?: AbortSignal): Promise<void> {
  if (promised === undefined) return;
  const found = await md5Stream(file.chunks(signal));
  if (found === promised) return;
  throw new IntegrityError({
    where: file.name,
    problem: `the MD5 ${promised} of the manifest expected, got ${found}`,
    hint: 'the file is cut short or was changed: get it again',
  });
}

function sameGenes(found: GdcGenes, first: GdcGenes, file: string, firstFile: string): void {
  const other = found.ids.findIndex((id, j) => id !== first.ids[j]);
  if (other < 0 && found.ids.length === first.ids.length) return;
  const got =
    other < 0 ? `${found.ids.length} genes, not ${first.ids.length}` : `'${found.ids[other]}' as gene ${other + 1}`;
  throw new DataError({
    where: file,
    problem: `the genes of ${nameOf(firstFile)} in the same order expected, got ${got}`,
    hint: 'take files of one gene model',
  });
}

function unlisted(files: readonly string[], sums: ReadonlyMap<string, string>): string[] {
  const without = files.filter((file) => !sums.has(nameOf(file)));
  return without.length > 0
    ? [
        `files whose MD5 the manifest does not have, not checked: ${without.length}, ${without.slice(0, SHOWN).map(nameOf).join(', ')}`,
      ]
    : [];
}
