import { DataError, FormatError, UnsupportedError } from '../../base/errors.ts';
import { countGenotypes, emitCodes, type GenotypeCounts, MISSING_ALLELE, noCounts } from '../genotypes/emit.ts';
import { likeliest } from '../genotypes/likeliest.ts';
import { type Region, touches, type VariantOptions } from '../genotypes/params.ts';
import { VariantStore } from '../genotypes/variant-store.ts';
import { DiploidLines } from './diploid-lines.ts';
import { type FieldFault, SampleFields } from './sample-fields.ts';
import { type VcfHeader, VcfHeaderParser } from './vcf-header.ts';

export type VariantField = 'GT' | 'DS' | 'PL' | 'GL';

/** Records that were left out or changed, to be told. */
export interface RecordCounts {
  /** Of the file or the region, whatever became of them. */
  records: number;
  /** With several ALT alleles. */
  several: number;
  /** Without an ALT allele. */
  constant: number;
  /** ALT alleles that are no sequence of their own: `*`, `<*>`, `<NON_REF>`. */
  symbolic: number;
  /** Without the field that is read. */
  without: number;
}

const LF = 10;
const CR = 13;
const TAB = 9;

/** Takes the bytes of a VCF in pieces that may end anywhere. */
export class VcfParser {
  readonly counts: GenotypeCounts = noCounts();
  readonly records: RecordCounts = { records: 0, several: 0, constant: 0, symbolic: 0, without: 0 };
  header: VcfHeader | undefined;
  store: VariantStore<Uint8Array> | VariantStore<Float32Array> | undefined;
  field: VariantField | undefined;
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
  #likelihoods = new Float64Array(0);
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
    this.#fields = new SampleFields(this.header.samples.length);
    this.#diploid = new DiploidLines(this.header.samples.length);
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
    this.records.records++;
    this.#formatOf(line, infoEnd + 1, formatEnd);
    const ref = text(line, idEnd + 1, refEnd);
    const alts = text(line, refEnd + 1, altEnd).split(',');
    if (ref === '' || alts.includes('')) {
      throw this.#error(4, `REF and ALT must be alleles, got '${ref}' and '${alts.join(',')}'`);
    }
    const id = text(line, positionEnd + 1, idEnd);
    this.#values(line, formatEnd + 1, to, { chromosome, position, id: id === '.' || id === '' ? null : id, ref }, alts);
  }

  /** The values of a record, and one variant for each of its ALT alleles. */
  #values(
    line: Uint8Array,
    from: number,
    to: number,
    variant: { chromosome: string; position: number; id: string | null; ref: string },
    alts: readonly string[],
  ): void {
    const field = this.#fieldOf();
    const store = this.store!;
    store.share = this.share;
    const first = alts[0]!;
    const real = alts.filter(isSequence);
    if (real.length === 0) {
      // Looked at all the same: a broken line is told wherever it stands.
      this.#columns(line, from, to);
      if (first === '.') this.records.constant++;
      else this.records.symbolic += alts.length;
      return;
    }
    this.records.symbolic += alts.length - real.length;
    if (alts.length > 1) this.records.several++;
    const split = alts.length > 1;
    if (this.#index < 0) this.records.without++;
    if (field === 'DS') {
      this.#dosages(line, from, to, variant, alts);
      return;
    }
    const codes = store as VariantStore<Uint8Array>;
    if (!split && this.#alone && field === 'GT') {
      const at = codes.room();
      if (this.#diploid.read(line, from, to, codes.values, at)) {
        this.counts.called += this.#diploid.called;
        this.counts.phased += this.#diploid.phased;
        codes.keep({ ...variant, alt: first, split });
        return;
      }
    }
    this.#alleles(line, from, to, alts.length + 1, field);
    const { alleles, phased } = this.#fields;
    countGenotypes(alleles, phased, this.counts);
    alts.forEach((alt, k) => {
      if (!isSequence(alt)) return;
      const at = codes.room();
      emitCodes(alleles, k + 1, codes.values, at);
      codes.keep({ ...variant, alt, split });
    });
  }

  /** Alleles of all samples to `#fields.alleles`. */
  #alleles(line: Uint8Array, from: number, to: number, nAlleles: number, field: VariantField): void {
    const fields = this.#fields;
    if (this.#index < 0) {
      this.#columns(line, from, to);
      fields.alleles.fill(MISSING_ALLELE);
      fields.phased = 0;
    } else if (field === 'GT') {
      if (!fields.genotypes(line, from, to, this.#index, nAlleles)) throw this.#fault(fields.fault!, nAlleles);
    } else {
      const count = (nAlleles * (nAlleles + 1)) / 2;
      if (this.#likelihoods.length < count * fields.nSamples) {
        this.#likelihoods = new Float64Array(count * fields.nSamples);
      }
      const numbers = this.#likelihoods;
      if (!fields.numbers(line, from, to, this.#index, count, numbers, false))
        throw this.#fault(fields.fault!, nAlleles);
      likeliest(numbers, nAlleles, fields.nSamples, field === 'PL', fields.alleles);
      fields.phased = 0;
    }
  }

  #dosages(
    line: Uint8Array,
    from: number,
    to: number,
    variant: { chromosome: string; position: number; id: string | null; ref: string },
    alts: readonly string[],
  ): void {
    const store = this.store as VariantStore<Float32Array>;
    const { nSamples } = this.#fields;
    const count = alts.length;
    if (this.#likelihoods.length < count * nSamples) this.#likelihoods = new Float64Array(count * nSamples);
    const numbers = this.#likelihoods;
    if (this.#index < 0) {
      this.#columns(line, from, to);
      numbers.fill(Number.NaN);
    } else if (!this.#fields.numbers(line, from, to, this.#index, count, numbers, true)) {
      throw this.#fault(this.#fields.fault!, count);
    }
    alts.forEach((alt, k) => {
      if (!isSequence(alt)) return;
      const at = store.room();
      for (let i = 0; i < nSamples; i++) {
        const value = numbers[i * count + k]!;
        if (value < 0 || value > 2) {
          throw this.#fault({ sample: i, kind: 'range', text: String(value) }, count);
        }
        store.values[at + i] = value;
      }
      store.keep({ ...variant, alt, split: count > 1 });
    });
  }

  /** What is read, settled by the first record. @throws {DataError} it has neither genotypes nor dosages. */
  #fieldOf(): VariantField {
    if (this.field) return this.field;
    const parts = this.#format.split(':');
    const field = this.#wanted === 'auto' ? (['GT', 'DS'] as const).find((name) => parts.includes(name)) : this.#wanted;
    if (!field) {
      const other = (['PL', 'GL'] as const).find((name) => parts.includes(name));
      throw new DataError({
        where: this.#where(9),
        problem: `genotypes (GT) or dosages (DS) expected in FORMAT, got ${this.#format}`,
        hint: other ? `ask for the likeliest genotype with field: ${other}` : 'call genotypes first',
      });
    }
    this.field = field;
    this.#index = parts.indexOf(field);
    this.#alone = parts.length === 1;
    const nSamples = this.header!.samples.length;
    this.store =
      field === 'DS'
        ? new VariantStore(Float32Array, nSamples, this.#options)
        : new VariantStore(Uint8Array, nSamples, this.#options);
    return field;
  }

  #formatOf(line: Uint8Array, from: number, to: number): void {
    if (sameBytes(this.#formatBytes, line, from, to)) return;
    this.#formatBytes = line.slice(from, to);
    this.#format = text(line, from, to);
    const parts = this.#format.split(':');
    this.#index = this.field ? parts.indexOf(this.field) : -1;
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

  #fault({ sample, kind, text: got }: FieldFault, nAlleles: number): FormatError | UnsupportedError {
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
      allele: `an allele from 0 to ${nAlleles - 1} expected, as the record has ${nAlleles - 1} ALT`,
      number: `numbers expected in ${this.field}`,
      range: 'a dosage from 0 to 2 expected',
      count: `${this.field} must have one number for each ${this.field === 'DS' ? 'ALT allele' : 'genotype'}`,
    }[kind];
    return new FormatError({ where, problem: `${rule}, ${of}` });
  }
}

/** Whether an ALT allele is one that a sample can be said to have copies of. Source: VCF 4.5, §1.6.1 (ALT), §5.5 (`<*>`). */
export function isSequence(alt: string): boolean {
  return alt !== '.' && alt !== '*' && alt !== '<*>' && alt !== '<NON_REF>' && alt !== '<X>';
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
