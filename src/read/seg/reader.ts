import { DataError, FormatError } from '../../base/errors.ts';
import { buildTable } from '../delimited/build-table.ts';
import { readTable } from '../delimited/read-table.ts';
import type { DelimitedTable } from '../delimited/table.ts';
import type { FileReading, ReadOptions } from '../reader.ts';
import type { ByteSource } from '../source.ts';

/** What each column of the result is called in files, in lower case. */
const NAMES: readonly (readonly string[])[] = [
  ['id', 'sample', 'sampleid', 'gdc_aliquot', "'id'"],
  ['chrom', 'chromosome', 'chr'],
  ['loc.start', 'start', 'startposition'],
  ['loc.end', 'end', 'endposition'],
  ['num.mark', 'num_probes', 'num.probes', 'nmark', 'markers', 'probes'],
  ['seg.mean', 'segment_mean', 'mean', 'log2.ratio'],
];
const CHROMOSOME = ['chrom', 'Chrom', 'CHROM', 'chromosome', 'Chromosome', 'chr', 'Chr', 'CHR'];

/**
 * Segments of copy number as a table: `sample`, `chromosome` as written, `start` and `end` (0-based, half-open; in the file they are 1-based and
 * inclusive), `probes`, `mean` (log2 ratio). @throws {FormatError} fewer than six columns. @throws {DataError} a place that is none.
 * Source: IGV file formats, "SEG"; DNAcopy `segment`; GDC copy number segment. Cost: one pass.
 */
export async function read(source: ByteSource, options: ReadOptions): Promise<FileReading> {
  const { signal, progress, warn } = options;
  const table = await readTable(source, {
    text: CHROMOSOME,
    ...(signal ? { signal } : {}),
    ...(progress ? { progress } : {}),
    ...(warn ? { warn } : {}),
  });
  const [sample, chromosome, start, end, probes, mean] = placesOf(table) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  const [starts, ends] = [table.numbers(start), table.numbers(end)];
  for (let i = 0; i < table.nRows; i++) {
    if (
      starts[i]! >= 0 &&
      starts[i]! <= ends[i]! &&
      table.textAt(i, sample) !== null &&
      table.textAt(i, chromosome) !== null
    )
      continue;
    const got = [sample, chromosome, start, end].map((j) => table.textAt(i, j) ?? 'nothing');
    throw new DataError({
      where: `${table.name}:${table.lineOf(i)}`,
      problem: `a sample, a chromosome, a start and an end not below it expected, got ${got.join(', ')}`,
    });
  }
  const means = table.numbers(mean);
  const missing = means.filter(Number.isNaN).length;
  const samples = table.texts(sample);
  const segments = buildTable(
    table.name,
    [
      { name: 'sample', type: 'text', values: samples },
      { name: 'chromosome', type: 'text', values: table.texts(chromosome) },
      { name: 'start', type: 'number', values: starts.map((value) => Math.max(0, value - 1)) },
      { name: 'end', type: 'number', values: ends },
      { name: 'probes', type: 'number', values: table.numbers(probes) },
      { name: 'mean', type: 'number', values: means },
    ],
    samples.map((_, i) => table.lineOf(i)),
  );
  return {
    content: { holds: 'table', table: segments },
    facts: { segments: table.nRows, samples: new Set(samples).size, places: '0-based, half-open' },
    problems: missing > 0 ? [`segments without a mean: ${missing}`] : [],
  };
}

function placesOf(table: DelimitedTable): number[] {
  const header = table.columns.map(({ name }) => name.toLowerCase());
  if (header.length < NAMES.length) {
    throw new FormatError({
      where: table.name,
      problem: `sample, chromosome, start, end, probes and mean expected, got ${header.length} columns`,
      hint: 'is it separated by tabs, with its header?',
    });
  }
  const places = NAMES.map((names) => header.findIndex((name) => names.includes(name)));
  const known = places.every((place) => place >= 0) ? places : [...NAMES.keys()];
  const words = [2, 3, 4, 5].find(
    (k) => table.columns[known[k]!]!.type === 'text' && table.columns[known[k]!]!.words!.length > 0,
  );
  if (words === undefined) return known;
  throw new DataError({
    where: table.name,
    problem: `sample, chromosome, start, end, probes and mean expected in this order, got text in column '${table.columns[known[words]!]!.name}'`,
    hint: `name the columns as ${NAMES.map(([name]) => name).join(', ')}`,
  });
}
