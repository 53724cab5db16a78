import { readRecords } from '../genotypes/read-records.ts';
import type { FileReading, ReadOptions } from '../reader.ts';
import type { ByteSource } from '../source.ts';
import { BcfParser } from './bcf-parser.ts';

/**
 * Reads a BCF as genotypes, as `vcf` does with the text. Places in errors are records, 1-based.
 * @throws {FormatError} a broken record. @throws {DataError} no genotypes, no variant in the region. @throws {UnsupportedError} polyploids.
 * @throws {CancelledError}
 * Cost one pass; memory 2 bits a genotype and the strings of the variants. Source: BCF2 (VCF 4.5, §6). Checked against bcftools 1.16.
 */
export const read = (source: ByteSource, options: ReadOptions): Promise<FileReading> =>
  readRecords(source, options, 'bcf', (variants, field) => new BcfParser(source.name, variants, field));
