import type { Context } from '../base/context.ts';
import type { GrowingNode, Parting } from './boosting-tree.ts';
import type { Scope } from './scope.ts';

const CALL_ROWS = 1 << 15; // of one call at least: a tenth of a millisecond
const SPLIT_BYTES = 80;
const WORDS = SPLIT_BYTES / 4;

/** Rows of the nodes under growth and their gradients: one stretch for each tree, within it one for each node. Kernels read it. */
export interface RowList {
  readonly rowsAt: number;
  readonly gradientsAt: number;
  /** [capacity]. */
  readonly rows: Uint32Array;
  /** g, h of each entry of `rows`. */
  readonly gradients: Float32Array;
}

export interface RowsProblem {
  /** Rows of all trees of a round. */
  readonly capacity: number;
  /** Nodes that are split at a time, at most. */
  readonly mostNodes: number;
  /** Addresses: bins [p, nRows] uint8, and their flags, [p] uint8. */
  readonly binsAt: number;
  readonly flagsAt: number;
  readonly nRows: number;
  readonly maxBins: number;
}

export function openRows(scope: Scope, ctx: Context, problem: RowsProblem) {
  const { capacity, mostNodes, binsAt, flagsAt, nRows, maxBins } = problem;
  const [rowsAt, spareRowsAt] = [scope.allocate(4 * capacity), scope.allocate(4 * capacity)];
  const [gradientsAt, spareGradientsAt] = [scope.allocate(8 * capacity), scope.allocate(8 * capacity)];
  const splitsAt = scope.allocate(SPLIT_BYTES * mostNodes);
  const words = scope.i32(splitsAt, WORDS * mostNodes);
  const sums = scope.f64(splitsAt, (WORDS / 2) * mostNodes);
  const rows = scope.u32(rowsAt, capacity);
  const gradients = scope.f32(gradientsAt, 2 * capacity);
  return {
    list: { rowsAt, gradientsAt, rows, gradients } satisfies RowList,
    /** Parts the rows of each node at its cut; threads share the nodes. */
    async part(nodes: readonly GrowingNode[]): Promise<Parting[]> {
      nodes.forEach(({ from, to, cut }, q) => {
        words.set([from, to, cut!.feature, cut!.bin | (Number(cut!.missingLeft) << 8)], WORDS * q);
        if (cut!.categories) words.set(cut!.categories.left, WORDS * q + 12);
      });
      let next = 0;
      const take = () => {
        for (let size = 0; next < nodes.length && size < CALL_ROWS; next++) size += nodes[next]!.to - nodes[next]!.from;
        return next;
      };
      await Promise.all(
        Array.from({ length: ctx.executor.threads }, async () => {
          while (next < nodes.length) {
            const first = next;
            await scope.call('partRows', [
              ...[binsAt, nRows, flagsAt, maxBins, rowsAt, gradientsAt, spareRowsAt, spareGradientsAt],
              ...[splitsAt, first, take(), scope.cancel],
            ]);
          }
        }),
      );
      return nodes.map((_, q) => ({
        ...{ middle: words[WORDS * q + 4]!, low: words[WORDS * q + 5]!, high: words[WORDS * q + 6]! },
        ...{
          anyMissing: words[WORDS * q + 7] === 1,
          leftG: sums[(WORDS / 2) * q + 4]!,
          leftH: sums[(WORDS / 2) * q + 5]!,
        },
      }));
    },
  };
}
