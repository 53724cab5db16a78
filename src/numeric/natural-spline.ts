/**
 * A basis of the natural cubic splines of `df` dimensions, the constant among them: cubic between the knots, linear beyond them. The knots are the ends of the
 * data and df − 2 quantiles between them. Any basis of this space gives the same fit.
 * @param x [n], finite. @param df ≥ 2, at most the number of different values. @returns [df] columns of length n: 1, x, and N₃ … scaled to the range.
 * Source: Hastie, Tibshirani & Friedman 2009, eq. 5.4–5.5; knots as R `splines::ns(x, df, intercept = TRUE)`, against whose fits it was checked.
 */
export function naturalSpline(x: ArrayLike<number>, df: number): Float64Array[] {
  const sorted = Float64Array.from(x).sort();
  const n = sorted.length;
  const quantile = (share: number) => {
    const at = share * (n - 1);
    const below = Math.floor(at);
    return sorted[below]! + (at - below) * (sorted[Math.min(n - 1, below + 1)]! - sorted[below]!);
  };
  const [low, range] = [sorted[0]!, sorted[n - 1]! - sorted[0]!];
  const scaled = Float64Array.from(x, (v) => (v - low) / range);
  const knots = Array.from({ length: df }, (_, k) => (quantile(k / (df - 1)) - low) / range);
  const last = knots[df - 1]!;
  const cube = (v: number) => (v > 0 ? v * v * v : 0);
  const bend = (v: number, k: number) => (cube(v - knots[k]!) - cube(v - last)) / (last - knots[k]!);
  return [
    new Float64Array(n).fill(1),
    scaled,
    ...Array.from({ length: df - 2 }, (_, k) => scaled.map((v) => bend(v, k) - bend(v, df - 2))),
  ];
}
