import { DataError, UnsupportedError } from '../../base/errors.ts';
import { isPacked, type Matrix } from '../../table/matrix.ts';
import { countCodes, MISSING_CODE, type PackedGenotypes, pack, strideOf } from '../../table/packed.ts';
import { shortestFloat32 } from '../delimited/table.ts';
import { bgzip } from '../genotypes/bgzip.ts';
import { type Sites, sitesOf } from '../genotypes/sites.ts';
import { joinBytes } from '../join-bytes.ts';
import type { FileContent, WrittenFile } from '../reader.ts';

/** Of codes 0, 1, 2 and missing, each with the tab before it. */
const GENOTYPES = ['\t0/0', '\t0/1', '\t1/1', '\t./.'].map((text) => [...text].map((letter) => letter.charCodeAt(0)));
const GENOTYPE_BYTES = 4;
const MOST_DOSAGE = 2;
const LINE_END = Uint8Array.of(10);
const FIELDS = {
  GT: '##FORMAT=<ID=GT,Number=1,Type=String,Description="Genotype">',
  DS: '##FORMAT=<ID=DS,Number=A,Type=Float,Description="Expected copies of the ALT allele">',
};

/**
 * The first block as VCF 4.3, compressed by bgzip where the name ends in `.gz`: a record for each variant, in the order of the block; genotypes as
 * unphased GT, dosages as DS. Contigs are named in the header as they come, without lengths, which are not known. What is written is read back
 * as it was; a REF that is not known is N, which the format has for it. To be indexed it must be sorted: `bcftools sort`.
 * @param name of the file. @throws {UnsupportedError} no genotypes or dosages, no alleles.
 * @throws {DataError} a variant without chromosome or position; copies of an ALT allele that is not known.
 * Cost O(n·p), 4 bytes a genotype; memory the file as it is written. Source: VCF 4.3 specification, §1. Checked against bcftools 1.16 and plink2.
 */
export async function write(content: FileContent, name: string): Promise<readonly WrittenFile[]> {
  const refuse = (problem: string, hint?: string): never => {
    throw new UnsupportedError({ where: 'vcf', problem, hint });
  };
  if (content.holds !== 'blocks') return refuse(`holds genotypes, got ${content.holds}`);
  const { block } = content.blocks[0]!;
  const { matrix, ids } = block;
  const sites = sitesOf(content.blocks[0]!);
  if (!sites) return refuse('needs the alleles of every feature (ref, alt), got none', 'write from a VCF, BCF or .bed');
  const packed = isPacked(matrix) ? matrix.packed : pack(matrix.data, matrix.nRows, matrix.nCols);
  const values = packed
    ? genotypeFields(packed, matrix.nRows)
    : (dosageFields(matrix) ?? refuse('holds copies of an allele, 0 to 2, got other values'));
  const lines = recordsOf(headerOf(sites, ids, packed ? 'GT' : 'DS'), sites, values, packed && [packed, matrix.nRows]);
  return [{ name, bytes: /\.gz$/i.test(name) ? bgzip(lines) : joinBytes([...lines]) }];
}

type FieldsOf = (j: number) => Uint8Array;
const bytesOf = (text: string) => new TextEncoder().encode(text);
const tidy = (text: string) => text.replaceAll(/[\t\r\n]/g, '_');

function headerOf({ chromosome }: Sites, ids: readonly string[], field: keyof typeof FIELDS): string {
  const contigs = [...new Set(chromosome)].filter((name) => name !== null);
  const columns = ['#CHROM', 'POS', 'ID', 'REF', 'ALT', 'QUAL', 'FILTER', 'INFO', 'FORMAT', ...ids.map(tidy)];
  const lines = ['##fileformat=VCFv4.3', ...contigs.map((id) => `##contig=<ID=${id}>`), FIELDS[field]];
  return `${[...lines, columns.join('\t')].join('\n')}\n`;
}

/** Header and records, piece by piece. */
function* recordsOf(
  header: string,
  { chromosome, position, id, ref, alt }: Sites,
  values: FieldsOf,
  genotypes: readonly [PackedGenotypes, number] | null,
): Generator<Uint8Array> {
  yield bytesOf(header);
  for (let j = 0; j < ref.length; j++) {
    const where = `vcf: variant ${j + 1}${id[j] ? `, ${id[j]}` : ''}`;
    if (!chromosome[j] || !position[j]) {
      throw new DataError({ where, problem: 'a record has a chromosome and a position, got none' });
    }
    const allele = alt[j] || '.';
    if (allele === '.' && genotypes && hasCopies(...genotypes, j)) {
      throw new DataError({ where, problem: 'there are copies of an ALT allele, which is not known' });
    }
    const known = ref[j] && ref[j] !== '.' ? ref[j] : 'N';
    const fixed = [chromosome[j], position[j], id[j]?.replaceAll(/\s/g, '_') || '.', known, allele];
    yield bytesOf([...fixed, '.', '.', '.', genotypes ? 'GT' : 'DS'].join('\t'));
    yield values(j);
    yield LINE_END;
  }
}

function hasCopies({ codes }: PackedGenotypes, nRows: number, j: number): boolean {
  const [, one, two] = countCodes(codes, j * strideOf(nRows), nRows);
  return one + two > 0;
}

function genotypeFields({ codes }: PackedGenotypes, nRows: number): FieldsOf {
  return (j) => {
    const line = new Uint8Array(GENOTYPE_BYTES * nRows);
    for (let i = 0; i < nRows; i++) {
      const code = (codes[j * strideOf(nRows) + (i >> 2)]! >> (2 * (i & 3))) & MISSING_CODE;
      line.set(GENOTYPES[code]!, GENOTYPE_BYTES * i);
    }
    return line;
  };
}

/** Undefined where a value is no dosage. */
function dosageFields({ nRows, data }: Matrix): FieldsOf | undefined {
  if (data.some((value) => value < 0 || value > MOST_DOSAGE)) return undefined;
  return (j) => {
    const column = data.subarray(j * nRows, (j + 1) * nRows);
    return bytesOf(Array.from(column, (x) => `\t${Number.isNaN(x) ? '.' : shortestFloat32(x)}`).join(''));
  };
}
