import { MISSING_ALLELE, NO_ALLELE } from '../genotypes/emit.ts';
import { Broken, bytesOfType, END, FLOAT, type TypedHead, type TypedReader } from './typed-values.ts';

/** Bits of what a pair of bytes says: its code below, then what is counted. */
const CALLED = 4;
const PHASED = 8;
const OTHER = 16;

/** Codes of all pairs of bytes of a diploid genotype of REF and one ALT. Made when first needed. */
let pairs: Uint8Array | undefined;

function pairTable(): Uint8Array {
  return Uint8Array.from({ length: 1 << 16 }, (_, pair) => {
    const [a, b] = [(pair & 255) >> 1, pair >> 9];
    if (a === 0 && b === 0) return 3;
    if (a < 1 || a > 2 || b < 1 || b > 2) return OTHER;
    return a - 1 + (b - 1) + CALLED + ((pair >> 8) & 1 ? PHASED : 0);
  });
}

/**
 * The common case: two alleles of 0 or 1 in a byte each, to codes at once. Null: there is something else.
 * @param codes written from `at` on. @returns how many are called and phased.
 */
export function diploidPairs(
  bytes: Uint8Array,
  from: number,
  nSamples: number,
  codes: Uint8Array,
  at: number,
): { called: number; phased: number } | null {
  pairs ??= pairTable();
  let called = 0;
  let phased = 0;
  let seen = 0;
  for (let i = 0; i < nSamples; ) {
    let byte = 0;
    for (let shift = 0; shift < 8 && i < nSamples; shift += 2, i++) {
      const found = pairs[bytes[from + 2 * i]! | (bytes[from + 2 * i + 1]! << 8)]!;
      seen |= found;
      byte |= (found & 3) << shift;
      called += (found >> 2) & 1;
      phased += (found >> 3) & 1;
    }
    codes[at++] = byte;
  }
  return seen & OTHER ? null : { called, phased };
}

/**
 * Genotypes of any form as pairs of alleles. Source: BCF2 specification, §6.3.3 (GT): (allele + 1) · 2, plus 1 where phased.
 * @param alleles [2·nSamples], written. @returns how many are phased, or the first sample with more than two alleles as −1 − sample.
 */
export function vectorAlleles(
  reader: TypedReader,
  { type, count, at }: TypedHead,
  nAlleles: number,
  alleles: Int16Array,
): number {
  const size = bytesOfType(type)!;
  if (type === FLOAT || (count > 0 && type === 7)) throw new Broken('genotypes that are no whole numbers');
  let phased = 0;
  for (let i = 0; i < alleles.length >> 1; i++) {
    let bar = false;
    let known = 0;
    alleles[2 * i] = MISSING_ALLELE;
    alleles[2 * i + 1] = NO_ALLELE;
    for (let k = 0; k < count; k++) {
      const value = reader.element(type, at + (i * count + k) * size);
      if (value === END) break;
      const allele = Number.isNaN(value) ? MISSING_ALLELE : (value >> 1) - 1;
      if (allele < MISSING_ALLELE || allele >= nAlleles)
        throw new Broken(`an allele of ${allele} of ${nAlleles - 1} ALT`);
      if (k > 1) return -1 - i;
      alleles[2 * i + k] = allele;
      if (allele >= 0) known++;
      bar = k === 1 && (value & 1) === 1;
    }
    if (bar && known === 2) phased++;
  }
  return phased;
}

/** Numbers, `wanted` a sample, missing ones NaN. @param absent what stands where the list of a sample is shorter. @param out [nSamples · wanted] */
export function vectorNumbers(
  reader: TypedReader,
  { type, count, at }: TypedHead,
  nSamples: number,
  wanted: number,
  out: Float64Array,
  absent: number,
): void {
  if (count > wanted) throw new Broken(`${count} numbers a sample, ${wanted} at most`);
  if (count > 0 && type === 7) throw new Broken('text where numbers should be');
  const size = bytesOfType(type)!;
  out.fill(absent, 0, nSamples * wanted);
  for (let i = 0; i < nSamples; i++) {
    for (let k = 0; k < count; k++) {
      const value = reader.element(type, at + (i * count + k) * size);
      if (value === END) break;
      if (!Number.isNaN(value) && !Number.isFinite(value)) throw new Broken('an infinite number');
      out[i * wanted + k] = value;
    }
  }
}
