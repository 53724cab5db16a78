import { FormatError, UnsupportedError } from '../../base/errors.ts';
import { isIn } from '../../kernels/boosting-tree.ts';
import type { Ensemble } from './ensemble.ts';

/** A tree of XGBoost's JSON: an entry for each node in every list. */
export interface XgboostTree {
  readonly base_weights: readonly number[];
  readonly categories: readonly number[];
  readonly categories_nodes: readonly number[];
  readonly categories_segments: readonly number[];
  readonly categories_sizes: readonly number[];
  readonly default_left: readonly (number | boolean)[];
  readonly id: number;
  readonly left_children: readonly number[];
  readonly loss_changes: readonly number[];
  readonly parents: readonly number[];
  readonly right_children: readonly number[];
  readonly split_conditions: readonly number[];
  readonly split_indices: readonly number[];
  readonly split_type: readonly number[];
  readonly sum_hessian: readonly number[];
  readonly tree_param: Readonly<Record<string, string>>;
}

const NO_PARENT = 2147483647;
const LARGEST = 3.4028234663852886e38; // of float32: JSON has no infinity

/**
 * XGBoost's trees as ours: nodes renumbered level by level, which leaves out pruned ones and puts right children next to left ones.
 * x < c there is x ≤ (the float32 before c) here; of categories, those listed there go right.
 * @throws {UnsupportedError} a category above 255. @throws {FormatError} not a tree.
 */
export function ensembleFrom(trees: readonly XgboostTree[], start: Float64Array): Ensemble {
  const feature: number[] = [];
  const [threshold, missingLeft, left, value, gain, cover]: number[][] = [[], [], [], [], [], []];
  const subset: number[] = [];
  const subsets: number[] = [];
  const roots = trees.map((tree, t) => {
    const root = feature.length;
    const { length } = tree.left_children;
    const order = [0];
    for (let at = 0; at < order.length; at++) {
      const node = order[at]!;
      const child = tree.left_children[node];
      if (child === undefined || order.length > length) {
        throw new FormatError({ where: 'xgboost json', problem: `tree ${t} is not a tree: node ${node} of ${length}` });
      }
      const isLeaf = child < 0;
      const condition = tree.split_conditions[node]!;
      feature.push(isLeaf ? -1 : tree.split_indices[node]!);
      const byCategory = !isLeaf && tree.split_type?.[node] === 1;
      subset.push(byCategory ? subsets.length / 8 : -1);
      if (byCategory) subsets.push(...leftOf(tree, t, node));
      threshold!.push(
        isLeaf || byCategory ? 0 : condition >= LARGEST ? Number.POSITIVE_INFINITY : floatBefore(condition),
      );
      missingLeft!.push(Number(!isLeaf && Boolean(tree.default_left[node])));
      left!.push(isLeaf ? 0 : root + order.length);
      value!.push(isLeaf ? Math.fround(condition) : tree.base_weights[node]!);
      gain!.push(isLeaf ? 0 : tree.loss_changes[node]!);
      cover!.push(tree.sum_hessian[node]!);
      if (!isLeaf) order.push(child, tree.right_children[node]!);
    }
    return root;
  });
  return {
    start,
    roots: Uint32Array.from(roots),
    feature: Int32Array.from(feature),
    threshold: Float32Array.from(threshold!),
    subset: Int32Array.from(subset),
    subsets: Uint32Array.from(subsets),
    missingLeft: Uint8Array.from(missingLeft!),
    left: Uint32Array.from(left!),
    value: Float64Array.from(value!),
    gain: Float32Array.from(gain!),
    cover: Float32Array.from(cover!),
  };
}

/** The categories that go left at a node, 8 words: those that are not listed. */
function leftOf(tree: XgboostTree, t: number, node: number): Uint32Array {
  const entry = tree.categories_nodes.indexOf(node);
  const from = tree.categories_segments[entry]!;
  const listed = tree.categories.slice(from, from + tree.categories_sizes[entry]!);
  const largest = Math.max(...listed);
  if (entry < 0 || listed.length === 0 || !listed.every((c) => Number.isInteger(c) && c >= 0)) {
    throw new FormatError({ where: 'xgboost json', problem: `tree ${t} has no categories for its node ${node}` });
  }
  if (largest > 255) {
    throw new UnsupportedError({
      where: 'xgboost json',
      problem: `categories up to 255 are read, got ${largest} in tree ${t}`,
    });
  }
  const words = new Uint32Array(8);
  for (let c = 0; c < 256; c++) if (!listed.includes(c)) words[c >> 5]! |= 1 << (c & 31);
  return words;
}

