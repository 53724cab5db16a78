import { normalTail } from '../special/normal.ts';

/** Up to this many pairs the null distribution is counted out. */
const MOST_PAIRS = 1000;

/**
 * P(AUC ≥ a) of a number that says nothing of two classes of m and n members: the upper tail of the Mann–Whitney statistic U = AUC·m·n.
 * Counted out up to 1,000 pairs (no ties); beyond, the normal approximation with continuity correction, which is too large far out
 * (at AUC = 1 by orders of magnitude) and so errs towards chance.
 * @param auc 0 … 1. @returns 1 where a class is empty. Cost O(m²n²) up to 1,000 pairs, else O(1).
 * Source: Mann and Whitney 1947, Ann. Math. Stat. 18, 50, eq. 2. Checked against R `pwilcox`.
 */
export function rankSumTail(auc: number, m: number, n: number): number {
  if (m < 1 || n < 1) return 1;
  const u = auc * m * n;
  if (m * n > MOST_PAIRS) return normalTail((u - 0.5 - (m * n) / 2) / Math.sqrt((m * n * (m + n + 1)) / 12));
  const least = Math.ceil(u - 1e-9);
  const shares = nullDistribution(m, n);
  let tail = 0;
  for (let at = shares.length - 1; at >= Math.max(0, least); at--) tail += shares[at]!;
  return Math.min(1, tail);
}

/**
 * P(U = u), [m·n + 1]. The largest of all values belongs to the first class with chance m/(m + n), and then beats all n of the second:
 * P(u; m, n) = m/(m+n)·P(u − n; m − 1, n) + n/(m+n)·P(u; m, n − 1).
 */
function nullDistribution(m: number, n: number): Float64Array {
  let rows: Float64Array[] = Array.from({ length: n + 1 }, () => Float64Array.of(1)); // m = 0
  for (let a = 1; a <= m; a++) {
    const next: Float64Array[] = [Float64Array.of(1)];
    for (let b = 1; b <= n; b++) {
      const here = new Float64Array(a * b + 1);
      const fewerFirst = rows[b]!;
      const fewerSecond = next[b - 1]!;
      for (let u = 0; u < fewerFirst.length; u++) here[u + b]! += (a / (a + b)) * fewerFirst[u]!;
      for (let u = 0; u < fewerSecond.length; u++) here[u]! += (b / (a + b)) * fewerSecond[u]!;
      next.push(here);
    }
    rows = next;
  }
  return rows[n]!;
}
