/** Axes [k] of length p, scores [k] of length n, and the sums of their squares, largest first; signs free. */
export interface Axes {
  readonly axes: readonly Float64Array[];
  readonly scores: readonly Float64Array[];
  readonly squares: Float64Array;
}

/** How many of the squares (largest first) are more than the rounding errors of float32 sums. @param total of all. */
export function rankOf(squares: Float64Array, total: number): number {
  const none = squares.findIndex((square) => !(square > 1e-7 * total));
  return none < 0 ? squares.length : none;
}

/** An axis may point either way: 1 when the entry of largest size (the first of equals) is positive, else −1, as scikit-learn's svd_flip. */
export function signOfLargest(u: Float64Array): number {
  let largest = 0;
  for (const v of u) if (Math.abs(v) > Math.abs(largest)) largest = v;
  return largest < 0 ? -1 : 1;
}
