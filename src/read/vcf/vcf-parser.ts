import { DataError, FormatError, UnsupportedError } from '../../base/errors.ts';
import { type Region, touches, type VariantOptions } from '../genotypes/params.ts';
import { RecordSink, type VariantField } from '../genotypes/record-sink.ts';
import type { Site, VariantStore } from '../genotypes/variant-store.ts';
import { DiploidLines } from './diploid-lines.ts';
import { type FieldFault, SampleFields } from './sample-fields.ts';
import { type VcfHeader, VcfHeaderParser } from './vcf-header.ts';

const LF = 10;
const CR = 13;
const TAB = 9;
/** Most ALT alleles, as lists. */
const LETTERS: ReadonlyMap<string, readonly string[]> = new Map([...'ACGT'].map((letter) => [letter, [letter]]));

/** Takes the bytes of a VCF in pieces that may end anywhere. */
export class VcfParser {
  header: VcfHeader | undefined;
  /** From the header on. */
  sink!: RecordSink;
  /** A record after the region was met, on its chromosome: of a sorted file nothing more is to come. */
  pastRegion = false;
  /** Chromosomes in the order of the file, where they were looked at for the region. */
  readonly chromosomes = new Set<string>();
  /** What comes after the header is not looked at. */
  headerOnly = false;
  /** Share of the file that has been read, for the room of the values. */
  share = 0;

  readonly #file: string;
  readonly #options: VariantOptions;
  readonly #region: Region | null;
  readonly #wanted: VariantField | 'auto';
  readonly #headerLines: VcfHeaderParser;
  #carry = new Uint8Array(1 << 12);
  #carried = 0;
  #line = 0;
  /** From the index on, lines are not counted: places are those of the genome. */
  #lineKnown = true;
  #place = '';
  #fields!: SampleFields;
  #diploid!: DiploidLines;
  #format = '';
  #formatBytes = new Uint8Array(0);
  #index = -1;
  #alone = false;
  #chromosome = '';
  #chromosomeBytes = new Uint8Array(0);

  constructor(file: string, options: VariantOptions, field: VariantField | 'auto') {
    this.#file = `vcf ${file}`;
    this.#options = options;
    this.#region = options.region;
    this.#wanted = field;
    this.#headerLines = new VcfHeaderParser(this.#file);
  }

  push(chunk: Uint8Array): void {
    let from = 0;
    while (from < chunk.length && !(this.headerOnly && this.header)) {
      const end = chunk.indexOf(LF, from);
      if (end < 0) {
        this.#keepForLater(chunk.subarray(from));
        return;
      }
      if (this.#carried > 0) {
        this.#keepForLater(chunk.subarray(from, end));
        const length = this.#carried;
        this.#carried = 0;
        this.#takeLine(this.#carry, 0, length);
      } else this.#takeLine(chunk, from, end);
      from = end + 1;
    }
  }

  /** From here on come the records of a region, found by the index. */
  jump(): void {
    this.headerOnly = false;
    this.#carried = 0;
    this.#lineKnown = false;
  }

