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
  /**
   * The value of a leaf that holds these rows, where a Newton step is not what minimises the loss.
   * @param rows of the leaf, at least one. @param margins before the tree.
   */
  leafValue?(rows: readonly number[], margins: Float64Array): number;
  /** Leaves hold values within ± this. Default: any. */
  readonly maxStep?: number;
  /** Size of g²/h that is ordinary for this target, where that is not about 1: what a gain must be seen against. */
  readonly gainUnit?: number;
}

/** A second derivative is at least this: so that a leaf whose rows are certain has a value (XGBoost's kRtEps for it). */
export const MIN_HESSIAN = 1e-16;
