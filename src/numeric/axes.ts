/** Axes [p, k] row-major, scores [k] of length n, and the sums of their squares, largest first; signs free. */
export interface Axes {
  readonly axes: Float64Array;
  readonly scores: readonly Float64Array[];
  readonly squares: Float64Array;
}

/** How many of the squares (largest first) are more than the rounding errors of float32 sums. @param total of all. */
export function rankOf(squares: Float64Array, total: number): number {
  const none = squares.findIndex((square) => !(square > 1e-7 * total));
  return none < 0 ? squares.length : none;
}