  /** @throws {FormatError} the file ends within a line, or within its header. */
  finish(): void {
    if (this.#carried > 0 && (this.#lineKnown || !this.pastRegion)) {
      throw new FormatError({
        where: `${this.#file}:${this.#line + 1}`,
        problem: 'the last line must end with a line end, got the end of the file',
        hint: 'is the file cut short? Otherwise add the line end',
      });
    }
    if (this.header) return;
    throw new FormatError({
      where: this.#file,
      problem:
        this.#line === 0
          ? 'a header that begins with ##fileformat expected, got an empty file'
          : `a line of columns (#CHROM) expected at the end of the header, got the end of the file after ${this.#line} lines`,
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

  #takeLine(bytes: Uint8Array, from: number, end: number): void {
    this.#line++;
    const to = end > from && bytes[end - 1] === CR ? end - 1 : end;
    if (this.header) {
      if (to > from) this.#record(bytes, from, to);
      return;
    }
    this.header = this.#headerLines.push(new TextDecoder().decode(bytes.subarray(from, to)));
    if (!this.header) return;
    const { length } = this.header.samples;
    this.sink = new RecordSink(length, this.#options, this.#wanted);
    this.#fields = new SampleFields(length);
    this.#diploid = new DiploidLines(length);
  }

  #record(line: Uint8Array, from: number, to: number): void {
    const chromosomeEnd = this.#tab(line, from, to, 1);
    const chromosome = this.#chromosomeOf(line, from, chromosomeEnd);
    const region = this.#region;
    if (region && chromosome !== region.chromosome) return;
    const positionEnd = this.#tab(line, chromosomeEnd + 1, to, 2);
    const position = this.#positionOf(line, chromosomeEnd + 1, positionEnd);
    if (!this.#lineKnown) this.#place = `${chromosome}:${position}`;
    if (region && position > region.end0) {
      this.pastRegion = true;
      return;
    }
    const idEnd = this.#tab(line, positionEnd + 1, to, 3);
    const refEnd = this.#tab(line, idEnd + 1, to, 4);
    const altEnd = this.#tab(line, refEnd + 1, to, 5);
    const qualEnd = this.#tab(line, altEnd + 1, to, 6);
    const filterEnd = this.#tab(line, qualEnd + 1, to, 7);
    const infoEnd = this.#tab(line, filterEnd + 1, to, 8);
    const formatEnd = this.#tab(line, infoEnd + 1, to, 9);
    if (region && !touches(region, position, refEnd - idEnd - 1)) {
      const end =
        line[refEnd + 1] === 60 ? /(?:^|;)END=(\d+)/.exec(text(line, filterEnd + 1, infoEnd))?.[1] : undefined;
      if (end === undefined || !touches(region, position, Number(end) - position + 1)) return;
    }
    this.#formatOf(line, infoEnd + 1, formatEnd);
    const ref = text(line, idEnd + 1, refEnd);
    const alt = text(line, refEnd + 1, altEnd);
    const alts = LETTERS.get(alt) ?? alt.split(',');
    if (ref === '' || alts.includes('')) {
      throw this.#error(4, `REF and ALT must be alleles, got '${ref}' and '${alts.join(',')}'`);
    }
    const id = text(line, positionEnd + 1, idEnd);
    this.#values(line, formatEnd + 1, to, { chromosome, position, id: id === '.' || id === '' ? null : id, ref }, alts);
  }

  /** The values of a record, and one variant for each of its ALT alleles. */
  #values(line: Uint8Array, from: number, to: number, site: Site, alts: readonly string[]): void {
    const { sink } = this;
    const field = sink.field ?? this.#settle();
    sink.store!.share = this.share;
    const holds = sink.begin(alts);
    if (!holds || this.#index < 0) {
      // Looked at all the same: a broken line is told wherever it stands.
      this.#columns(line, from, to);
      if (holds) sink.absent(site, alts);
      return;
    }
    const fields = this.#fields;
    if (field === 'GT') {
      if (alts.length === 1 && this.#alone) {
        const store = sink.store as VariantStore<Uint8Array>;
        const at = store.room();
        if (this.#diploid.read(line, from, to, store.values, at)) {
          sink.counts.called += this.#diploid.called;
          sink.counts.phased += this.#diploid.phased;
          store.keep(site, alts[0]!, false);
          return;
        }
      }
      if (!fields.genotypes(line, from, to, this.#index, alts.length + 1, sink.alleles)) {
        throw this.#fault(fields.fault!, alts.length);
      }
      sink.takeAlleles(site, alts, fields.phased);
      return;
    }
    const exact = field === 'DS';
    const count = exact ? alts.length : ((alts.length + 1) * (alts.length + 2)) / 2;
    const numbers = sink.numbers(count);
    if (!fields.numbers(line, from, to, this.#index, count, numbers, exact))
      throw this.#fault(fields.fault!, alts.length);
    if (!exact) {
      sink.takeLikelihoods(site, alts, numbers);
      return;
    }
    const sample = sink.takeDosages(site, alts, numbers);
    if (sample < 0) return;
    const text = [...numbers.subarray(sample * count, (sample + 1) * count)].join(',');
    throw this.#fault({ sample, kind: 'range', text }, alts.length);
  }

  /** What is read, settled by the first record. @throws {DataError} it has neither genotypes nor dosages. */
  #settle(): VariantField {
    const parts = this.#format.split(':');
    const field = this.sink.settle(parts);
    if (!field) throw nothingToRead(this.#where(9), parts);
    this.#index = parts.indexOf(field);
    this.#alone = parts.length === 1;
    return field;
  }

  #formatOf(line: Uint8Array, from: number, to: number): void {
    if (sameBytes(this.#formatBytes, line, from, to)) return;
    this.#formatBytes = line.slice(from, to);
    this.#format = text(line, from, to);
    const parts = this.#format.split(':');
    this.#index = this.sink.field ? parts.indexOf(this.sink.field) : -1;
    this.#alone = parts.length === 1;
  }

  #chromosomeOf(line: Uint8Array, from: number, to: number): string {
    if (sameBytes(this.#chromosomeBytes, line, from, to)) return this.#chromosome;
    if (to === from) throw this.#error(1, 'a chromosome expected, got an empty field');
    this.#chromosomeBytes = line.slice(from, to);
    this.#chromosome = text(line, from, to);
    this.chromosomes.add(this.#chromosome);
    return this.#chromosome;
  }

  #positionOf(line: Uint8Array, from: number, to: number): number {
    let position = 0;
    for (let at = from; at < to; at++) {
      const digit = line[at]! - 48;
      if (digit < 0 || digit > 9 || position > 2 ** 32) position = Number.NaN;
      else position = 10 * position + digit;
    }
    if (to > from && !Number.isNaN(position)) return position;
    throw this.#error(2, `a position expected, got '${text(line, from, to).slice(0, 24)}'`);
  }

  /** Where the tab after column `column` (1-based) stands. */
  #tab(line: Uint8Array, from: number, to: number, column: number): number {
    // Most columns are short: a loop is faster than a call.
    let at = from;
    for (const stop = Math.min(to, from + 32); at < stop; at++) if (line[at] === TAB) return at;
    at = at < to ? line.indexOf(TAB, at) : -1;
    if (at >= 0 && at < to) return at;
    const { length } = this.header!.samples;
    throw this.#error(
      column,
      `${length} samples in the header but the line ends after ${column} columns`,
      'is the file cut short, or separated by blanks?',
    );
  }

  /** @throws {FormatError} another number of columns than of samples. */
  #columns(line: Uint8Array, from: number, to: number): void {
    let columns = 1;
    for (let at = from; at < to; at++) if (line[at] === TAB) columns++;
    if (columns !== this.#fields.nSamples) {
      throw this.#fault({ sample: -1, kind: 'columns', text: String(columns) }, 0);
    }
  }

  #where(column?: number): string {
    if (!this.#lineKnown) return `${this.#file}, ${this.#place}`;
    return `${this.#file}:${this.#line}${column === undefined ? '' : `:${column}`}`;
  }

  #error(column: number, problem: string, hint?: string): FormatError {
    return new FormatError({ where: this.#where(column), problem, hint });
  }

  #fault({ sample, kind, text: got }: FieldFault, nAlts: number): FormatError | UnsupportedError {
    const samples = this.header!.samples;
    if (kind === 'columns') {
      return new FormatError({
        where: this.#where(),
        problem: `${samples.length} samples in the header but ${got} genotype columns`,
      });
    }
    const where = this.#where(sample + 10);
    const of = `got '${got}' of sample '${samples[sample]}'`;
    if (kind === 'ploidy') {
      return new UnsupportedError({
        where,
        problem: `genotypes of one or two alleles are read, ${of}`,
        hint: 'for polyploids give dosages in a table',
      });
    }
    const rule = {
      genotype: 'a genotype such as 0/1, 1|1 or ./. expected',
      allele: `an allele from 0 to ${nAlts} expected, as the record has ${nAlts} ALT`,
      number: `numbers expected in ${this.sink.field}`,
      range: 'a dosage from 0 to 2 expected',
      count: `${this.sink.field} must have one number for each ${this.sink.field === 'DS' ? 'ALT allele' : 'genotype'}`,
    }[kind];
    return new FormatError({ where, problem: `${rule}, ${of}` });
  }
}

/** Of the first record of a file without genotypes and dosages. */
export function nothingToRead(where: string, fields: readonly (string | undefined)[]): DataError {
  const other = (['PL', 'GL'] as const).find((name) => fields.includes(name));
  return new DataError({
    where,
    problem: `genotypes (GT) or dosages (DS) expected in FORMAT, got ${fields.join(':') || 'nothing'}`,
    hint: other ? `ask for the likeliest genotype with field: ${other}` : 'call genotypes first',
  });
}

function sameBytes(known: Uint8Array, line: Uint8Array, from: number, to: number): boolean {
  if (known.length !== to - from || to === from) return false;
  for (let k = 0; k < known.length; k++) if (known[k] !== line[from + k]) return false;
  return true;
}

/** Bytes as text: one letter is a string that exists already, short ones are ASCII nearly always. */
function text(line: Uint8Array, from: number, to: number): string {
  if (to - from === 1 && line[from]! < 128) return String.fromCharCode(line[from]!);
  if (to - from > 64) return new TextDecoder().decode(line.subarray(from, to));
  let ascii = true;
  for (let at = from; at < to; at++) ascii &&= line[at]! < 128;
  const part = line.subarray(from, to);
  return ascii ? String.fromCharCode.apply(null, part as unknown as number[]) : new TextDecoder().decode(part);
}
