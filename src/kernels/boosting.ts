import type { Context } from '../base/context.ts';
import type { Matrix } from '../table/matrix.ts';
import { binFeatures } from './bins.ts';
import { openSearch } from './boosting-search.ts';
import { type BoostedTree, GrowingTree, type GrownTree, type Penalties, type RowList } from './boosting-tree.ts';
import { withScope } from './scope.ts';
import { placeThresholds } from './thresholds.ts';

export interface BoosterSettings extends Penalties {
  /** [n, p] float32; NaN is missing. Not modified. */
  readonly X: Matrix;
  /** Trees of a round. */
  readonly nOutputs: number;
  /** Bins of a feature at most, the one for missing values included, 2 … 256. */
  readonly maxBins: number;
  /** Splits between root and leaf at most. */
  readonly maxDepth: number;
  /** What a split must gain at least, ≥ 0. */
  readonly gamma: number;
  /** Σh of each side of a split at least, ≥ 0. */
  readonly minChildWeight: number;
  /** Takes the general search where the fast one would do. Both give the same trees; for tests. Default false. */
  readonly general?: boolean;
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

const MIN_HESSIAN = 1e-16; // of a side: rows with a zero second derivative cannot be a child of their own

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
    const minChildWeight = Math.max(settings.minChildWeight, MIN_HESSIAN);
    const search = await openSearch(scope, ctx, {
      ...{ ...settings, nRows: n, nFeatures: p, minChildWeight, general: settings.general ?? false },
      ...{ binsAt, missingAt, rowsAt, gradientsAt },
    });
    const grown: GrownTree[] = [];
    return work({
      async grow(gradients, rows, features) {
        const trees = Array.from({ length: nOutputs }, (_, k) => {
          const own = gradients.subarray(2 * k * n, 2 * (k + 1) * n);
          return new GrowingTree(list, k * n, rows, own, settings);
        });
        search.setFeatures(features);
        let open = trees.map((tree) => tree.root);
        for (let depth = 0; depth < maxDepth; depth++) {
          const wide = open.filter((node) => node.h >= 2 * minChildWeight && node.to - node.from > 1);
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
