import { ShapeError } from '../base/errors.ts';
import { isIn } from './boosting-tree.ts';
import type { Scope } from './scope.ts';

/** Trees whose leaves are summed to outputs, as the kernels of explanation take them. Children come after their parent. */
export interface ShapTrees {
  /** Numbers in a leaf: 1, or one for each output. */
  readonly width: number;
  /** With a width of 1, tree t adds to output t mod nOutputs. */
  readonly nOutputs: number;
  /** First node of each tree, [nTrees]. */
  readonly roots: Uint32Array;
  /** Feature of each node, [nNodes]; −1 for a leaf. */
  readonly feature: Int32Array;
  /** A row goes left when its value is ≤ this, [nNodes]. */
  readonly threshold: Float32Array;
  /** Left child of a split, the right one being the next node, [nNodes]. */
  readonly left: Uint32Array;
  /** Weight of the training rows in each node, ≥ 0, [nNodes]. */
  readonly cover: Float32Array;
  /** What the leaves add, [nNodes, width] row-major. */
  readonly values: Float64Array;
  /** As `Ensemble`'s; absent: no categories, and missing values go right. */
  readonly missingLeft?: Uint8Array;
  readonly subset?: Int32Array;
  readonly subsets?: Uint32Array;
}

/** Trees in kernel memory. */
export interface PlacedTrees {
  /** The features that some tree uses, ascending: the kernels know them by their place here. */
  readonly used: Uint32Array;
  readonly nodesAt: number;
  readonly valuesAt: number;
  readonly subsetsAt: number;
  readonly rootsAt: number;
  /** Most splits on one way, and of each tree the most different features on one. */
  readonly depth: number;
  readonly features: Uint8Array;
}

const NODE_BYTES = 32;
/** Different features on a way: more make no tree that was ever grown. */
const MOST_FEATURES = 250;

/** Copies trees to kernel memory, in the form that assembly/tree-shap-set.ts describes. @throws {ShapeError} a way with over 250 features. */
export function placeTrees(scope: Scope, trees: ShapTrees): PlacedTrees {
  const { roots, feature, threshold, left, cover, values, missingLeft, subset, subsets = new Uint32Array() } = trees;
  const nNodes = feature.length;
  const used = Uint32Array.from(new Set(feature.filter((j) => j >= 0))).sort();
  const place = new Map(Array.from(used, (j, at) => [j, at]));
  const nodesAt = scope.allocate(NODE_BYTES * nNodes);
  const valuesAt = scope.allocate(8 * values.length);
  const subsetsAt = scope.allocate(4 * subsets.length);
  const rootsAt = scope.allocate(4 * roots.length);
  const words = scope.i32(nodesAt, 8 * nNodes);
  const floats = scope.f32(nodesAt, 8 * nNodes);
  const numbers = scope.f64(nodesAt, 4 * nNodes);
  scope.f64(valuesAt, values.length).set(values);
  scope.u32(subsetsAt, subsets.length).set(subsets);
  scope.u32(rootsAt, roots.length).set(roots);
  let deepest = 0;
  const features = Uint8Array.from(roots, (root) => {
    let most = 0;
    const way: number[] = []; // features split on above the node
    const visit = (node: number, different: number) => {
      const j = feature[node]!;
      const at = 8 * node;
      words[at] = j < 0 ? -1 : place.get(j)!;
      floats[at + 1] = threshold[node]!;
      words[at + 2] = left[node]!;
      words[at + 3] = missingLeft?.[node] ?? 0;
      words[at + 4] = subset?.[node] ?? -1;
      words[at + 5] = way.lastIndexOf(j);
      if (j < 0) {
        most = Math.max(most, different);
        deepest = Math.max(deepest, way.length);
        return;
      }
      const [a, b] = [cover[left[node]!]!, cover[left[node]! + 1]!];
      numbers[4 * node + 3] = a + b > 0 ? a / (a + b) : 0.5;
      const below = different + Number(!way.includes(j));
      way.push(j);
      visit(left[node]!, below);
      visit(left[node]! + 1, below);
      way.pop();
    };
    visit(root, 0);
    if (most > MOST_FEATURES)
      throw new ShapeError({
        where: 'tree SHAP',
        problem: `explains trees with up to ${MOST_FEATURES} features on one way, got ${most}`,
      });
    return most;
  });
  return { used, nodesAt, valuesAt, subsetsAt, rootsAt, depth: deepest, features };
}

/** What the trees say of the training rows on average: of each output the sum over its trees of the leaves weighted by cover, [nOutputs]. */
export function meanOutput({ roots, feature, left, cover, values, width, nOutputs }: ShapTrees): Float64Array {
  const means = new Float64Array(nOutputs);
  const visit = (node: number, share: number, output: number): void => {
    if (feature[node]! < 0) {
      for (let k = 0; k < width; k++) means[output + k]! += share * values[node * width + k]!;
      return;
    }
    const [a, b] = [cover[left[node]!]!, cover[left[node]! + 1]!];
    const goes = a + b > 0 ? a / (a + b) : 0.5;
    visit(left[node]!, share * goes, output);
    visit(left[node]! + 1, share * (1 - goes), output);
  };
  roots.forEach((root, t) => {
    visit(root, 1, width === 1 ? t % nOutputs : 0);
  });
  return means;
}

/** 0 where a value goes left at a split, 1 where it goes right. */
export function sideOf({ threshold, missingLeft, subset, subsets }: ShapTrees, node: number, x: number): 0 | 1 {
  const set = subset?.[node] ?? -1;
  if (Number.isNaN(x) || (set >= 0 && (x & 255) !== x)) return missingLeft?.[node] === 1 ? 0 : 1;
  return (set >= 0 ? isIn(subsets!, set, x) : x <= threshold[node]!) ? 0 : 1;
}
