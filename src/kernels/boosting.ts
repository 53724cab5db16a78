import type { Context } from '../base/context.ts';
import type { Matrix } from '../table/matrix.ts';
import { binFeatures } from './bins.ts';
import { gridGradients } from './boosting-grid.ts';
import { openRows } from './boosting-rows.ts';
import { type NodeFeatures, openSearch } from './boosting-search.ts';
import { openSlots } from './boosting-slots.ts';
import { type BoostedTree, type GrowingNode, GrowingTree, type GrownTree, type Penalties } from './boosting-tree.ts';
import { withScope } from './scope.ts';
import { placeThresholds } from './thresholds.ts';

/** How the values of a feature may be parted. */
export type FeatureKind = 'number' | 'categories' | 'single-categories';

export interface BoosterSettings extends Penalties {
  /** [n, p] float32; NaN is missing. Not modified. */
  readonly X: Matrix;
  /**
   * Of each feature, [p]; default: all numbers. The values of categories are 0, 1, 2, …, each of which occurs, fewer than `maxBins`: subsets
   * of them are parted, or with single-categories one from all others.
   */
  readonly kinds?: readonly FeatureKind[];
  /** What is added to Σh where categories are sorted by Σg / Σh, ≥ 0; default 0. */
  readonly categorySmoothing?: number;
  /** Trees of a round. */
  readonly nOutputs: number;
  /** Bins of a feature at most, the one for missing values included, 2 … 256. */
  readonly maxBins: number;
  /** depth: all nodes of a level are split before the next; leaf: always the leaf that gains most. */
  readonly growth: 'depth' | 'leaf';
  /** Splits between root and leaf at most. */
  readonly maxDepth: number;
  /** Leaves of a tree at most, ≥ 2, may be Infinity. Where a level would have more, its first nodes are split. */
  readonly maxLeaves: number;
  /** What a split must gain at least, ≥ 0. */
  readonly gamma: number;
  /** Σh of each side of a split at least, ≥ 0. */
  readonly minChildWeight: number;
  /**
   * Takes the general search where the fast one would do, and sums every node where a subtraction would do. The trees are the same to the
   * bit; for tests. Default false.
   */
  readonly general?: boolean;
}

export interface Growth {
  /** Its thresholds are 0 until `finish`. */
  readonly tree: BoostedTree;
  /** The node that each training row ends in, sampled or not, [n]. */
  readonly leafOf: Uint32Array;
}

/** What a round learns from. */
export interface RoundSample {
  /** Ascending. */
  readonly rows: Uint32Array;
  /** Ascending. */
  readonly features: Uint32Array;
  /** Default: all of `features`, for every node. */
  readonly nodeFeatures?: NodeFeatures;
}

export interface Booster {
  /**
   * Grows the trees of a round, one for each output.
   * @param gradients [nOutputs, n, 2] float32: first and second derivative of the loss by the output, for each row; the second > 0.
   */
  grow(gradients: Float32Array, sample: RoundSample): Promise<Growth[]>;
  /** Places the thresholds of all trees: the midpoint between the training values on either side of a cut. */
  finish(): void;
}

/** As the kernels know them, beside 1: has missing values. */
const KIND_FLAGS = { number: 0, categories: 2, 'single-categories': 6 } as const satisfies Record<FeatureKind, number>;
const MIN_HESSIAN = 1e-16; // of a side: rows with a zero second derivative cannot be a child of their own

/**
 * Histogram gradient boosting: bins the table once, then grows trees on the gradients that `work` hands in. The trees of a round grow
 * side by side: one kernel call searches the new nodes of all of them, on some of the features; threads share the features.
 * Trees are the same bits with any number of threads: gradients are rounded to a grid on which every sum is exact (`boosting-grid.ts`).
 *
 * Cost per level O(features · rows), half of it where nodes are large (`boosting-slots.ts`), no sorting beyond one of each feature. Memory
 * n·p bytes for the bins, and at most 2·n·p bytes or 16 MiB for histograms of nodes of two thousand rows.
 * Source: Chen & Guestrin 2016, KDD; growth by leaf: Ke et al. 2017, NIPS. Missing values: of the two sides the better one is learned
 * (Chen & Guestrin, algorithm 3); where no row of a node misses the value, they go with the larger Σh. Checked against a plain TypeScript
 * twin.
 */
