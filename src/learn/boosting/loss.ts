/**
 * What gradient boosting minimises: Σᵢ wᵢ·ℓ(yᵢ, margins of row i). A file of its own for each loss; it knows the targets and the weights of
 * its rows, and nothing of trees. Margins are [n, nOutputs] row-major float64.
 */
export interface Loss {
  /** Trees of a round. */
  readonly nOutputs: number;
  /** The constant margins to start from, [nOutputs]. */
  start(): Float64Array;
  /**
   * Writes wᵢ·∂ℓ/∂m and a second derivative that is positive, for every output and row, to `out` [nOutputs, n, 2] float32.
   * A loss may look at all rows at once, as a partial likelihood does.
   */
  gradients(margins: Float64Array, out: Float32Array): void;
  /** Weighted mean of ℓ. */
  value(margins: Float64Array): number;
}

/** A second derivative is at least this: so that a leaf whose rows are certain has a value (XGBoost's kRtEps for it). */
export const MIN_HESSIAN = 1e-16;