/**
 * Our trees as XGBoost's, behind one of a single leaf for each output that holds its start.
 * @param nCategories of each feature, [nFeatures]; 0 where it holds numbers.
 */
export function treesOf(ensemble: Ensemble, nCategories: readonly number[]): XgboostTree[] {
  const nFeatures = nCategories.length;
  const { start, roots, feature } = ensemble;
  const constants = Array.from(start, (value, k) =>
    treeFrom(k, nFeatures, [
      { feature: -1, condition: value, right: [], missingLeft: 0, left: -1, value, gain: 0, cover: 0 },
    ]),
  );
  const grown = Array.from(roots, (root, t) => {
    const end = roots[t + 1] ?? feature.length;
    const nodes = Array.from({ length: end - root }, (_, at): Node => {
      const node = root + at;
      const isLeaf = feature[node]! < 0;
      const set = ensemble.subset[node]!;
      const right =
        set < 0 ? [] : [...Array(nCategories[feature[node]!]).keys()].filter((c) => !isIn(ensemble.subsets, set, c));
      // All categories against the missing values: below the largest number there is.
      const condition = set < 0 ? ensemble.threshold[node]! : Number.POSITIVE_INFINITY;
      return {
        feature: feature[node]!,
        condition: isLeaf ? ensemble.value[node]! : floatAfter(condition),
        right,
        missingLeft: ensemble.missingLeft[node]!,
        left: isLeaf ? -1 : ensemble.left[node]! - root,
        ...{ value: ensemble.value[node]!, gain: ensemble.gain[node]!, cover: ensemble.cover[node]! },
      };
    });
    return treeFrom(start.length + t, nFeatures, nodes);
  });
  return [...constants, ...grown];
}

interface Node {
  readonly feature: number;
  readonly condition: number;
  /** Categories that go right; none: the condition parts. */
  readonly right: readonly number[];
  readonly missingLeft: number;
  readonly left: number;
  readonly value: number;
  readonly gain: number;
  readonly cover: number;
}

function treeFrom(id: number, nFeatures: number, nodes: readonly Node[]): XgboostTree {
  const parents = new Array<number>(nodes.length).fill(NO_PARENT);
  nodes.forEach(({ left }, node) => {
    if (left >= 0) parents[left] = parents[left + 1] = node;
  });
  const parting = [...nodes.keys()].filter((node) => nodes[node]!.right.length > 0);
  const sizes = parting.map((node) => nodes[node]!.right.length);
  return {
    ...{ id, parents },
    categories: parting.flatMap((node) => nodes[node]!.right),
    categories_nodes: parting,
    categories_segments: sizes.map((_, at) => sizes.slice(0, at).reduce((sum, size) => sum + size, 0)),
    categories_sizes: sizes,
    base_weights: nodes.map(({ value }) => Math.fround(value)),
    default_left: nodes.map(({ missingLeft }) => missingLeft),
    left_children: nodes.map(({ left }) => left),
    right_children: nodes.map(({ left }) => (left < 0 ? -1 : left + 1)),
    loss_changes: nodes.map(({ gain }) => gain),
    split_conditions: nodes.map(({ condition }) => Math.fround(condition)),
    split_indices: nodes.map(({ feature }) => Math.max(0, feature)),
    split_type: nodes.map(({ right }) => Number(right.length > 0)),
    sum_hessian: nodes.map(({ cover }) => cover),
    tree_param: {
      ...{ num_deleted: '0', num_feature: String(nFeatures), num_nodes: String(nodes.length), size_leaf_vector: '0' },
    },
  };
}

const bits = new DataView(new ArrayBuffer(4));

/** The largest float32 below c. */
function floatBefore(c: number): number {
  return -floatAfter(-c);
}

/** The smallest float32 above c; the largest there is for infinity. */
function floatAfter(c: number): number {
  const near = Math.fround(c);
  if (near >= LARGEST) return LARGEST;
  if (near === 0) return 1.401298464324817e-45;
  bits.setFloat32(0, near);
  bits.setInt32(0, bits.getInt32(0) + (near > 0 ? 1 : -1));
  return bits.getFloat32(0);
}
