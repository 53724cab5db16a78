import { MISSING_CODE } from '../../table/packed.ts';

/** An allele that is `.`. */
export const MISSING_ALLELE = -1;
/** There is no second allele: a haploid genotype. */
export const NO_ALLELE = -2;

/** What was met in genotypes, to be told. */
export interface GenotypeCounts {
  /** Both alleles known, or the only one. */
  called: number;
  /** Written with `|`. */
  phased: number;
  /** One allele known, the other missing: taken as missing. */
  half: number;
  /** One allele: taken as two of it. */
  haploid: number;
}

export const noCounts = (): GenotypeCounts => ({ called: 0, phased: 0, half: 0, haploid: 0 });

/**
 * Copies of one ALT allele as 2-bit codes. A haploid genotype counts as two of its allele, as PLINK takes it; half a genotype (`./1`) is missing.
 * @param alleles [2·nSamples], pairs: 0 is REF, k the k-th ALT allele. @param codes written from `at` on, padding included.
 */
export function emitCodes(alleles: Int16Array, allele: number, codes: Uint8Array, at: number): void {
  const n = alleles.length >> 1;
  for (let i = 0; i < n; ) {
    let byte = 0;
    const stop = Math.min(n, i + 4);
    for (let shift = 0; i < stop; i++, shift += 2) {
      const [a, b] = [alleles[2 * i]!, alleles[2 * i + 1]!];
      let code: number;
      if (a === MISSING_ALLELE || b === MISSING_ALLELE) code = MISSING_CODE;
      else if (b === NO_ALLELE) code = a === allele ? 2 : 0;
      else code = Number(a === allele) + Number(b === allele);
      byte |= code << shift;
    }
    codes[at++] = byte;
  }
}

/** Counts what is to be told of a record, once whatever its number of ALT alleles. */
export function countGenotypes(alleles: Int16Array, phased: number, counts: GenotypeCounts): void {
  for (let at = 0; at < alleles.length; at += 2) {
    const [a, b] = [alleles[at]!, alleles[at + 1]!];
    if (b === NO_ALLELE) {
      if (a === MISSING_ALLELE) continue;
      counts.haploid++;
      counts.called++;
    } else if (a >= 0 && b >= 0) counts.called++;
    else if (a >= 0 || b >= 0) counts.half++;
  }
  counts.phased += phased;
}
