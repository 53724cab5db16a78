import type { Context } from '../base/context.ts';
import type { Matrix } from '../table/matrix.ts';
import { binFeatures } from './bins.ts';
import { type GrowingNode, GrowingTree, type GrownTree, type RowList } from './boosting-tree.ts';
import { type Scope, withScope } from './scope.ts';
import { placeThresholds } from './thresholds.ts';

export interface BoosterSettings {
  /** [n, p] float32; NaN is missing. Not modified. */
  readonly X: Matrix;
  /** Trees of a round. */
  readonly nOutputs: number;
  /** Bins of a feature at most, the one for missing values included, 2 … 256. */
  readonly maxBins: number;
  /** Splits between root and leaf at most. */
  readonly maxDepth: number;
  /** L2 penalty on the value of a leaf, ≥ 0. */
  readonly lambda: number;
  /** L1 penalty on the value of a leaf, ≥ 0. */
  readonly alpha: number;
  /** What a split must gain at least, ≥ 0. */
  readonly gamma: number;
  /** Σh of each side of a split at least, ≥ 0. */
  readonly minChildWeight: number;
  /** Takes the general search where the fast one would do. Both give the same trees; for tests. Default false. */
  readonly general?: boolean;
}

/** One tree a round and output, stored for prediction. */
export interface BoostedTree {
  /** Feature of each node, [nNodes]; −1 for a leaf. Node 0 is the root, children come after their parent. */
  readonly feature: Int32Array;
  /** A row goes left when its value is ≤ this, [nNodes]. +∞ parts the missing values from all others. */
  readonly threshold: Float32Array;
  /** 1 where rows with a missing value go left, [nNodes]. */
  readonly missingLeft: Uint8Array;
  /** Left child, the right one being the next node; 0 for a leaf, [nNodes]. */
  readonly left: Uint32Array;
  /** −T(G) / (H + lambda), [nNodes]: what minimises the penalised second-order loss of the node's rows. */
  readonly value: Float64Array;
  /** Decrease of the loss, twice, by each split: T(G_L)²/(H_L + λ) + T(G_R)²/(H_R + λ) − T(G)²/(H + λ), [nNodes]; 0 for a leaf. */
  readonly gain: Float64Array;
  /** Σh of each node, [nNodes]. */
  readonly cover: Float64Array;
}

export interface Growth {
  /** Its thresholds are 0 until `finish`. */
  readonly tree: BoostedTree;
  /** The node that each training row ends in, sampled or not, [n]. */
  readonly leafOf: Uint32Array;
}

export interface Booster {
  /**
   * Grows the trees of a round, one for each output, level by level.
   * @param gradients [nOutputs, n, 2] float32: first and second derivative of the loss by the output, for each row.
   * @param rows to learn from, ascending. @param features to split on, ascending.
   */
  grow(gradients: Float32Array, rows: Uint32Array, features: Uint32Array): Promise<Growth[]>;
  /** Places the thresholds of all trees: the midpoint between the training values on either side of a cut. */
  finish(): void;
}

const MIN_GAIN = 1e-6; // a smaller gain is taken for rounding (XGBoost's kRtEps)
const MIN_HESSIAN = 1e-16; // of a side: rows with a zero second derivative cannot be a child of their own
const BLOCK = 16; // features, as in the kernel
const CALL_WORK = 1 << 20; // rows × features of one call at least: about a millisecond, ten times what a call costs
const NODE_BYTES = 32;
const CUT_BYTES = 16;

/**
 * Histogram gradient boosting: bins the table once, then grows trees on the gradients that `work` hands in. The trees of a round grow
 * side by side: one kernel call searches the nodes of one level of all of them, on some of the features; threads share the features.
 * Trees are the same bits with any number of threads.
 *
 * Cost per level O(features · rows), no sorting beyond one of each feature. Memory n·p bytes for the bins.
 * Source: Chen & Guestrin 2016, KDD. Missing values: of the two sides the better one is learned (ibid., algorithm 3); where no row of a
 * node misses the value, they go with the larger Σh. Checked against a plain TypeScript twin.
 */
