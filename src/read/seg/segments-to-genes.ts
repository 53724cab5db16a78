import { DataError } from '../../base/errors.ts';
import type { Block } from '../../table/block.ts';
import { columnOf, createMatrix } from '../../table/matrix.ts';
import type { DelimitedTable } from '../delimited/table.ts';

export interface GeneCopyNumbers {
  readonly block: Block;
  /** One sentence: genes, those without a segment, names that were left out. */
  readonly statement: string;
}

interface Segment {
  readonly start0: number;
  readonly end0: number;
  readonly mean: number;
}

/**
 * Copy number of genes: the mean of the segments over a gene, weighted by the bases that each covers of it; NaN where none does.
 * @param segments as the reader of SEG gives them: sample, chromosome, start, end, mean; places 0-based, half-open.
 * @param genes as the reader of GTF gives them: id, symbol, chromosome, start, end. `chr` before a chromosome does not matter; 23 and 24 are X and Y.
 * @param options.by what features are called, default `symbol`; names of several genes, and genes without one, are left out and told.
 * @throws {DataError} no chromosome in common; segments of a sample that overlap. @throws {NotFoundError} a column.
 * Cost O(samples · genes · log segments).
 */
export function segmentsToGenes(
  segments: DelimitedTable,
  genes: DelimitedTable,
  options: { readonly name?: string; readonly by?: 'symbol' | 'id' } = {},
): GeneCopyNumbers {
  const { name = 'copy-number', by = 'symbol' } = options;
  const { samples, found } = groupSegments(segments);
  const names = genes.texts(genes.columnIndex(by));
  const counts = new Map<string, number>();
  for (const one of names) if (one !== null) counts.set(one, (counts.get(one) ?? 0) + 1);
  const rows = names.flatMap((one, i) => (one !== null && counts.get(one) === 1 ? [i] : []));
  const chromosomes = genes.texts(genes.columnIndex('chromosome')).map((one) => plainChromosome(one ?? ''));
  const [starts, ends] = ['start', 'end'].map((column) => genes.numbers(genes.columnIndex(column)));
  const known = new Set([...found.keys()].map((key) => key.slice(key.indexOf('\t') + 1)));
  if (!rows.some((i) => known.has(chromosomes[i]!))) {
    throw new DataError({
      where: segments.name,
      problem: `chromosomes of the genes expected, got ${[...known].slice(0, 5).join(', ')} where the genes have ${[...new Set(chromosomes)].slice(0, 5).join(', ')}`,
    });
  }
  const matrix = createMatrix(samples.length, rows.length);
  let uncovered = 0;
  rows.forEach((i, j) => {
    const column = columnOf(matrix, j);
    samples.forEach((sample, s) => {
      column[s] = meanOver(found.get(`${sample}\t${chromosomes[i]}`) ?? [], starts![i]!, ends![i]!);
    });
    if (column.every(Number.isNaN)) uncovered++;
  });
  const left = genes.nRows - rows.length;
  const statement = `copy number of ${rows.length} genes in ${samples.length} samples; ${uncovered} genes without a segment in any sample; ${left} left out for want of a ${by} of their own`;
  const block: Block = { name, kind: 'copy-number', ids: samples, features: rows.map((i) => names[i]!), matrix };
  return { block, statement };
}

/** `${sample}\t${chromosome}` → segments by their start. */
function groupSegments(table: DelimitedTable) {
  const [sample, chromosome] = ['sample', 'chromosome'].map((column) => table.texts(table.columnIndex(column)));
  const [start, end, mean] = ['start', 'end', 'mean'].map((column) => table.numbers(table.columnIndex(column)));
  const found = new Map<string, Segment[]>();
  for (let i = 0; i < table.nRows; i++) {
    const key = `${sample![i]}\t${plainChromosome(chromosome![i] ?? '')}`;
    const list = found.get(key) ?? [];
    found.set(key, list);
    list.push({ start0: start![i]!, end0: end![i]!, mean: mean![i]! });
  }
  for (const [key, list] of found) {
    list.sort((a, b) => a.start0 - b.start0);
    // Neighbours may share the marker at which they meet.
    const k = list.findIndex((one, at) => at > 0 && one.start0 < list[at - 1]!.end0 - 1);
    if (k > 0) {
      const [id, where] = key.split('\t');
      throw new DataError({
        where: table.name,
        problem: `segments of a sample must not overlap, got ${list[k - 1]!.start0}–${list[k - 1]!.end0} and ${list[k]!.start0}–${list[k]!.end0} on chromosome ${where} of '${id}'`,
      });
    }
  }
  return { samples: [...new Set(sample as string[])], found };
}

function meanOver(segments: readonly Segment[], start0: number, end0: number): number {
  let low = 0;
  let high = segments.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (segments[middle]!.end0 <= start0) low = middle + 1;
    else high = middle;
  }
  let bases = 0;
  let sum = 0;
  for (let k = low; k < segments.length && segments[k]!.start0 < end0; k++) {
    const { mean } = segments[k]!;
    const shared = Math.min(end0, segments[k]!.end0) - Math.max(start0, segments[k]!.start0);
    if (Number.isNaN(mean) || shared <= 0) continue;
    bases += shared;
    sum += shared * mean;
  }
  return bases > 0 ? sum / bases : Number.NaN;
}

function plainChromosome(chromosome: string): string {
  const plain = chromosome.replace(/^chr/i, '');
  return { '23': 'X', '24': 'Y', M: 'MT' }[plain] ?? plain;
}
