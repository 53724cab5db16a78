import type { Context } from '../base/context.ts';
import type { RandomKey } from '../base/random.ts';
import type { Matrix } from '../table/matrix.ts';
import { binFeatures } from './bins.ts';
import { type ForestResponse, placeResponse } from './forest-response.ts';
import { type GrownTree, leafReader, NODE_BYTES, readTree, type Tree } from './forest-tree.ts';
import { withScope } from './scope.ts';
import { binStarts, placeThresholds } from './thresholds.ts';

export interface ForestProblem {
  /** [n, p] float32, finite. Not modified. */
  readonly X: Matrix;
  readonly response: ForestResponse;
  readonly nTrees: number;
  /** Features tried at a split, 1 … p. */
  readonly mtry: number;
  readonly minSamplesSplit: number;
  readonly minSamplesLeaf: number;
  /** Splits between root and leaf at most; Infinity for no limit. */
  readonly maxDepth: number;
  readonly sampling: RowSampling;
  /** One cut of each feature tried is drawn evenly between its extremes in the node, instead of the best being searched. Default false. */
  readonly randomCuts?: boolean;
  /** Takes the general split search where the fast one would do. Both give the same trees; for tests. Default false. */
  readonly general?: boolean;
}

/** The rows that each tree is grown on. */
export interface RowSampling {
  /** 1 … n without replacement. */
  readonly draws: number;
  readonly replace: boolean;
}

const BATCH_BYTES = 1 << 23; // room for the trees of one call
const BATCH = 8; // trees in one call at most: some 50 ms, so that the threads finish together and progress is soon seen

/**
 * Grows the trees of a random forest on all threads. Tree t draws from `ctx.random.at('tree', t)`: first its rows, then the features of each
 * split, so that a tree is the same whatever the threads, the batches or the number of trees after it.
 *
 * A split is the best of all cuts of mtry features drawn without replacement, and drawing goes on while none can be cut. Best is the lowest
 * weighted Gini impurity for classes, the lowest sum of squares about the means for values, the largest log-rank statistic for times. Nodes
 * are split until nothing is left to tell apart (one class, one value, no death) or a limit is reached. A threshold is the midpoint between
 * the neighbouring training values of the cut, in float32 and not reaching the upper one.
 *
 * Cost O(nTrees · mtry · n · depth), no sorting beyond one of each feature; memory n·p bytes for the bins, and 1 KB a feature for random cuts.
 * Source: Breiman 2001, Machine Learning 45; Ishwaran et al. 2008, Annals of Applied Statistics 2; Geurts et al. 2006, Machine Learning 63;
 * rules as scikit-learn's forests. Checked against a plain TypeScript twin.
 */
export async function growForest(problem: ForestProblem, ctx: Context): Promise<readonly Tree[]> {
  const { X, nTrees, randomCuts = false } = problem;
  const { nRows: n, nCols: p } = X;
  return withScope(ctx, 'forest', async (scope) => {
    const { binsAt } = await binFeatures(scope, ctx, X);
    const response = placeResponse(scope, problem.response);
    const edgesAt = randomCuts ? scope.allocate(4 * 256 * p) : 0;
    if (randomCuts) binStarts(X, scope.u8(binsAt, n * p), scope.f32(edgesAt, 256 * p));
    const keysAt = scope.allocate(8 * nTrees);
    const keys = scope.u32(keysAt, 2 * nTrees);
    for (let t = 0; t < nTrees; t++) keys.set(treeKey(ctx.random, t).key, 2 * t);
    // In the order that `growTrees` reads.
    const words = [
      ...[binsAt, n, p, response.task, response.nClasses, response.codesAt, response.scaleAt, response.orderAt],
      ...[problem.mtry, problem.minSamplesSplit, problem.minSamplesLeaf],
      ...[problem.maxDepth === Number.POSITIVE_INFINITY ? -1 : problem.maxDepth],
      ...[problem.sampling.draws, Number(problem.sampling.replace), edgesAt, keysAt],
      ...[Number(problem.general ?? false), Number(response.unitWeights), scope.cancel, response.weightsAt],
    ];
    const problemAt = scope.allocate(4 * words.length);
    scope.i32(problemAt, words.length).set(words);

    const mostNodes = 2 * n - 1;
    const leafBytes = 8 * n * response.leafNumbers;
    const batch = Math.max(1, Math.min(BATCH, Math.floor(BATCH_BYTES / (mostNodes * NODE_BYTES + leafBytes))));
    const workBytes = await scope.call('forestWorkBytes', [n, p, response.task, response.nClasses]);
    const readLeaves = leafReader(problem.response);
    const trees: GrownTree[] = new Array(nTrees);
    let next = 0;
    let done = 0;
    await Promise.all(
      Array.from({ length: Math.min(ctx.executor.threads, Math.ceil(nTrees / batch)) }, async () => {
        const workAt = scope.allocate(workBytes);
        const sizesAt = scope.allocate(8 * batch);
        const nodesAt = scope.allocate(batch * mostNodes * NODE_BYTES);
        const leavesAt = scope.allocate(batch * leafBytes);
        while (next < nTrees) {
          const first = next;
          const count = Math.min(batch, nTrees - first);
          next += count;
          await scope.call('growTrees', [problemAt, first, count, workAt, sizesAt, nodesAt, leavesAt]);
          const sizes = scope.i32(sizesAt, 2 * count);
          let nodeAt = nodesAt;
          let leafAt = leavesAt;
          for (let b = 0; b < count; b++) {
            const [nNodes, leafNumbers] = [sizes[2 * b]!, sizes[2 * b + 1]!];
            const nodes = scope.i32(nodeAt, (nNodes * NODE_BYTES) / 4);
            trees[first + b] = readTree(nodes, scope.f64(leafAt, leafNumbers), readLeaves);
            nodeAt += nNodes * NODE_BYTES;
            leafAt += 8 * leafNumbers;
          }
          done += count;
          ctx.progress(done / nTrees, 'growing trees');
        }
      }),
    );
    placeThresholds(X, scope.u8(binsAt, n * p), trees, randomCuts);
    return trees;
  });
}

/** How often tree t drew each of the n rows, [n]: the draws of the kernel, made again. */
export function drawCounts(random: RandomKey, t: number, n: number, { draws, replace }: RowSampling): Uint32Array {
  const counts = new Uint32Array(n);
  if (!replace && draws === n) return counts.fill(1);
  const stream = treeKey(random, t).stream();
  const rows = Uint32Array.from(counts.keys());
  for (let q = 0; q < draws; q++) {
    if (replace) {
      counts[stream.below(n)]!++;
    } else {
      const pick = q + stream.below(n - q);
      counts[rows[pick]!] = 1;
      rows[pick] = rows[q]!;
    }
  }
  return counts;
}

const treeKey = (random: RandomKey, t: number) => random.at('tree', t);
