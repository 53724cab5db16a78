import type { Context } from '../base/context.ts';
import type { Searched, Slots } from './boosting-slots.ts';
import type { Cut, Penalties } from './boosting-tree.ts';
import type { Scope } from './scope.ts';

const ROUNDING = 1e-10; // of a score: so that one that is larger by its last bits only is no gain
const BLOCK = 16; // features, as in the kernel
const CALL_WORK = 1 << 20; // rows × features of one call at least: about a millisecond, ten times what a call costs
const NODE_BYTES = 40;
const CUT_BYTES = 80;
const CUT_WORDS = CUT_BYTES / 4;

export interface SearchProblem extends Penalties {
  readonly nRows: number;
  readonly nFeatures: number;
  readonly maxBins: number;
  /** What a split must gain at least, ≥ 0. */
  readonly gamma: number;
  /** Σh of each side of a split at least, > 0. */
  readonly minChildWeight: number;
  /** What is added to Σh where categories are sorted by Σg / Σh, ≥ 0. */
  readonly categorySmoothing: number;
  readonly general: boolean;
  /** Addresses: bins [p, n] uint8, their flags [p], the row list and its gradients. */
  readonly binsAt: number;
  readonly flagsAt: number;
  readonly rowsAt: number;
  readonly gradientsAt: number;
  isCategorical(feature: number): boolean;
  /** Nodes of one search at most. */
  readonly mostNodes: number;
}

/** Features that a node may split on, ascending, as many for every node. */
export type NodeFeatures = (output: number, node: number) => Uint32Array;

/** The kernel's side: nodes go in, the best cut of each comes out, whatever the threads and their shares of the features. */
export async function openSearch(scope: Scope, ctx: Context, problem: SearchProblem) {
  const { nRows: n, nFeatures: p, maxBins, lambda, alpha, gamma, minChildWeight, mostNodes } = problem;
  const { threads } = ctx.executor;
  const nodesAt = scope.allocate(NODE_BYTES * mostNodes);
  const words = scope.i32(nodesAt, (NODE_BYTES / 4) * mostNodes);
  const sums = scope.f64(nodesAt, (NODE_BYTES / 8) * mostNodes);
  const workBytes = await scope.call('boostingWorkBytes', []);
  const workers = Array.from({ length: threads }, () => {
    const cutsAt = scope.allocate(CUT_BYTES * mostNodes);
    return {
      ...{ workAt: scope.allocate(workBytes), cutsAt },
      ...{ cutWords: scope.i32(cutsAt, CUT_WORDS * mostNodes), scores: scope.f64(cutsAt, (CUT_WORDS / 2) * mostNodes) },
    };
  });
  let lists = { at: scope.allocate(4 * p), capacity: p };
  let listLength = 0;
  let slotsAt = 0;
  let listOf: NodeFeatures | undefined;
  return {
    /** A round begins. */
    open(features: Uint32Array, nodeFeatures: NodeFeatures | undefined, slots: Slots): void {
      listOf = nodeFeatures;
      listLength = nodeFeatures ? nodeFeatures(0, 0).length : features.length;
      slotsAt = slots.open(listLength, !nodeFeatures && !problem.general);
      if (!nodeFeatures) scope.u32(lists.at, listLength).set(features);
    },
    /** Finds the best cut of each node; a node without one that gains enough is left without. */
    async findCuts(searched: readonly Searched[]): Promise<void> {
      const length = listOf ? listLength * searched.length : 0;
      if (length > lists.capacity) lists = { at: scope.allocate(4 * 2 * length), capacity: 2 * length };
      let nRows = 0;
      searched.forEach(({ node, derived }, q) => {
        const { from, to, g, h, slot, id, tree } = node;
        nRows += derived ? 0 : to - from;
        words.set([from, to, listOf ? listLength * q : 0, slot, Number(derived)], 10 * q);
        sums[5 * q + 3] = g;
        sums[5 * q + 4] = h;
        if (listOf) scope.u32(lists.at + 4 * listLength * q, listLength).set(listOf(tree.output, id));
      });
      const floor = searched.map(({ node: { score } }) => score + Math.max(gamma, ROUNDING * score));
      const best: Cut[] = floor.map((score) => ({ feature: -1, bin: 0, missingLeft: false, score }));
      const shares = Math.max(1, Math.min(4 * threads, Math.floor((nRows * listLength) / CALL_WORK)));
      const step = listLength < 2 * BLOCK * shares ? 4 : BLOCK;
      const share = step * Math.ceil(listLength / shares / step);
      let next = 0;
      await Promise.all(
        workers.map(async ({ workAt, cutsAt, cutWords, scores }) => {
          while (next < listLength) {
            const first = next;
            next += share;
            for (let q = 0; q < searched.length; q++) scores[(CUT_WORDS / 2) * q] = floor[q]!;
            await scope.call('searchCuts', [
              ...[problem.binsAt, n, problem.flagsAt, lists.at, listLength, first, Math.min(next, listLength)],
              ...[
                problem.rowsAt,
                problem.gradientsAt,
                nodesAt,
                searched.length,
                maxBins,
                lambda,
                alpha,
                minChildWeight,
                problem.categorySmoothing,
              ],
              ...[Number(problem.general), slotsAt, workAt, cutsAt, scope.cancel],
            ]);
            for (let q = 0; q < searched.length; q++) {
              const at = CUT_WORDS * q;
              const [feature, place, score] = [cutWords[at + 2]!, cutWords[at + 3]!, scores[at / 2]!];
              const { score: least, feature: holder } = best[q]!;
              if (feature < 0 || !(score > least || (score === least && feature < holder))) continue;
              best[q] = { feature, bin: place & 255, missingLeft: place > 255, score };
              if (!problem.isCategorical(feature)) continue;
              const [left, right] = [cutWords.slice(at + 4, at + 12), cutWords.slice(at + 12, at + 20)];
              best[q] = { ...best[q]!, categories: { left, right } };
            }
          }
        }),
      );
      searched.forEach(({ node }, q) => {
        if (best[q]!.feature >= 0) node.cut = best[q]!;
      });
    },
  };
}