export async function withBooster<T>(
  settings: BoosterSettings,
  ctx: Context,
  work: (booster: Booster) => Promise<T>,
): Promise<T> {
  const { X, nOutputs, maxBins, growth, maxDepth, maxLeaves, general = false } = settings;
  const { nRows: n, nCols: p } = X;
  return withScope(ctx, 'boosting', async (scope) => {
    const { binsAt, missingAt: flagsAt } = await binFeatures(scope, ctx, X, maxBins);
    const flags = scope.u8(flagsAt, p);
    settings.kinds?.forEach((kind, j) => {
      flags[j]! |= KIND_FLAGS[kind];
    });
    const isCategorical = (j: number) => (flags[j]! & KIND_FLAGS.categories) !== 0;
    // A search has at most all nodes of a level, of which each has two rows or more.
    const mostNodes = nOutputs * Math.ceil(Math.min(2 ** Math.min(maxDepth - 1, 31), n / 2 + 1));
    const { list, part } = openRows(scope, ctx, {
      capacity: n * nOutputs,
      mostNodes,
      binsAt,
      flagsAt,
      nRows: n,
      maxBins,
    });
    const slots = openSlots(scope, { nRows: n, nFeatures: p, nOutputs, maxBins, maxDepth });
    const minChildWeight = Math.max(settings.minChildWeight, MIN_HESSIAN);
    const search = await openSearch(scope, ctx, {
      ...{ ...settings, nRows: n, nFeatures: p, minChildWeight, general, mostNodes },
      ...{ categorySmoothing: settings.categorySmoothing ?? 0, isCategorical },
      ...{ binsAt, flagsAt, rowsAt: list.rowsAt, gradientsAt: list.gradientsAt },
    });
    const bins = scope.u8(binsAt, n * p);
    const missingBin = (j: number) => (flags[j]! & 1 ? maxBins - 1 : -1);
    const canSplit = ({ tree, from, to, h, depth }: GrowingNode) =>
      depth < maxDepth && to - from > 1 && h >= 2 * minChildWeight && tree.nLeaves < maxLeaves;

    const grown: GrownTree[] = [];
    return work({
      async grow(gradients, { rows, features, nodeFeatures }) {
        const trees = Array.from({ length: nOutputs }, (_, k) => {
          const [from, to] = [k * n, k * n + rows.length];
          list.rows.set(rows, from);
          const own = gradients.subarray(2 * k * n, 2 * (k + 1) * n);
          const sums = gridGradients(own, rows, list.gradients.subarray(2 * from, 2 * to));
          return new GrowingTree(k, { from, to, ...sums }, settings);
        });
        search.open(features, nodeFeatures, slots);
        let plan = trees.flatMap(({ root }) => slots.plan(-1, [root].filter(canSplit)));
        const open = trees.map((): GrowingNode[] => []);
        for (;;) {
          if (plan.length > 0) await search.findCuts(plan);
          for (const { node } of plan) {
            slots.settle(node);
            if (node.cut) open[node.tree.output]!.push(node);
          }
          const chosen = trees.flatMap((tree, k) => choose[growth](open[k]!, maxLeaves - tree.nLeaves));
          if (chosen.length === 0) break;
          const partings = await part(chosen);
          const families = chosen.map((node, q) => node.tree.split(node, partings[q]!));
          plan = families.flatMap((family, q) => slots.plan(chosen[q]!.slot, family.filter(canSplit)));
        }
        return trees.map((growing) => {
          const tree = growing.finish();
          grown.push(tree);
          return { tree, leafOf: growing.leaves(list.rows, bins, n, missingBin) };
        });
      },
      finish: () => placeThresholds(X, bins, grown),
    });
  });
}

/** Takes out of the open nodes of a tree, all of which have a cut, those that are split next. */
const choose = {
  depth(open: GrowingNode[], room: number): GrowingNode[] {
    open.sort((a, b) => a.id - b.id);
    return open.splice(0, open.length).slice(0, room);
  },
  leaf(open: GrowingNode[], room: number): GrowingNode[] {
    if (open.length === 0 || room < 1) return [];
    const gain = ({ cut, score }: GrowingNode) => cut!.score - score;
    const best = open.reduce((a, b) => (gain(b) > gain(a) || (gain(b) === gain(a) && b.id < a.id) ? b : a));
    return open.splice(open.indexOf(best), 1);
  },
};
