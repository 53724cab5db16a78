import { countGenotypes, emitCodes, type GenotypeCounts, MISSING_ALLELE, noCounts } from './emit.ts';
import { likeliest } from './likeliest.ts';
import type { VariantOptions } from './params.ts';
import { type Site, VariantStore } from './variant-store.ts';

/** Which measurement is read. */
export type VariantField = 'GT' | 'DS' | 'PL' | 'GL';

/** Records that were left out or changed, to be told. */
export interface RecordCounts {
  /** With several ALT alleles. */
  several: number;
  /** Without an ALT allele. */
  constant: number;
  /** ALT alleles that are no sequence of their own. */
  symbolic: number;
  /** Without the field that is read. */
  without: number;
}

/** Whether an ALT allele is one that a sample can be said to have copies of. Source: VCF 4.5, §1.6.1 (ALT), §5.5 (`<*>`). */
const isSequence = (alt: string): boolean =>
  alt !== '.' && alt !== '*' && alt !== '<*>' && alt !== '<NON_REF>' && alt !== '<X>';

/** Where records of VCF and BCF become variants of one ALT allele each. */
export class RecordSink {
  readonly counts: GenotypeCounts = noCounts();
  readonly records: RecordCounts = { several: 0, constant: 0, symbolic: 0, without: 0 };
  /** Settled by the first record. */
  field: VariantField | undefined;
  store: VariantStore<Uint8Array> | VariantStore<Float32Array> | undefined;
  /** Of the record at hand, [2·nSamples]; see `emitCodes`. */
  readonly alleles: Int16Array;
  readonly #nSamples: number;
  readonly #options: VariantOptions;
  readonly #wanted: VariantField | 'auto';
  #numbers = new Float64Array(0);

  constructor(nSamples: number, options: VariantOptions, wanted: VariantField | 'auto') {
    this.#nSamples = nSamples;
    this.#options = options;
    this.#wanted = wanted;
    this.alleles = new Int16Array(2 * nSamples);
  }

  /** @param names of the fields of the first record. Undefined: neither GT nor DS is among them. */
  settle(names: readonly (string | undefined)[]): VariantField | undefined {
    if (this.field) return this.field;
    const field = this.#wanted === 'auto' ? (['GT', 'DS'] as const).find((name) => names.includes(name)) : this.#wanted;
    if (!field) return undefined;
    this.field = field;
    this.store =
      field === 'DS'
        ? new VariantStore(Float32Array, this.#nSamples, this.#options)
        : new VariantStore(Uint8Array, this.#nSamples, this.#options);
    return field;
  }

  /** Counts a record, and says whether a variant is in it. */
  begin(alts: readonly string[]): boolean {
    const { records } = this;
    const real = alts.filter(isSequence).length;
    if (real > 0) {
      records.symbolic += alts.length - real;
      if (alts.length > 1) records.several++;
    } else if (alts[0] === '.' || alts.length === 0) records.constant++;
    else records.symbolic += alts.length;
    return real > 0;
  }

  /** Room for numbers of the record at hand, `count` a sample. */
  numbers(count: number): Float64Array {
    if (this.#numbers.length < count * this.#nSamples) this.#numbers = new Float64Array(count * this.#nSamples);
    return this.#numbers;
  }

  /** The record lacks the field. */
  absent(site: Site, alts: readonly string[]): void {
    this.records.without++;
    if (this.field === 'DS') this.takeDosages(site, alts, this.numbers(alts.length).fill(Number.NaN));
    else {
      this.alleles.fill(MISSING_ALLELE);
      this.takeAlleles(site, alts, 0);
    }
  }

  /** Of `alleles`. @param phased how many of them were. */
  takeAlleles(site: Site, alts: readonly string[], phased: number): void {
    const store = this.store as VariantStore<Uint8Array>;
    countGenotypes(this.alleles, phased, this.counts);
    alts.forEach((alt, k) => {
      if (!isSequence(alt)) return;
      const at = store.room();
      emitCodes(this.alleles, k + 1, store.values, at);
      store.keep(site, alt, alts.length > 1);
    });
  }

  /** @param numbers [nSamples · genotypes], as PL or GL. */
  takeLikelihoods(site: Site, alts: readonly string[], numbers: Float64Array): void {
    likeliest(numbers, alts.length + 1, this.#nSamples, this.field === 'PL', this.alleles);
    this.takeAlleles(site, alts, 0);
  }

  /** @param numbers [nSamples · alts]. @returns the first sample whose dosage is not from 0 to 2; −1: none. */
  takeDosages(site: Site, alts: readonly string[], numbers: Float64Array): number {
    const store = this.store as VariantStore<Float32Array>;
    const count = alts.length;
    for (let at = 0; at < count * this.#nSamples; at++) {
      if (numbers[at]! < 0 || numbers[at]! > 2) return Math.floor(at / count);
    }
    alts.forEach((alt, k) => {
      if (!isSequence(alt)) return;
      const at = store.room();
      for (let i = 0; i < this.#nSamples; i++) store.values[at + i] = numbers[i * count + k]!;
      store.keep(site, alt, count > 1);
    });
    return -1;
  }
}
