import { type BoostedTree, isIn } from '../../kernels/boosting-tree.ts';
import type { Matrix } from '../../table/matrix.ts';

/** All trees of a model, one after another in a few arrays: what is stored in a model file. Tree t belongs to output t mod nOutputs. */
export interface Ensemble {
  /** Margins before the first tree, [nOutputs]. */
  readonly start: Float64Array;
  /** First node of each tree, [nTrees]. */
  readonly roots: Uint32Array;
  /** Feature of each node, [nNodes]; −1 for a leaf. */
  readonly feature: Int32Array;
  /** A row goes left when its value is ≤ this, [nNodes]. */
  readonly threshold: Float32Array;
  /** Where categories are parted, which of the `subsets` goes left, [nNodes]; else −1. */
  readonly subset: Int32Array;
  /** A bit for each category that goes left, 8 words a subset. */
  readonly subsets: Uint32Array;
  /** 1 where rows with a missing value go left, [nNodes]. */
  readonly missingLeft: Uint8Array;
  /** Left child, the right one being the next node, [nNodes]. */
  readonly left: Uint32Array;
  /** What a row that ends in this node gets added to its margin: learning rate included, [nNodes]. */
  readonly value: Float64Array;
  /** What the split gained, [nNodes]. */
  readonly gain: Float32Array;
  /** Σ of the second derivatives of the node's rows, [nNodes]. */
  readonly cover: Float32Array;
}

/** @param values of the nodes of each tree. */
export function joinTrees(
  start: Float64Array,
  trees: readonly BoostedTree[],
  values: readonly Float64Array[],
): Ensemble {
  const nNodes = trees.reduce((sum, tree) => sum + tree.feature.length, 0);
  const out = {
    start,
    roots: new Uint32Array(trees.length),
    feature: new Int32Array(nNodes),
    threshold: new Float32Array(nNodes),
    subset: new Int32Array(nNodes),
    subsets: new Uint32Array(trees.reduce((sum, tree) => sum + tree.subsets.length, 0)),
    missingLeft: new Uint8Array(nNodes),
    left: new Uint32Array(nNodes),
    value: new Float64Array(nNodes),
    gain: new Float32Array(nNodes),
    cover: new Float32Array(nNodes),
  };
  let at = 0;
  let word = 0;
  trees.forEach((tree, t) => {
    out.roots[t] = at;
    for (const key of ['feature', 'threshold', 'missingLeft', 'gain', 'cover'] as const) out[key].set(tree[key], at);
    out.value.set(values[t]!, at);
    tree.left.forEach((left, node) => {
      out.left[at + node] = tree.feature[node]! < 0 ? 0 : at + left;
      out.subset[at + node] = tree.subset[node]! < 0 ? -1 : word / 8 + tree.subset[node]!;
    });
    out.subsets.set(tree.subsets, word);
    at += tree.feature.length;
    word += tree.subsets.length;
  });
  return out;
}

/**
 * Margins, [nRows, nOutputs] row-major, summed in tree order. @param X categories as numbers 0, 1, 2, …; other numbers count as missing.
 * Cost O(nRows · nTrees · depth).
 */
export function marginsOf(ensemble: Ensemble, X: Matrix): Float64Array {
  const { start, roots, feature, threshold, subset, subsets, missingLeft, left, value } = ensemble;
  const n = X.nRows;
  const nOutputs = start.length;
  const anySubset = subsets.length > 0;
  const margins = new Float64Array(n * nOutputs);
  for (let i = 0; i < n; i++) margins.set(start, i * nOutputs);
  // Tree by tree: the runs of the few columns that a tree reads stay in cache.
  roots.forEach((root, t) => {
    for (let i = 0; i < n; i++) {
      let node = root;
      for (let j = feature[node]!; j >= 0; j = feature[node]!) {
        const x = X.data[j * n + i]!;
        let goesLeft = x <= threshold[node]!;
        const set = anySubset ? subset[node]! : -1;
        if (Number.isNaN(x) || (set >= 0 && (x & 255) !== x)) goesLeft = missingLeft[node] === 1;
        else if (set >= 0) goesLeft = isIn(subsets, set, x);
        node = left[node]! + Number(!goesLeft);
      }
      margins[i * nOutputs + (t % nOutputs)]! += value[node]!;
    }
  });
  return margins;
}

/** Gain of the splits on each feature, summed over all trees and scaled to sum to 1; all 0 when there is no split. [nFeatures] */
export function gainImportance({ feature, gain }: Ensemble, nFeatures: number): Float64Array {
  const sums = new Float64Array(nFeatures);
  feature.forEach((j, node) => {
    if (j >= 0) sums[j]! += gain[node]!;
  });
  const total = sums.reduce((sum, v) => sum + v, 0);
  return total > 0 ? sums.map((v) => v / total) : sums;
}

/** Mean over the trees of the number of splits between the root and the deepest leaf; 0 without trees. */
export function meanDepth({ roots, feature, left }: Ensemble): number {
  const depth = new Uint32Array(feature.length);
  let sum = 0;
  roots.forEach((root, t) => {
    let deepest = 0;
    for (let node = root; node < (roots[t + 1] ?? feature.length); node++) {
      deepest = Math.max(deepest, depth[node]!);
      if (feature[node]! >= 0) depth[left[node]!] = depth[left[node]! + 1] = depth[node]! + 1;
    }
    sum += deepest;
  });
  return roots.length > 0 ? sum / roots.length : 0;
}
