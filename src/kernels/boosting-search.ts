import type { Context } from '../base/context.ts';
import type { Cut, GrowingNode, Penalties } from './boosting-tree.ts';
import type { Scope } from './scope.ts';

const MIN_GAIN = 1e-6; // a smaller gain is taken for rounding (XGBoost's kRtEps)
const ROUNDING = 1e-10; // of a score: sums of a million terms are off by less
const BLOCK = 16; // features, as in the kernel
const CALL_WORK = 1 << 20; // rows × features of one call at least: about a millisecond, ten times what a call costs
const NODE_BYTES = 32;
const CUT_BYTES = 16;

export interface SearchProblem extends Penalties {
  readonly nRows: number;
  readonly nFeatures: number;
  readonly nOutputs: number;
  readonly maxBins: number;
  readonly maxDepth: number;
  /** What a split must gain at least, ≥ 0. */
  readonly gamma: number;
  /** Σh of each side of a split at least, > 0. */
  readonly minChildWeight: number;
  readonly general: boolean;
  /** Addresses: bins [p, n] uint8, their flags [p], and the two lists of `RowList`. */
  readonly binsAt: number;
  readonly missingAt: number;
  readonly rowsAt: number;
  readonly gradientsAt: number;
}

/** The kernel's side: nodes go in, the best cut of each comes out, whatever the threads and their shares of the features. */
export async function openSearch(scope: Scope, ctx: Context, problem: SearchProblem) {
  const { nRows: n, nFeatures: p, nOutputs, maxBins, maxDepth, lambda, alpha, gamma, minChildWeight } = problem;
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
      const floor = nodes.map(({ score }) => score + Math.max(gamma, MIN_GAIN, ROUNDING * score));
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
              ...[Number(problem.general), workAt, cutsAt, scope.cancel],
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
