import { FormatError, UnsupportedError } from '../../base/errors.ts';
import { NO_NUMBER } from '../genotypes/likeliest.ts';
import { type Region, touches, type VariantOptions } from '../genotypes/params.ts';
import { RecordSink, type VariantField } from '../genotypes/record-sink.ts';
import type { Site, VariantStore } from '../genotypes/variant-store.ts';
import { type VcfHeader, VcfHeaderParser } from '../vcf/vcf-header.ts';
import { nothingToRead } from '../vcf/vcf-parser.ts';
import { diploidPairs, vectorAlleles, vectorNumbers } from './genotype-vector.ts';
import { Broken, bytesOfType, INT8, type TypedHead, TypedReader } from './typed-values.ts';

const MAGIC_BYTES = 5;
/** Magic and length of the header. */
const START_BYTES = 9;
/** Two lengths, then the fixed fields of a record. */
const LENGTH_BYTES = 8;
const FIXED_BYTES = 24;

/** Takes the content of a BCF in pieces that may end anywhere. Source: BCF2 specification (VCF 4.5, §6). */
export class BcfParser {
  header: VcfHeader | undefined;
  /** From the header on. */
  sink!: RecordSink;
  pastRegion = false;
  readonly chromosomes = new Set<string>();
  headerOnly = false;
  share = 0;

  readonly #file: string;
  readonly #options: VariantOptions;
  readonly #region: Region | null;
  readonly #wanted: VariantField | 'auto';
  /** Bytes that wait for the rest of their record: of `#carry`, those from `#from` to `#to`. */
  #carry = new Uint8Array(1 << 16);
  #carried = 0;
  #record = 0;
  #recordKnown = true;

  constructor(file: string, options: VariantOptions, field: VariantField | 'auto') {
    this.#file = `bcf ${file}`;
    this.#options = options;
    this.#region = options.region;
    this.#wanted = field;
  }

  push(chunk: Uint8Array): void {
    let bytes = chunk;
    if (this.#carried > 0) {
      this.#keepForLater(chunk);
      bytes = this.#carry.subarray(0, this.#carried);
      this.#carried = 0;
    }
    let at = 0;
    while (!(this.headerOnly && this.header)) {
      const taken = this.header ? this.#takeRecord(bytes, at) : this.#takeHeader(bytes, at);
      if (taken === 0) break;
      at += taken;
    }
    if (this.headerOnly && this.header) return;
    const rest = bytes.subarray(at);
    // `bytes` may be the beginning of `#carry` itself: moving within it is what copyWithin is for.
    if (rest.buffer === this.#carry.buffer) {
      this.#carry.copyWithin(0, at, bytes.length);
      this.#carried = rest.length;
    } else this.#keepForLater(rest);
  }

  jump(): void {
    this.headerOnly = false;
    this.#carried = 0;
    this.#recordKnown = false;
  }

