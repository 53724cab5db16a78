/**
 * p values adjusted for having asked many questions, by the step-up rule of Benjamini and Hochberg: qᵢ = min over j ≥ i of m·p₍ⱼ₎/j. Of those
 * with q at most 0.05, no more than 5 % are expected to be false, for independent or positively dependent questions.
 * @param p values in [0, 1]; NaN is no question and stays NaN. Not modified. @returns in the order given, at most 1. Cost O(m log m).
 * Source: Benjamini & Hochberg 1995, J. R. Statist. Soc. B 57. Checked against R `p.adjust(method = "BH")`.
 */
export function benjaminiHochberg(p: ArrayLike<number>): Float64Array {
  const q = new Float64Array(p.length).fill(Number.NaN);
  const order = Array.from(p, (_, i) => i)
    .filter((i) => !Number.isNaN(p[i]!))
    .sort((a, b) => p[a]! - p[b]!);
  let last = 1;
  for (let rank = order.length; rank > 0; rank--) {
    const i = order[rank - 1]!;
    last = Math.min(last, (p[i]! * order.length) / rank);
    q[i] = last;
  }
  return q;
}
