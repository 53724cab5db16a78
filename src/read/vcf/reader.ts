import { readRecords } from '../genotypes/read-records.ts';
import type { FileReading, ReadOptions } from '../reader.ts';
import type { ByteSource } from '../source.ts';
import { VcfParser } from './vcf-parser.ts';

export { write } from './write-vcf.ts';

/**
 * Reads a VCF as genotypes: copies of the ALT allele at 2 bits, one feature for each ALT allele of a record (of several, the copies of the others
 * count as none), or dosages as float32. A region is read by the index beside the file where there is one.
 * @throws {FormatError} with line and column (in a region read by its index: chromosome:position). @throws {DataError} no genotypes, no variant in
 * the region. @throws {UnsupportedError} polyploids, VCF 3. @throws {CancelledError}
 * Cost one pass; memory 2 bits a genotype and the strings of the variants. Source: VCF 4.1–4.5 (samtools/hts-specs). Checked against bcftools
 * 1.16, cyvcf2 0.30 and plink2 2.00a3.5.
 */
export const read = (source: ByteSource, options: ReadOptions): Promise<FileReading> =>
  readRecords(source, options, 'vcf', (variants, field) => new VcfParser(source.name, variants, field));