  /** @throws {FormatError} the file ends within a record, or within its header. */
  finish(): void {
    if (this.header && (this.#carried === 0 || (this.pastRegion && !this.#recordKnown))) return;
    throw new FormatError({
      where: this.header ? this.#where() : this.#file,
      problem: this.header
        ? `a whole record expected, got its first ${this.#carried} bytes and the end of the file`
        : 'a whole header expected, got the end of the file',
      hint: 'is the file cut short?',
    });
  }

  #keepForLater(bytes: Uint8Array): void {
    const need = this.#carried + bytes.length;
    if (need > this.#carry.length) {
      const larger = new Uint8Array(2 * need);
      larger.set(this.#carry.subarray(0, this.#carried));
      this.#carry = larger;
    }
    this.#carry.set(bytes, this.#carried);
    this.#carried = need;
  }

  /** Bytes that were used; 0: more are needed. */
  #takeHeader(bytes: Uint8Array, at: number): number {
    if (bytes.length - at < START_BYTES) return 0;
    const magic = bytes.subarray(at, at + MAGIC_BYTES);
    if (![0x42, 0x43, 0x46, 2].every((byte, k) => magic[k] === byte) || (magic[4] !== 1 && magic[4] !== 2)) {
      throw new FormatError({
        where: this.#file,
        problem: 'the bytes of BCF 2.1 or 2.2 expected at the beginning, got others',
      });
    }
    const length = uint32(bytes, at + MAGIC_BYTES);
    if (bytes.length - at < START_BYTES + length) return 0;
    const text = new TextDecoder().decode(bytes.subarray(at + START_BYTES, at + START_BYTES + length));
    const lines = new VcfHeaderParser(this.#file);
    for (const line of text.replace(/[\0\s]+$/, '').split('\n')) {
      if (this.header) throw this.#error('one line of columns (#CHROM) at the end of the header, got lines after it');
      this.header = lines.push(line.replace(/\r$/, ''));
    }
    if (!this.header) {
      throw new FormatError({
        where: this.#file,
        problem: 'a line of columns (#CHROM) expected in the header, got none',
      });
    }
    this.sink = new RecordSink(this.header.samples.length, this.#options, this.#wanted);
    return START_BYTES + length;
  }

  #takeRecord(bytes: Uint8Array, at: number): number {
    if (bytes.length - at < LENGTH_BYTES) return 0;
    const shared = uint32(bytes, at);
    const individual = uint32(bytes, at + 4);
    if (bytes.length - at < LENGTH_BYTES + shared + individual) return 0;
    this.#record++;
    const middle = at + LENGTH_BYTES + shared;
    try {
      this.#take(bytes, at + LENGTH_BYTES, middle, middle + individual);
    } catch (cause) {
      if (!(cause instanceof Broken)) throw cause;
      throw this.#error(`a whole record expected, got ${cause.message}`, cause);
    }
    return LENGTH_BYTES + shared + individual;
  }

  #take(bytes: Uint8Array, from: number, middle: number, end: number): void {
    const { sink } = this;
    const header = this.header!;
    const reader = new TypedReader(bytes, from, middle);
    reader.need(FIXED_BYTES);
    const contig = reader.int32();
    const chromosome = header.contigNames[contig];
    if (chromosome === undefined) throw new Broken(`contig ${contig}, which the header does not have`);
    this.chromosomes.add(chromosome);
    const position = reader.int32() + 1;
    if (position < 0) throw new Broken(`a position of ${position}`);
    const length = reader.int32();
    const region = this.#region;
    if (region) {
      if (chromosome !== region.chromosome) return;
      this.pastRegion ||= position > region.end0;
      if (!touches(region, position, length)) return;
    }
    reader.int32();
    const nAlleles = reader.int32() >>> 16;
    const counts = reader.int32();
    const [nSamples, nFields] = [counts & 0xffffff, counts >>> 24];
    if (nSamples !== header.samples.length) {
      throw this.#error(`${header.samples.length} samples in the header but ${nSamples} in the record`);
    }
    const id = reader.text();
    if (nAlleles > middle - reader.at) throw new Broken(`${nAlleles} alleles`);
    const alleles = Array.from({ length: nAlleles }, () => reader.text());
    const [ref = '', ...alts] = alleles;
    if (ref === '' || alts.includes('')) throw new Broken('an empty allele');
    const fields = this.#fieldsOf(bytes, middle, end, nSamples, nFields);
    const field = sink.settle([...fields.keys()]);
    if (!field) throw nothingToRead(this.#where(), [...fields.keys()]);
    sink.store!.share = this.share;
    if (!sink.begin(alts)) return;
    const site: Site = { chromosome, position, id: id === '' || id === '.' ? null : id, ref };
    const vector = fields.get(field);
    if (!vector) sink.absent(site, alts);
    else this.#values(bytes, end, vector, site, alts);
  }

  #values(bytes: Uint8Array, end: number, vector: TypedHead, site: Site, alts: readonly string[]): void {
    const { sink } = this;
    const { samples } = this.header!;
    const reader = new TypedReader(bytes, vector.at, end);
    if (sink.field === 'GT') {
      if (alts.length === 1 && vector.type === INT8 && vector.count === 2) {
        const store = sink.store as VariantStore<Uint8Array>;
        const at = store.room();
        const found = diploidPairs(bytes, vector.at, samples.length, store.values, at);
        if (found) {
          sink.counts.called += found.called;
          sink.counts.phased += found.phased;
          store.keep(site, alts[0]!, false);
          return;
        }
      }
      const phased = vectorAlleles(reader, vector, alts.length + 1, sink.alleles);
      if (phased < 0) {
        throw new UnsupportedError({
          where: this.#where(),
          problem: `genotypes of one or two alleles are read, got more of sample '${samples[-1 - phased]}'`,
          hint: 'for polyploids give dosages in a table',
        });
      }
      sink.takeAlleles(site, alts, phased);
      return;
    }
    const count = sink.field === 'DS' ? alts.length : ((alts.length + 1) * (alts.length + 2)) / 2;
    // Numbers that the file has no bytes for are not made room for.
    if (vector.count < count && count > 1 << 10) throw new Broken(`${vector.count} numbers a sample of ${count}`);
    const numbers = sink.numbers(count);
    vectorNumbers(reader, vector, samples.length, count, numbers, sink.field === 'DS' ? Number.NaN : NO_NUMBER);
    if (sink.field !== 'DS') sink.takeLikelihoods(site, alts, numbers);
    else {
      const sample = sink.takeDosages(site, alts, numbers);
      if (sample >= 0) throw this.#error(`dosages from 0 to 2 expected, got others of sample '${samples[sample]}'`);
    }
  }

  /** Where the vector of each field stands. */
  #fieldsOf(bytes: Uint8Array, from: number, end: number, nSamples: number, nFields: number): Map<string, TypedHead> {
    const reader = new TypedReader(bytes, from, end);
    const fields = new Map<string, TypedHead>();
    for (let f = 0; f < nFields; f++) {
      const key = reader.integer();
      const name = this.header!.dictionary[key];
      if (name === undefined) throw new Broken(`field ${key}, which the header does not have`);
      const head = reader.head();
      const length = head.count * bytesOfType(head.type)! * nSamples;
      reader.need(length);
      reader.at += length;
      fields.set(name, head);
    }
    return fields;
  }

  #where(): string {
    return this.#recordKnown ? `${this.#file}, record ${this.#record}` : `${this.#file}, record of the region`;
  }

  #error(problem: string, cause?: unknown): FormatError {
    return new FormatError({ where: this.#where(), problem, cause });
  }
}

const uint32 = (bytes: Uint8Array, at: number): number =>
  (bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24)) >>> 0;
