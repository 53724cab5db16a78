import { MISSING_ALLELE, NO_ALLELE } from './emit.ts';

/** There is no number here: the list of the sample is shorter. */
export const NO_NUMBER = Number.NEGATIVE_INFINITY;

/**
 * The likeliest genotype of each sample; missing where none is known or two are equally likely. Genotypes j/k of a diploid stand at
 * k(k + 1)/2 + j, those of a haploid at k: as many numbers as alleles. Source: VCF 4.5, §1.6.2 (GL).
 * @param numbers [nSamples · nAlleles(nAlleles + 1)/2], NaN where missing, `NO_NUMBER` beyond the last. @param phredScaled least is likeliest (PL), else most (GL).
 * @param alleles [2·nSamples], written.
 */
export function likeliest(
  numbers: Float64Array,
  nAlleles: number,
  nSamples: number,
  phredScaled: boolean,
  alleles: Int16Array,
): void {
  const count = (nAlleles * (nAlleles + 1)) / 2;
  const sign = phredScaled ? -1 : 1;
  for (let i = 0; i < nSamples; i++) {
    const base = i * count;
    let best = Number.NEGATIVE_INFINITY;
    let at = -1;
    let ties = 0;
    let given = 0;
    for (; given < count && numbers[base + given] !== NO_NUMBER; given++) {
      const value = sign * numbers[base + given]!;
      if (Number.isNaN(value)) continue;
      if (value > best) {
        best = value;
        at = given;
        ties = 0;
      } else if (value === best) ties++;
    }
    const haploid = given === nAlleles && given < count;
    if (at < 0 || ties > 0 || (given < count && !haploid)) {
      alleles[2 * i] = MISSING_ALLELE;
      alleles[2 * i + 1] = MISSING_ALLELE;
    } else if (haploid) {
      alleles[2 * i] = at;
      alleles[2 * i + 1] = NO_ALLELE;
    } else {
      const k = Math.floor((Math.sqrt(8 * at + 1) - 1) / 2);
      alleles[2 * i] = at - (k * (k + 1)) / 2;
      alleles[2 * i + 1] = k;
    }
  }
}
