/** Shares of the values at which the knots stand, by their number. Source: Harrell 2015, Regression Modeling Strategies, table 2.3. */
const KNOT_SHARES: Readonly<Record<number, readonly number[]>> = {
  3: [0.1, 0.5, 0.9],
  4: [0.05, 0.35, 0.65, 0.95],
  5: [0.05, 0.275, 0.5, 0.725, 0.95],
};

/** Where the knots stand: quantiles (R's type 7) of the values, ties merged. @param count 3, 4 or 5. */
export function splineKnots(values: Float64Array, count: 3 | 4 | 5): number[] {
  const sorted = values.slice().sort();
  const at = (share: number) => {
    const place = (sorted.length - 1) * share;
    const below = sorted[Math.floor(place)]!;
    return below + (sorted[Math.ceil(place)]! - below) * (place - Math.floor(place));
  };
  return [...new Set(KNOT_SHARES[count]!.map(at))];
}

/**
 * Columns of a restricted cubic spline: the values themselves and, with k ≥ 3 knots, k − 2 terms that are cubic between the knots and straight beyond
 * the outer ones, divided by (t_k − t₁)². With fewer knots the values alone.
 * Cost O(n·k). Source: Stone & Koo 1985; Harrell 2015, Regression Modeling Strategies, eq. 2.25.
 */
export function splineColumns(values: Float64Array, knots: readonly number[]): Float64Array[] {
  const k = knots.length;
  if (k < 3) return [values];
  const [first, last, before] = [knots[0]!, knots[k - 1]!, knots[k - 2]!];
  const scale = (last - first) * (last - first);
  const cube = (v: number) => (v > 0 ? v * v * v : 0);
  const terms = knots.slice(0, k - 2).map((knot) =>
    values.map((x) => {
      const beyond = (cube(x - before) * (last - knot) - cube(x - last) * (before - knot)) / (last - before);
      return (cube(x - knot) - beyond) / scale;
    }),
  );
  return [values, ...terms];
}
