/**
 * How much several selections from p features agree, from about 0 (as chance would) to 1 (the same): 1 less the mean variance of being selected over
 * that of chance, (1/p) Σ s²_j / (k̄/p (1 − k̄/p)). NaN for fewer than two selections, none or all selected.
 * Source: Nogueira, Sechidis & Brown 2018, JMLR 18(174), eq. 4; with equal sizes the mean of Kuncheva's index over pairs.
 */
export function selectionStability(selections: readonly ReadonlySet<string>[], p: number): number {
  const m = selections.length;
  const counts = new Map<string, number>();
  for (const set of selections) for (const name of set) counts.set(name, (counts.get(name) ?? 0) + 1);
  let variance = 0;
  let total = 0;
  for (const count of counts.values()) {
    const share = count / m;
    variance += (m / (m - 1)) * share * (1 - share);
    total += share;
  }
  const chance = (total / p) * (1 - total / p);
  return m < 2 || !(chance > 0) ? Number.NaN : 1 - variance / p / chance;
}