export async function withBooster<T>(
  settings: BoosterSettings,
  ctx: Context,
  work: (booster: Booster) => Promise<T>,
): Promise<T> {
  const { X, nOutputs, maxBins, maxDepth } = settings;
  const { nRows: n, nCols: p } = X;
  return withScope(ctx, 'boosting', async (scope) => {
    const { binsAt, missingAt } = await binFeatures(scope, ctx, X, maxBins);
    const bins = scope.u8(binsAt, n * p);
    const missing = scope.u8(missingAt, p);
    const missingBin = (j: number) => (missing[j] ? maxBins - 1 : -1);
    const rowsAt = scope.allocate(4 * n * nOutputs);
    const gradientsAt = scope.allocate(8 * n * nOutputs);
    const list: RowList = {
      rows: scope.u32(rowsAt, n * nOutputs),
      gradients: scope.f32(gradientsAt, 2 * n * nOutputs),
      spareRows: new Uint32Array(n),
      spareGradients: new Float32Array(2 * n),
    };
    const penalties = { ...settings, minChildWeight: Math.max(settings.minChildWeight, MIN_HESSIAN) };
    const search = await openSearch(scope, ctx, { ...penalties, binsAt, missingAt, rowsAt, gradientsAt });
    const grown: GrownTree[] = [];
    return work({
      async grow(gradients, rows, features) {
        const trees = Array.from({ length: nOutputs }, (_, k) => {
          const own = gradients.subarray(2 * k * n, 2 * (k + 1) * n);
          return new GrowingTree(list, k * n, rows, own, penalties);
        });
        search.setFeatures(features);
        let open = trees.map((tree) => tree.root);
        for (let depth = 0; depth < maxDepth; depth++) {
          const wide = open.filter((node) => node.h >= 2 * penalties.minChildWeight && node.to - node.from > 1);
          if (wide.length === 0) break;
          open = (await search.bestCuts(wide)).flatMap((cut, q) => {
            if (cut.feature < 0) return [];
            const column = bins.subarray(cut.feature * n, (cut.feature + 1) * n);
            return wide[q]!.tree.split(wide[q]!, cut, column, missingBin(cut.feature));
          });
        }
        return trees.map((growing) => {
          const tree = growing.finish();
          grown.push(tree);
          return { tree, leafOf: growing.leaves(bins, n, missingBin) };
        });
      },
      finish: () => placeThresholds(X, bins, grown),
    });
  });
}

export interface Cut {
  readonly feature: number;
  /** Rows with bins up to this go left. */
  readonly bin: number;
  readonly missingLeft: boolean;
  readonly score: number;
}

interface SearchProblem extends BoosterSettings {
  readonly binsAt: number;
  readonly missingAt: number;
  readonly rowsAt: number;
  readonly gradientsAt: number;
}

/** The kernel's side: nodes go in, the best cut of each comes out, whatever the threads and their shares of the features. */
async function openSearch(scope: Scope, ctx: Context, problem: SearchProblem) {
  const { X, nOutputs, maxBins, maxDepth, lambda, alpha, gamma, minChildWeight } = problem;
  const { nRows: n, nCols: p } = X;
  const { threads } = ctx.executor;
  // A level has at most half as many nodes to split as it has rows.
  const mostNodes = nOutputs * Math.ceil(Math.min(2 ** Math.min(maxDepth - 1, 31), n / 2 + 1));
  const featuresAt = scope.allocate(4 * p);
  const nodesAt = scope.allocate(NODE_BYTES * mostNodes);
  const workBytes = await scope.call('boostingWorkBytes', []);
  const workers = Array.from({ length: threads }, () => ({
    workAt: scope.allocate(workBytes),
    cutsAt: scope.allocate(CUT_BYTES * mostNodes),
  }));
  let nFeatures = 0;
  return {
    setFeatures(features: Uint32Array) {
      nFeatures = features.length;
      scope.u32(featuresAt, nFeatures).set(features);
    },
    async bestCuts(nodes: readonly GrowingNode[]): Promise<Cut[]> {
      const words = scope.i32(nodesAt, 8 * nodes.length);
      const sums = scope.f64(nodesAt, 4 * nodes.length);
      let nRows = 0;
      nodes.forEach(({ from, to, g, h }, q) => {
        nRows += to - from;
        words[8 * q] = from;
        words[8 * q + 1] = to;
        sums[4 * q + 2] = g;
        sums[4 * q + 3] = h;
      });
      const floor = nodes.map(({ score }) => score + Math.max(gamma, MIN_GAIN));
      const best: Cut[] = floor.map((score) => ({ feature: -1, bin: 0, missingLeft: false, score }));
      const shares = Math.max(1, Math.min(4 * threads, Math.floor((nRows * nFeatures) / CALL_WORK)));
      const share = BLOCK * Math.ceil(nFeatures / shares / BLOCK);
      let next = 0;
      await Promise.all(
        workers.map(async ({ workAt, cutsAt }) => {
          const cutWords = scope.i32(cutsAt, 4 * nodes.length);
          const scores = scope.f64(cutsAt, 2 * nodes.length);
          while (next < nFeatures) {
            const first = next;
            next += share;
            for (let q = 0; q < nodes.length; q++) scores[2 * q] = floor[q]!;
            await scope.call('searchCuts', [
              ...[problem.binsAt, n, problem.missingAt, featuresAt, first, Math.min(next, nFeatures)],
              ...[problem.rowsAt, problem.gradientsAt, nodesAt, nodes.length, maxBins, lambda, alpha, minChildWeight],
              ...[Number(problem.general ?? false), workAt, cutsAt, scope.cancel],
            ]);
            for (let q = 0; q < nodes.length; q++) {
              const [feature, place, score] = [cutWords[4 * q + 2]!, cutWords[4 * q + 3]!, scores[2 * q]!];
              const { score: least, feature: holder } = best[q]!;
              if (feature >= 0 && (score > least || (score === least && feature < holder)))
                best[q] = { feature, bin: place & 255, missingLeft: place > 255, score };
            }
          }
        }),
      );
      return best;
    },
  };
}
