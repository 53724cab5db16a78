/** Probabilities this near to each other, relatively, are equal: they differ by rounding. */
const TIE = 1e-9;

/**
 * Exact test of Hardy–Weinberg proportions: given the number of copies of each allele, the probability that as improbable a number of heterozygotes, or a
 * less probable one, arises by chance mating. P(h) ∝ 2ʰ / (h! a! b!), a and b the homozygotes that h leaves, from the most probable h by the recurrence
 * P(h + 2)/P(h) = 4ab / ((h + 1)(h + 2)).
 * @param heterozygous, homozygousA, homozygousB samples of each genotype, whole numbers ≥ 0. @returns in 0 … 1; 1 without a sample or a second allele;
 * 0 where it is below 1e-300. Cost O(copies of the rarer allele).
 * Source: Wigginton, Cutler & Abecasis 2005, AJHG 76: 887. Checked against plink2 `--hardy`.
 */
export function hardyWeinbergExact(heterozygous: number, homozygousA: number, homozygousB: number): number {
  const n = heterozygous + homozygousA + homozygousB;
  const copies = 2 * Math.min(homozygousA, homozygousB) + heterozygous;
  if (copies === 0) return 1;
  // Expected number under chance mating, of the parity that the copies allow.
  let mode = Math.floor((copies * (2 * n - copies)) / (2 * n));
  if ((mode ^ copies) & 1) mode++;
  mode = Math.min(mode, copies);
  const weights = new Map([[mode, 1]]);
  const rare = (h: number) => (copies - h) / 2;
  const common = (h: number) => n - h - rare(h);
  for (let h = mode, w = 1; h <= copies - 2; h += 2) {
    w *= (4 * rare(h) * common(h)) / ((h + 1) * (h + 2));
    weights.set(h + 2, w);
  }
  for (let h = mode, w = 1; h >= 2; h -= 2) {
    w *= (h * (h - 1)) / (4 * (rare(h) + 1) * (common(h) + 1));
    weights.set(h - 2, w);
  }
  const limit = weights.get(heterozygous)! * (1 + TIE);
  let all = 0;
  let tail = 0;
  for (const w of weights.values()) {
    all += w;
    if (w <= limit) tail += w;
  }
  return Math.min(1, tail / all);
}
