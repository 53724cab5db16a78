/**
 * p values adjusted by Holm's step-down rule: the k-th smallest of m times (m − k + 1), never below the one before it, at most 1. Rejecting
 * what is below 0.05 keeps the chance of any false rejection at 5 %, however the tests depend on one another.
 * @param p in any order; a NaN (no test) stays NaN and is not counted. Source: Holm 1979, Scand J Stat 6, 65–70. Checked against R `p.adjust`.
 */
export function holm(p: readonly number[]): number[] {
  const tested = p.flatMap((value, at) => (Number.isNaN(value) ? [] : [{ value, at }]));
  tested.sort((a, b) => a.value - b.value);
  const adjusted = p.map(() => Number.NaN);
  let least = 0;
  tested.forEach(({ value, at }, rank) => {
    least = Math.min(1, Math.max(least, value * (tested.length - rank)));
    adjusted[at] = least;
  });
  return adjusted;
}
