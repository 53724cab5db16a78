/**
 * By how much a family of tests on counts divides alpha: tests that could not reach alpha/k whatever they show do not count. The smallest k
 * such that at most k tests have a smallest attainable p value ≤ alpha/k; a test is significant when p ≤ alpha/k. Bonferroni where all can.
 * @param attainable the smallest p value that each test could give, from its margins alone. Cost O(n log n).
 * Source: Tarone 1990, Biometrics 46, 515.
 */
export function taroneFactor(attainable: readonly number[], alpha: number): number {
  const sorted = attainable.toSorted((a, b) => a - b);
  let within = sorted.length;
  for (let k = 1; k <= sorted.length; k++) {
    while (within > 0 && sorted[within - 1]! > alpha / k) within--;
    if (within <= k) return k;
  }
  return Math.max(1, sorted.length);
}
