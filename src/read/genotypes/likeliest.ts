import { MISSING_ALLELE, NO_ALLELE } from './emit.ts';

/**
 * The likeliest genotype of each sample; missing where none is known or two are equally likely. Genotypes j/k of a diploid stand at
 * k(k + 1)/2 + j, those of a haploid at k: as many numbers as alleles. Source: VCF 4.5, §1.6.2 (GL).
 * @param numbers [nSamples · nAlleles(nAlleles + 1)/2], NaN beyond the last. @param phredScaled least is likeliest (PL), else most (GL).
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
    let known = 0;
    for (let g = 0; g < count; g++) {
      const value = sign * numbers[base + g]!;
      if (Number.isNaN(value)) continue;
      known = g + 1;
      if (value > best) {
        best = value;
        at = g;
        ties = 0;
      } else if (value === best) ties++;
    }
    const haploid = known > 0 && known <= nAlleles && nAlleles > 1;
    if (at < 0 || ties > 0) {
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
