import type { Matrix } from '../table/matrix.ts';

/** A tree whose cuts lie between bins: what kernels grow, since they do not see the values. */
export interface BinnedTree {
  /** Feature of each node, [nNodes]; −1 for a leaf. */
  readonly feature: Int32Array;
  /** Nodes where this is ≥ 0 have no threshold: they part categories, [nNodes]. Default: none does. */
  readonly subset?: Int32Array;
  /** Bins next to each cut, low | high << 8, [nNodes]. Equal when no value is above: such a cut parts the missing values from all others. */
  readonly cut: Uint16Array;
  /** To be placed, [nNodes]; or a threshold drawn at random, to be moved off the training values of its bin. */
  readonly threshold: Float32Array;
}

/**
 * Turns cuts between bins into thresholds: the midpoint between the largest training value in the bin below the cut and the smallest in
 * the bin above; +∞ when there is no bin above. One pass over each feature that occurs in a cut.
 * @param drawn thresholds are there already, and are only to agree with the bins: between the training
 * values next to the cut, which rounding and bins of several values may have missed.
 */
export function placeThresholds(X: Matrix, bins: Uint8Array, trees: readonly BinnedTree[], drawn = false): void {
  const { nRows: n, nCols: p } = X;
  // Counting sort of the cuts by feature, so that a feature is looked at once for all its cuts.
  const ends = new Uint32Array(p + 1);
  const cutAt = ({ feature, subset }: BinnedTree, node: number) => (subset && subset[node]! >= 0 ? -1 : feature[node]!);
  for (const tree of trees)
    for (let node = 0; node < tree.feature.length; node++) if (cutAt(tree, node) >= 0) ends[cutAt(tree, node) + 1]!++;
  for (let j = 0; j < p; j++) ends[j + 1]! += ends[j]!;
  const treeOf = new Uint32Array(ends[p]!);
  const nodeOf = new Uint32Array(ends[p]!);
  trees.forEach((tree, t) => {
    tree.feature.forEach((_, node) => {
      const j = cutAt(tree, node);
      if (j < 0) return;
      treeOf[ends[j]!] = t;
      nodeOf[ends[j]!++] = node;
    });
  });
  const lowest = new Float32Array(256);
  const highest = new Float32Array(256);
  for (let j = 0, at = 0; j < p; j++) {
    if (at === ends[j]!) continue;
    lowest.fill(Number.POSITIVE_INFINITY);
    highest.fill(Number.NEGATIVE_INFINITY);
    for (let i = j * n; i < (j + 1) * n; i++) {
      const b = bins[i]!;
      const value = X.data[i]!;
      if (value < lowest[b]!) lowest[b] = value;
      if (value > highest[b]!) highest[b] = value;
    }
    for (; at < ends[j]!; at++) {
      const { cut, threshold } = trees[treeOf[at]!]!;
      const node = nodeOf[at]!;
      const low = cut[node]! & 255;
      const high = cut[node]! >> 8;
      const own = threshold[node]!;
      if (drawn) threshold[node] = own > highest[low]! && own < lowest[high]! ? own : highest[low]!;
      else threshold[node] = low === high ? Number.POSITIVE_INFINITY : midpoint(highest[low]!, lowest[high]!);
    }
  }
}

/** Smallest training value in each bin, [p, 256] into `starts`; ∞ where there is no bin. */
export function binStarts(X: Matrix, bins: Uint8Array, starts: Float32Array): void {
  const n = X.nRows;
  starts.fill(Number.POSITIVE_INFINITY);
  for (let j = 0; j < X.nCols; j++) {
    for (let i = j * n; i < (j + 1) * n; i++) {
      const at = 256 * j + bins[i]!;
      if (X.data[i]! < starts[at]!) starts[at] = X.data[i]!;
    }
  }
}

/** Halfway between two float32, as float32; the lower one when rounding would reach the upper. */
export function midpoint(low: number, high: number): number {
  const middle = Math.fround((low + high) / 2);
  return middle < high ? middle : low;
}
