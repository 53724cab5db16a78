import { DataError, FormatError } from '../../base/errors.ts';
import { type SparseMatrix, sparseMatrix } from '../../table/matrix.ts';
import { isMissingText } from '../delimited/missing-words.ts';
import type { FileReading, ReadOptions } from '../reader.ts';
import type { ByteSource } from '../source.ts';
import { eachLine } from '../text/each-line.ts';
import { Names } from '../text/names.ts';
import { pickFields } from '../text/pick-fields.ts';
import { cutBarcode, NON_SILENT, SILENT } from './classifications.ts';

const COLUMNS = ['Hugo_Symbol', 'Variant_Classification', 'Tumor_Sample_Barcode', 'NCBI_Build'];
const SHOWN = 5;

interface MafParams {
  readonly variants?: 'non-silent' | 'all';
  readonly count?: boolean;
  readonly barcode?: 'whole' | 'patient' | 'sample' | 'vial';
}

/**
 * Which genes are mutated in which samples, a sparse block of samples × genes: 1 where a sample has a variant of the gene, or how many. Rows are
 * the barcodes of the file, also those with silent variants only; columns the genes with a variant that counts, both in order of
 * appearance. Variants outside genes (`Unknown`) are left out, and told. Lines that begin with # are passed over.
 * @throws {FormatError} columns that are not there, a line of another length. @throws {DataError} a sample without a name; a barcode that cannot be cut.
 * Source: GDC MAF format v1.0.0, columns 1, 4, 9, 16. Cost: one pass; memory an entry for each gene of each sample.
 * Checked against pandas (`crosstab`) on simulated files.
 */
export async function read(source: ByteSource, options: ReadOptions): Promise<FileReading> {
  const { variants = 'non-silent', count = false, barcode = 'whole' } = (options.params ?? {}) as MafParams;
  const names = new Names();
  const samples = new Map<string, number>();
  const genes = new Map<string, Map<number, number>>();
  const classes = new Map<string, number>();
  const barcodes = new Set<string>();
  const builds = new Set<string>();
  let version: string | undefined;
  let places: readonly number[] | undefined;
  let width = 0;
  let outside = 0;
  let kept = 0;
  const { lines } = await eachLine(source, options, (line, number) => {
    if (line === '' || line.startsWith('#')) {
      version ??= /^#version (\S+)/.exec(line)?.[1];
      return;
    }
    if (!places) {
      const header = line.split('\t');
      places = placesOf(header, source.name, number);
      width = header.length;
      return;
    }
    const fields = pickFields(line, places, width);
    if (!fields) {
      throw new FormatError({
        where: `${source.name}:${number}`,
        problem: `${width} fields expected (as in the header), got ${line.split('\t').length}`,
        hint: 'the line is cut, or has a tab too many or too few',
      });
    }
    const [gene, kind, full, build] = fields.map((field) => field.trim());
    if (isMissingText(full!)) {
      throw new DataError({
        where: `${source.name}:${number}:${places[2]! + 1}`,
        problem: 'a Tumor_Sample_Barcode expected, got none',
      });
    }
    const id = names.of(
      barcode === 'whole' ? full! : cut(full!, barcode, `${source.name}:${number}:${places[2]! + 1}`),
    );
    barcodes.add(names.of(full!));
    if (build) builds.add(names.of(build));
    if (!samples.has(id)) samples.set(id, samples.size);
    const word = names.of(kind!);
    classes.set(word, (classes.get(word) ?? 0) + 1);
    if (variants === 'non-silent' && !NON_SILENT.has(word)) return;
    if (isMissingText(gene!)) {
      outside++;
      return;
    }
    kept++;
    const symbol = names.of(gene!);
    const entries = genes.get(symbol) ?? new Map<number, number>();
    genes.set(symbol, entries);
    const i = samples.get(id)!;
    entries.set(i, count ? (entries.get(i) ?? 0) + 1 : 1);
  });
  if (!places || samples.size === 0) {
    throw new FormatError({
      where: source.name,
      problem: `a header and variants expected, got ${lines === 0 ? 'an empty file' : places ? 'only a header' : 'no header'}`,
    });
  }
  if (genes.size === 0) {
    throw new DataError({
      where: source.name,
      problem: `at least one ${variants === 'all' ? '' : 'non-silent '}variant of a gene expected, got none`,
      hint: 'variants: all takes silent ones too',
    });
  }
  const { name = 'mutation', kind = 'mutation' } = options.block ?? {};
  const block = {
    name,
    kind,
    ids: [...samples.keys()],
    features: [...genes.keys()],
    matrix: matrixOf(samples.size, genes),
  };
  const counts = [...classes].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1));
  const facts = {
    ...(version ? { version } : {}),
    ...(builds.size > 0 ? { genome: [...builds].join(', ') } : {}),
    ...{ variants: counts.reduce((sum, [, n]) => sum + n, 0), counted: kept },
    classifications: counts.map(([word, n]) => `${word || 'none'} ${n}`).join(', '),
  };
  const problems = [...unknownClasses(counts), ...joined(barcodes.size, samples.size, barcode)];
  if (outside > 0) problems.push(`variants outside genes, left out: ${outside}`);
  if (builds.size > 1) problems.push(`variants on different genome builds: ${[...builds].join(', ')}`);
  return { content: { holds: 'blocks', blocks: [{ block }] }, facts, problems };
}

function placesOf(header: readonly string[], file: string, number: number): number[] {
  const places = COLUMNS.map((column) => header.indexOf(column));
  const missing = COLUMNS.slice(0, 3).filter((_, k) => places[k]! < 0);
  if (missing.length === 0) return places;
  throw new FormatError({
    where: `${file}:${number}`,
    problem: `the columns of a MAF expected, got none called ${missing.join(', ')} among ${header.length}`,
    hint: 'is it tab-separated, with its header?',
  });
}

function cut(barcode: string, to: 'patient' | 'sample' | 'vial', where: string): string {
  const found = cutBarcode(barcode, to);
  if (found !== undefined) return found;
  throw new DataError({
    where,
    problem: `a barcode of TCGA that has a ${to} expected, got '${barcode.slice(0, 60)}'`,
    hint: 'read it with barcode: whole',
  });
}

function matrixOf(nRows: number, genes: ReadonlyMap<string, ReadonlyMap<number, number>>): SparseMatrix {
  const starts = new Int32Array(genes.size + 1);
  let total = 0;
  for (const entries of genes.values()) total += entries.size;
  const rows = new Int32Array(total);
  const values = new Float32Array(total);
  let at = 0;
  let j = 0;
  for (const entries of genes.values()) {
    for (const [row, value] of [...entries].sort(([a], [b]) => a - b)) {
      rows[at] = row;
      values[at++] = value;
    }
    starts[++j] = at;
  }
  return sparseMatrix(nRows, { starts, rows, values, base: new Float32Array(genes.size) });
}

function unknownClasses(counts: readonly (readonly [string, number])[]): string[] {
  const unknown = counts.filter(([word]) => !NON_SILENT.has(word) && !SILENT.has(word));
  if (unknown.length === 0) return [];
  const shown = unknown.slice(0, SHOWN).map(([word, n]) => `'${word}' ${n}`);
  return [`classifications of variants that the format does not know, taken as silent: ${shown.join(', ')}`];
}

function joined(barcodes: number, samples: number, to: string): string[] {
  return barcodes > samples
    ? [`barcodes that share a ${to} with another one, joined: ${barcodes} became ${samples}`]
    : [];
}
