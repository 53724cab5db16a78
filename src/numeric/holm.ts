/**
 * p values adjusted for having asked several questions, by Holm's step-down rule: the smallest is multiplied by the number m of them, the next by
 * m − 1, and so on, never falling. Whoever believes each adjusted value below 0.05 errs anywhere at all in at most 5 of 100 families, whatever
 * the dependence between the questions.
 * @param p values in [0, 1]; NaN is no question and stays NaN. Not modified. @returns in the order given, at most 1.
 * Source: Holm 1979, Scand. J. Statist. 6. Checked against R `p.adjust(method = "holm")`.
 */
export function holm(p: readonly number[]): number[] {
  const order = [...p.keys()].filter((i) => !Number.isNaN(p[i]!)).sort((a, b) => p[a]! - p[b]! || a - b);
  const out = p.map(() => Number.NaN);
  let last = 0;
  order.forEach((i, rank) => {
    last = Math.max(last, Math.min(1, (order.length - rank) * p[i]!));
    out[i] = last;
  });
  return out;
}
