import { MISSING_ALLELE, NO_ALLELE } from '../genotypes/emit.ts';
import { NO_NUMBER } from '../genotypes/likeliest.ts';

const TAB = 9;
const COLON = 58;
const BAR = 124;
const SLASH = 47;
const DOT = 46;

/** What is wrong with a field, and where it stands: the reader makes the error, which knows the line and the sample. */
export interface FieldFault {
  readonly sample: number;
  readonly kind: 'genotype' | 'allele' | 'ploidy' | 'number' | 'range' | 'count' | 'columns';
  readonly text: string;
}

/**
 * The sample columns of one line, of any form.
 * @param line bytes `from` … `to`: fields separated by tabs, subfields by colons, of which the one at `index` is meant.
 */
export class SampleFields {
  readonly nSamples: number;
  /** Genotypes written with `|`, of the last line. */
  phased = 0;
  fault: FieldFault | null = null;

  constructor(nSamples: number) {
    this.nSamples = nSamples;
  }

  /** Genotypes as alleles. False: `fault` says what is wrong. @param nAlleles REF and ALT. @param alleles [2·nSamples], written; see `emitCodes`. Source: VCF 4.5, §1.6.2 (GT). */
  genotypes(line: Uint8Array, from: number, to: number, index: number, nAlleles: number, alleles: Int16Array): boolean {
    this.phased = 0;
    return this.#each(line, from, to, index, (sample, start, end) => {
      alleles[2 * sample + 1] = NO_ALLELE;
      if (start === end && index > 0) {
        alleles[2 * sample] = MISSING_ALLELE;
        return null;
      }
      let at = start;
      let joined = true;
      // From VCF 4.4 on a genotype may begin with the phasing of its first allele.
      if (at < end && (line[at] === BAR || line[at] === SLASH)) at++;
      for (let k = 0; ; k++) {
        let allele = MISSING_ALLELE;
        if (at < end && line[at] === DOT) at++;
        else {
          const first = at;
          allele = 0;
          for (; at < end; at++) {
            const digit = line[at]! - 48;
            if (digit < 0 || digit > 9) break;
            allele = Math.min(1e6, 10 * allele + digit);
          }
          if (at === first) return 'genotype';
          if (allele >= nAlleles) return 'allele';
        }
        if (k > 1) return 'ploidy';
        alleles[2 * sample + k] = allele;
        if (at === end) {
          if (k === 1 && joined && allele >= 0 && alleles[2 * sample]! >= 0) this.phased++;
          return null;
        }
        const separator = line[at++];
        if (separator !== BAR && separator !== SLASH) return 'genotype';
        joined = separator === BAR;
      }
    });
  }

  /**
   * Numbers, `count` a sample, missing ones NaN; one with fewer of them has `NO_NUMBER` in the rest. @param out [nSamples · count]
   * @param exact fewer are wrong.
   */
  numbers(
    line: Uint8Array,
    from: number,
    to: number,
    index: number,
    count: number,
    out: Float64Array,
    exact: boolean,
  ): boolean {
    return this.#each(line, from, to, index, (sample, start, end) => {
      const base = sample * count;
      out.fill(Number.NaN, base, base + count);
      if (start === end || (end - start === 1 && line[start] === DOT)) return null;
      let k = 0;
      for (let at = start; at <= end; k++) {
        let stop = line.indexOf(44, at);
        if (stop < 0 || stop > end) stop = end;
        if (k >= count) return 'count';
        if (!(stop - at === 1 && line[at] === DOT)) {
          const value = numberAt(line, at, stop);
          if (Number.isNaN(value)) return 'number';
          out[base + k] = value;
        }
        at = stop + 1;
      }
      out.fill(NO_NUMBER, base + k, base + count);
      return exact && k !== count ? 'count' : null;
    });
  }

  /** Calls with the place of one subfield of every sample; an absent one is empty, or `.` where a genotype is read. */
  #each(
    line: Uint8Array,
    from: number,
    to: number,
    index: number,
    use: (sample: number, start: number, end: number) => FieldFault['kind'] | null,
  ): boolean {
    let at = from;
    for (let sample = 0; sample < this.nSamples; sample++) {
      if (at > to) return this.#columns(line, from, to);
      let start = at;
      for (let k = 0; k < index; k++) {
        while (start < to && line[start] !== COLON && line[start] !== TAB) start++;
        if (start < to && line[start] === COLON) start++;
      }
      let end = start;
      while (end < to && line[end] !== COLON && line[end] !== TAB) end++;
      const kind = use(sample, start, end);
      if (kind) {
        this.fault = { sample, kind, text: String.fromCharCode(...line.subarray(start, Math.min(end, start + 24))) };
        return false;
      }
      at = end;
      if (at < to && line[at] === COLON) {
        at = line.indexOf(TAB, at);
        if (at < 0 || at > to) at = to;
      }
      at++;
    }
    return at === to + 1 || this.#columns(line, from, to);
  }

  #columns(line: Uint8Array, from: number, to: number): false {
    let columns = to > from ? 1 : 0;
    for (let at = from; at < to; at++) if (line[at] === TAB) columns++;
    this.fault = { sample: -1, kind: 'columns', text: String(columns) };
    return false;
  }
}

/** Plain decimals at once, all else by the language; NaN: no number. */
function numberAt(line: Uint8Array, from: number, to: number): number {
  let whole = 0;
  let scale = 0;
  let at = from;
  for (; at < to; at++) {
    const digit = line[at]! - 48;
    if (digit >= 0 && digit <= 9) {
      whole = 10 * whole + digit;
      if (scale > 0) scale *= 10;
    } else if (line[at] === DOT && scale === 0) scale = 1;
    else break;
  }
  if (at === to && to - from < 15 && to - from > Number(scale > 0)) return scale > 1 ? whole / scale : whole;
  const text = String.fromCharCode(...line.subarray(from, Math.min(to, from + 64)));
  return /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text) ? Number(text) : Number.NaN;
}
