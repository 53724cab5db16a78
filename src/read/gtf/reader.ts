import { FormatError } from '../../base/errors.ts';
import { buildTable } from '../delimited/build-table.ts';
import type { FileReading, ReadOptions } from '../reader.ts';
import type { ByteSource } from '../source.ts';
import { eachLine } from '../text/each-line.ts';
import { gff3Attributes, gtfAttributes } from './attributes.ts';
import { exonLength, type Gene, GeneCollector } from './gene-collector.ts';

const GENE = /gene$/;
/** Larger than any chromosome. */
const LARGEST = 2 ** 40;

/**
 * The genes of an annotation as a table: `id` (of Ensembl and RefSeq without its version), `version`, `symbol`, `type`, `chromosome`, `start` and
 * `end` (0-based, half-open), `strand`, `exon-length` (bases that at least one exon of the gene covers). Genes without a line of their own
 * (UCSC, StringTie) lie where their exons lie. Nothing else is kept, so that a file of 3 million lines needs the memory of its genes and exons.
 * @throws {FormatError} a line without nine fields, places that are none, no gene at all.
 * Source: GTF 2.2 (Brent lab), GFF3 1.26 (Sequence Ontology), formats of GENCODE and Ensembl. Cost: one pass.
 */
export async function read(source: ByteSource, options: ReadOptions): Promise<FileReading> {
  const genes = new GeneCollector();
  let gff3: boolean | undefined;
  let genome: string | undefined;
  let sequences = false;
  await eachLine(source, options, (line, number) => {
    if (sequences || line === '') return;
    if (line.startsWith('#')) {
      if (/^##gff-version\s+3/.test(line)) gff3 = true;
      if (line === '##FASTA') sequences = true;
      genome ??= /\b(GRC[a-z]\d+(\.p\d+)?|hg\d\d|mm\d\d|T2T-CHM13\S*)/.exec(line)?.[1];
      return;
    }
    const tabs = tabsOf(line);
    if (!tabs) throw fewFields(source.name, number, line);
    gff3 ??= /^\s*[^\s=;"]+=/.test(line.slice(tabs[7]! + 1));
    const kind = line.slice(tabs[1]! + 1, tabs[2]);
    const isGene = GENE.test(kind);
    if (!isGene && kind !== 'exon' && !gff3) return;
    const of = (gff3 ? gff3Attributes : gtfAttributes)(line.slice(tabs[7]! + 1));
    if (isGene) genes.gene(placeOf(line, tabs, source.name, number), of);
    else if (kind === 'exon') genes.exon(placeOf(line, tabs, source.name, number), of);
    else genes.between(of);
  });
  const found = genes.finish();
  if (found.length === 0) {
    throw new FormatError({
      where: source.name,
      problem: 'genes, or exons that name their gene, expected, got none',
      hint: 'is it the annotation of genes, and is it whole?',
    });
  }
  const facts = {
    format: gff3 ? 'GFF3' : 'GTF',
    genes: found.length,
    ...(genome ? { genome } : {}),
    places: '0-based, half-open',
  };
  return {
    content: { holds: 'table', table: tableOf(source.name, found) },
    facts,
    problems: problemsOf(found, genes.lost),
  };
}

function tableOf(name: string, genes: readonly Gene[]) {
  const text = (column: string, of: (gene: Gene) => string | null) =>
    ({ name: column, type: 'text', values: genes.map(of) }) as const;
  const number = (column: string, of: (gene: Gene) => number) =>
    ({ name: column, type: 'number', values: Float64Array.from(genes, of) }) as const;
  return buildTable(name, [
    text('id', ({ id }) => id),
    text('version', ({ version }) => version),
    text('symbol', ({ symbol }) => symbol),
    text('type', ({ type }) => type),
    text('chromosome', ({ chromosome }) => chromosome),
    number('start', ({ start0 }) => start0),
    number('end', ({ end0 }) => end0),
    text('strand', ({ strand }) => strand),
    number('exon-length', ({ exons }) => exonLength(exons)),
  ]);
}

function problemsOf(genes: readonly Gene[], lost: number): string[] {
  const without = genes.filter(({ exons }) => exons.length === 0).length;
  const twice = genes.length - new Set(genes.map(({ id }) => id)).size;
  return [
    ...(without > 0 ? [`genes without exons, whose exon-length is missing: ${without} of ${genes.length}`] : []),
    ...(lost > 0 ? [`exons that belong to no gene of the file, left out: ${lost}`] : []),
    ...(twice > 0 ? [`genes whose id another one has, on another chromosome: ${twice}`] : []),
  ];
}

/** Offsets of the eight tabs of a line; undefined: it has fewer. */
function tabsOf(line: string): number[] | undefined {
  const tabs: number[] = [];
  for (let at = line.indexOf('\t'); tabs.length < 8; at = line.indexOf('\t', at + 1)) {
    if (at < 0) return undefined;
    tabs.push(at);
  }
  return tabs;
}

function fewFields(file: string, number: number, line: string): FormatError {
  return new FormatError({
    where: `${file}:${number}`,
    problem: `nine fields separated by tabs expected, got ${line.split('\t').length}`,
    hint: 'the line is cut, or the file is no GTF or GFF3',
  });
}

function placeOf(line: string, tabs: readonly number[], file: string, number: number) {
  const field = (k: number) => line.slice(tabs[k - 1]! + 1, tabs[k]);
  const [start, end] = [field(3), field(4)];
  const [start1, end1] = [Number(start), Number(end)];
  if (/^\d+$/.test(start) && /^\d+$/.test(end) && start1 >= 1 && start1 <= end1 && end1 < LARGEST) {
    return { chromosome: line.slice(0, tabs[0]), start0: start1 - 1, end0: end1, strand: field(6) };
  }
  throw new FormatError({
    where: `${file}:${number}:4`,
    problem: `a start of at least 1 and an end not below it expected, got ${start.slice(0, 20)} and ${end.slice(0, 20)}`,
  });
}
