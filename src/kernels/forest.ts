import type { Context } from '../base/context.ts';
import type { RandomKey } from '../base/random.ts';
import type { Matrix } from '../table/matrix.ts';
import { binFeatures } from './bins.ts';
import { withScope } from './scope.ts';
import { type BinnedTree, placeThresholds } from './thresholds.ts';

export interface ForestProblem {
  /** [n, p] float32, finite. Not modified. */
  readonly X: Matrix;
  /** Class of each row, [n], in 0 … nClasses − 1. */
  readonly codes: Int32Array;
  readonly nClasses: number;
  /** [nClasses], > 0. */
  readonly classWeights: Float64Array;
  readonly nTrees: number;
  /** Features tried at a split, 1 … p. */
  readonly mtry: number;
  readonly minSamplesSplit: number;
  readonly minSamplesLeaf: number;
  /** Splits between root and leaf at most; Infinity for no limit. */
  readonly maxDepth: number;
  /** Takes the general split search where the fast one would do. Both give the same trees; for tests. Default false. */
  readonly general?: boolean;
}

export interface Tree {
  /** Feature of each node, [nNodes]; −1 for a leaf. Node 0 is the root. */
  readonly feature: Int32Array;
  /** A row goes left when its value is ≤ this, [nNodes]. */
  readonly threshold: Float32Array;
  /** Left child of a split, the right one being the next node; of a leaf its index among the leaves, [nNodes]. */
  readonly left: Int32Array;
  /** Decrease of the weighted Gini impurity at each split, [nNodes]; 0 for a leaf. */
  readonly decrease: Float64Array;
  /** Class shares of each leaf, [nLeaves·nClasses] float32. */
  readonly leaves: Float32Array;
}

/** A tree as the kernel leaves it: cuts between bins. */
type GrownTree = Tree & BinnedTree;

const NODE_BYTES = 24;
const BATCH_BYTES = 1 << 23; // room for the trees of one call
const BATCH = 8; // trees in one call at most: some 50 ms, so that the threads finish together and a wish to stop is soon heard

/**
 * Grows the trees of a random forest for classification on all threads. Tree t draws from `ctx.random.at('tree', t)`: first the bootstrap
 * (n rows with replacement), then the features of each split, so that a tree is the same whatever the threads, the batches or the number
 * of trees after it.
 *
 * A split minimises the weighted Gini impurity over all cuts of mtry features drawn without replacement, and goes on drawing while none
 * can be cut. Nodes are split until they are pure or a limit is reached. A threshold is the midpoint between the neighbouring training
 * values of the cut, in float32 and not reaching the upper one.
 *
 * Cost O(nTrees · mtry · n · depth), no sorting beyond one of each feature; memory n·p bytes for the bins.
 * Source: Breiman 2001, Machine Learning 45; rules as scikit-learn's RandomForestClassifier. Checked against a plain TypeScript twin.
 */
export async function growForest(problem: ForestProblem, ctx: Context): Promise<readonly Tree[]> {
  const { X, nClasses, nTrees, classWeights } = problem;
  const { nRows: n, nCols: p } = X;
  return withScope(ctx, 'forest', async (scope) => {
    const { binsAt } = await binFeatures(scope, ctx, X);
    const codesAt = scope.allocate(4 * n);
    scope.i32(codesAt, n).set(problem.codes);
    const classWeightsAt = scope.allocate(8 * nClasses);
    scope.f64(classWeightsAt, nClasses).set(classWeights);
    const keysAt = scope.allocate(8 * nTrees);
    const keys = scope.u32(keysAt, 2 * nTrees);
    for (let t = 0; t < nTrees; t++) keys.set(treeKey(ctx.random, t).key, 2 * t);

    const mostNodes = 2 * n - 1;
    const treeBytes = mostNodes * NODE_BYTES + 8 * n * nClasses;
    const batch = Math.max(1, Math.min(BATCH, Math.floor(BATCH_BYTES / treeBytes)));
    const workBytes = await scope.call('forestWorkBytes', [n, p, nClasses]);
    const trees: GrownTree[] = new Array(nTrees);
    let next = 0;
    let done = 0;
    await Promise.all(
      Array.from({ length: Math.min(ctx.executor.threads, Math.ceil(nTrees / batch)) }, async () => {
        const workAt = scope.allocate(workBytes);
        const sizesAt = scope.allocate(8 * batch);
        const nodesAt = scope.allocate(batch * mostNodes * NODE_BYTES);
        const leavesAt = scope.allocate(8 * batch * n * nClasses);
        while (next < nTrees) {
          const first = next;
          const count = Math.min(batch, nTrees - first);
          next += count;
          await scope.call('growTrees', [
            ...[binsAt, n, p, codesAt, nClasses, classWeightsAt, Number(classWeights.every((w) => w === 1))],
            ...[problem.mtry, problem.minSamplesSplit, problem.minSamplesLeaf],
            ...[problem.maxDepth === Number.POSITIVE_INFINITY ? -1 : problem.maxDepth, keysAt, first, count],
            ...[Number(problem.general ?? false), workAt, sizesAt, nodesAt, leavesAt, scope.cancel],
          ]);
          const sizes = scope.i32(sizesAt, 2 * count);
          let nodeAt = nodesAt;
          let leafAt = leavesAt;
          for (let b = 0; b < count; b++) {
            const [nNodes, nLeaves] = [sizes[2 * b]!, sizes[2 * b + 1]!];
            const words = scope.i32(nodeAt, (nNodes * NODE_BYTES) / 4);
            trees[first + b] = readTree(words, scope.f64(leafAt, nLeaves * nClasses), nClasses);
            nodeAt += nNodes * NODE_BYTES;
            leafAt += 8 * nLeaves * nClasses;
          }
          done += count;
          ctx.progress(done / nTrees, 'growing trees');
        }
      }),
    );
    placeThresholds(X, scope.u8(binsAt, n * p), trees);
    return trees;
  });
}

/** How often tree t drew each of the n rows, [n]: the draws of the kernel, made again. */
export function bootstrapCounts(random: RandomKey, t: number, n: number): Uint32Array {
  const counts = new Uint32Array(n);
  const stream = treeKey(random, t).stream();
  for (let i = 0; i < n; i++) counts[stream.below(n)]!++;
  return counts;
}

const treeKey = (random: RandomKey, t: number) => random.at('tree', t);

/** Copies a tree out of kernel memory. The thresholds are not known yet: kernels see bins, not values. */
function readTree(words: Int32Array, counts: Float64Array, nClasses: number): GrownTree {
  const nNodes = words.length / 6;
  const tree: GrownTree = {
    feature: new Int32Array(nNodes),
    cut: new Uint16Array(nNodes),
    threshold: new Float32Array(nNodes),
    left: new Int32Array(nNodes),
    decrease: new Float64Array(nNodes),
    leaves: new Float32Array(counts.length),
  };
  const decreases = new Float64Array(words.buffer, words.byteOffset, 3 * nNodes);
  for (let node = 0; node < nNodes; node++) {
    tree.feature[node] = words[6 * node]!;
    tree.cut[node] = words[6 * node + 1]!;
    tree.left[node] = words[6 * node + 2]!;
    tree.decrease[node] = decreases[3 * node + 2]!;
  }
  for (let at = 0; at < counts.length; at += nClasses) {
    let total = 0;
    for (let k = 0; k < nClasses; k++) total += counts[at + k]!;
    for (let k = 0; k < nClasses; k++) tree.leaves[at + k] = counts[at + k]! / total;
  }
  return tree;
}
