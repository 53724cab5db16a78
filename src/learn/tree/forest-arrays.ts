import type { Tree } from '../../kernels/forest.ts';
import type { Matrix } from '../../table/matrix.ts';

/** All trees of a forest, one after another in five arrays: what is stored in a model file. */
export interface Forest {
  readonly nClasses: number;
  /** First node of each tree, [nTrees]. */
  readonly roots: Uint32Array;
  /** Feature of each node, [nNodes]; −1 for a leaf. */
  readonly feature: Int32Array;
  /** A row goes left when its value is ≤ this, [nNodes]. */
  readonly threshold: Float32Array;
  /** Left child (the right one is the next node); of a leaf its row in `leaves`, [nNodes]. */
  readonly left: Uint32Array;
  /** Class shares, [nLeaves·nClasses] row-major. */
  readonly leaves: Float32Array;
}

export function joinTrees(trees: readonly Tree[], nClasses: number): Forest {
  const sum = (of: (tree: Tree) => number) => trees.reduce((total, tree) => total + of(tree), 0);
  const nNodes = sum((tree) => tree.feature.length);
  const forest: Forest = {
    nClasses,
    roots: new Uint32Array(trees.length),
    feature: new Int32Array(nNodes),
    threshold: new Float32Array(nNodes),
    left: new Uint32Array(nNodes),
    leaves: new Float32Array(sum((tree) => tree.leaves.length)),
  };
  let node = 0;
  let leaf = 0;
  trees.forEach((tree, t) => {
    forest.roots[t] = node;
    forest.feature.set(tree.feature, node);
    forest.threshold.set(tree.threshold, node);
    forest.leaves.set(tree.leaves, leaf * nClasses);
    tree.left.forEach((left, i) => {
      forest.left[node + i] = left + (tree.feature[i]! < 0 ? leaf : node);
    });
    node += tree.feature.length;
    leaf += tree.leaves.length / nClasses;
  });
  return forest;
}

/**
 * Mean over the trees of the class shares of the leaf that a row falls in, [nRows·nClasses] row-major, summed in float64 in tree order.
 * Cost O(nRows · nTrees · depth).
 */
export function forestProbabilities(forest: Forest, X: Matrix): Float64Array {
  const sums = new Float64Array(X.nRows * forest.nClasses);
  const rows = Uint32Array.from({ length: X.nRows }, (_, i) => i);
  for (let t = 0; t < forest.roots.length; t++) addLeafShares(forest, t, X, rows, sums);
  return sums.map((sum) => sum / forest.roots.length);
}

/**
 * Adds to `sums` [nRows·nClasses] the class shares of the leaf of tree t that each of `rows` falls in. The rows are divided node by node, so
 * that a feature is read as a run of one column; row by row would jump through the table. `rows` is reordered.
 */
export function addLeafShares(forest: Forest, t: number, X: Matrix, rows: Uint32Array, sums: Float64Array): void {
  const { nClasses, feature, threshold, left, leaves } = forest;
  const waiting = [forest.roots[t]!, 0, rows.length];
  while (waiting.length > 0) {
    const to = waiting.pop()!;
    const from = waiting.pop()!;
    const node = waiting.pop()!;
    const j = feature[node]!;
    if (j < 0) {
      const leaf = left[node]! * nClasses;
      for (let at = from; at < to; at++) {
        const sum = rows[at]! * nClasses;
        for (let k = 0; k < nClasses; k++) sums[sum + k]! += leaves[leaf + k]!;
      }
      continue;
    }
    const limit = threshold[node]!;
    const column = j * X.nRows;
    let low = from;
    let high = to;
    while (low < high) {
      const row = rows[low]!;
      if (X.data[column + row]! <= limit) {
        low++;
      } else {
        rows[low] = rows[--high]!;
        rows[high] = row;
      }
    }
    if (low < to) waiting.push(left[node]! + 1, low, to);
    if (from < low) waiting.push(left[node]!, from, low);
  }
}

/** Mean over the trees of the number of splits between the root and the deepest leaf. */
export function meanDepth({ roots, feature, left }: Forest): number {
  const depth = new Int32Array(feature.length);
  let sum = 0;
  roots.forEach((root, t) => {
    const end = roots[t + 1] ?? feature.length;
    let deepest = 0;
    // Children come after their parent.
    for (let node = root; node < end; node++) {
      if (feature[node]! < 0) deepest = Math.max(deepest, depth[node]!);
      else depth[left[node]!] = depth[left[node]! + 1] = depth[node]! + 1;
    }
    sum += deepest;
  });
  return sum / roots.length;
}
