import type { Hazards, Tree } from '../../kernels/forest-tree.ts';
import type { Matrix } from '../../table/matrix.ts';

/** All trees of a forest, one after another in a few arrays: what is stored in a model file. */
export interface Forest {
  /** Numbers in a leaf: the number of classes, or 1. */
  readonly width: number;
  /** First node of each tree, [nTrees]. */
  readonly roots: Uint32Array;
  /** Feature of each node, [nNodes]; −1 for a leaf. */
  readonly feature: Int32Array;
  /** A row goes left when its value is ≤ this, [nNodes]. */
  readonly threshold: Float32Array;
  /** Left child (the right one is the next node); of a leaf its row in `leaves`, [nNodes]. */
  readonly left: Uint32Array;
  /** Weight of the training rows in each node, [nNodes]. Absent in files of before it was kept. */
  readonly cover?: Float32Array;
  /** Class shares, mean or mortality, [nLeaves·width] row-major. */
  readonly leaves: Float32Array | Float64Array;
  /** For survival. */
  readonly hazards?: Hazards;
}

export function joinTrees(trees: readonly Tree[], width: number): Forest {
  const nodes = offsets(trees.map((tree) => tree.feature.length));
  const leaves = offsets(trees.map((tree) => tree.leaves.length / width));
  const nNodes = nodes.at(-1)!;
  const Leaves = trees[0]!.leaves instanceof Float64Array ? Float64Array : Float32Array;
  const forest = {
    width,
    roots: Uint32Array.from(trees, (_, t) => nodes[t]!),
    feature: new Int32Array(nNodes),
    threshold: new Float32Array(nNodes),
    left: new Uint32Array(nNodes),
    cover: new Float32Array(nNodes),
    leaves: new Leaves(leaves.at(-1)! * width),
  };
  trees.forEach((tree, t) => {
    const node = nodes[t]!;
    const leaf = leaves[t]!;
    forest.feature.set(tree.feature, node);
    forest.threshold.set(tree.threshold, node);
    forest.cover.set(tree.cover, node);
    forest.leaves.set(tree.leaves, leaf * width);
    tree.left.forEach((left, i) => {
      forest.left[node + i] = left + (tree.feature[i]! < 0 ? leaf : node);
    });
  });
  const hazards = trees.flatMap((tree) => tree.hazards ?? []);
  return hazards.length > 0 ? { ...forest, hazards: joinHazards(hazards, leaves) } : forest;
}

function joinHazards(parts: readonly Hazards[], leaves: readonly number[]): Hazards {
  const steps = offsets(parts.map((part) => part.at.length));
  const all = {
    ends: new Uint32Array(leaves.at(-1)!),
    at: new Uint32Array(steps.at(-1)!),
    steps: new Float32Array(steps.at(-1)!),
  };
  parts.forEach((part, t) => {
    all.at.set(part.at, steps[t]!);
    all.steps.set(part.steps, steps[t]!);
    part.ends.forEach((end, leaf) => {
      all.ends[leaves[t]! + leaf] = steps[t]! + end;
    });
  });
  return all;
}

/** Where each of several parts begins, and where the last ends. */
function offsets(lengths: readonly number[]): number[] {
  const starts = [0];
  for (const length of lengths) starts.push(starts.at(-1)! + length);
  return starts;
}

/** Calls `visit` with each leaf of tree t that some of the rows fall in; those rows are `rows[from … to)`. */
export type LeafVisitor = (leaf: number, rows: Uint32Array, from: number, to: number) => void;

/**
 * Sends rows down tree t. They are divided node by node, so that a feature is read as a run of one column; row by row would jump through the
 * table. `rows` is reordered.
 */
export function visitLeaves(forest: Forest, t: number, X: Matrix, rows: Uint32Array, visit: LeafVisitor): void {
  const { feature, threshold, left } = forest;
  const waiting = [forest.roots[t]!, 0, rows.length];
  while (waiting.length > 0) {
    const to = waiting.pop()!;
    const from = waiting.pop()!;
    const node = waiting.pop()!;
    const j = feature[node]!;
    if (j < 0) {
      if (from < to) visit(left[node]!, rows, from, to);
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

/** Adds to `sums` [nRows·width] what tree t says of each of `rows`, which are reordered. */
export function addLeaves(forest: Forest, t: number, X: Matrix, rows: Uint32Array, sums: Float64Array): void {
  const { width, leaves } = forest;
  visitLeaves(forest, t, X, rows, (leaf, among, from, to) => {
    for (let at = from; at < to; at++) {
      const sum = among[at]! * width;
      for (let k = 0; k < width; k++) sums[sum + k]! += leaves[leaf * width + k]!;
    }
  });
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
