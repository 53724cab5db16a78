import type { Context } from '../base/context.ts';
import { columnOf, type Matrix } from '../table/matrix.ts';
import { gaussLegendre } from './gauss-legendre.ts';
import { type Scope, withScope } from './scope.ts';
import { placeTrees, type ShapTrees } from './shap-trees.ts';

/** Shapley values in the features that the trees use. */
export interface TreeShapValues {
  /** Ascending, [nUsed]. */
  readonly used: Uint32Array;
  /** [nOutputs, nUsed, nRows]: the values of one feature are a run. */
  readonly values: Float64Array;
}

const ROWS = 64; // as assembly/tree-shap-set.ts

/**
 * Exact path-dependent tree SHAP on all threads, for rows by blocks of 64. Features that no tree uses have the value 0 and are left out.
 * @param X [n, p] float32; NaN: missing. Not modified.
 * Cost O(n · nodes · ⌈d/2⌉) with d the most different features on a way; memory 8·n·nUsed·nOutputs bytes for the result, and for each thread 64 rows of it.
 * The same bits for any number of threads. Method and source: assembly/tree-shap.ts. Checked against subsets by brute force and
 * XGBoost 1.7.4's pred_contribs.
 */
export async function treeShap(ctx: Context, trees: ShapTrees, X: Matrix): Promise<TreeShapValues> {
  return withScope(ctx, 'tree SHAP', async (scope) => {
    const placed = placeTrees(scope, trees);
    const { used, depth } = placed;
    const { nOutputs, width } = trees;
    const points = placed.features.map((features) => Math.ceil(features / 2));
    const most = points.reduce((a, b) => Math.max(a, b), 1);
    const pointsAt = scope.allocate(points.length);
    scope.u8(pointsAt, points.length).set(points);
    const words = [
      ...[placed.nodesAt, placed.valuesAt, placed.subsetsAt, placed.rootsAt, pointsAt, placeRules(scope, most)],
      ...[trees.roots.length, width, nOutputs, used.length, depth, most, scope.cancel],
    ];
    const problemAt = scope.allocate(4 * words.length);
    scope.u32(problemAt, words.length).set(words);
    const workBytes = await scope.call('treeShapWorkBytes', [depth, most, width]);
    const values = new Float64Array(nOutputs * used.length * X.nRows);
    await eachBlock(ctx, scope, X, used, async (rowsAt, nextRow) => {
      const workAt = scope.allocate(workBytes);
      const length = nOutputs * used.length * ROWS;
      const phiAt = scope.allocate(8 * length);
      for (let row = nextRow(); row >= 0; row = nextRow()) {
        scope.f64(phiAt, length).fill(0);
        await scope.call('treeShap', [problemAt, rowsAt, phiAt, workAt]);
        const phi = scope.f64(phiAt, length);
        const count = Math.min(ROWS, X.nRows - row);
        for (let c = 0; c < nOutputs * used.length; c++)
          values.set(phi.subarray(c * ROWS, c * ROWS + count), c * X.nRows + row);
      }
    });
    return { used, values };
  });
}

/** The rules of 1 … most points, one after another: that of m begins at number m(m − 1). */
export function placeRules(scope: Scope, most: number): number {
  const at = scope.allocate(8 * most * (most + 1));
  for (let m = 1; m <= most; m++) scope.f64(at + 8 * m * (m - 1), 2 * m).set(gaussLegendre(m));
  return at;
}

/**
 * Divides the rows among as many workers as there are threads. `nextRow` fills the worker's block, [nUsed, 64] float32, with the next rows, the last one
 * repeated where there are fewer, and tells the first of them; −1: none is left.
 */
export async function eachBlock(
  ctx: Context,
  scope: Scope,
  X: Matrix,
  used: Uint32Array,
  work: (rowsAt: number, nextRow: () => number) => Promise<void>,
): Promise<void> {
  const columns = Array.from(used, (j) => columnOf(X, j));
  const blocks = Math.ceil(X.nRows / ROWS);
  let block = 0;
  await Promise.all(
    Array.from({ length: Math.min(ctx.executor.threads, blocks) }, async () => {
      const rowsAt = scope.allocate(4 * ROWS * used.length);
      await work(rowsAt, () => {
        if (block === blocks) return -1;
        const from = ROWS * block++;
        const rows = scope.f32(rowsAt, ROWS * used.length);
        columns.forEach((column, at) => {
          const own = column.subarray(from, from + ROWS);
          rows.set(own, ROWS * at);
          rows.fill(own.at(-1)!, ROWS * at + own.length, ROWS * (at + 1));
        });
        ctx.progress(from / X.nRows, 'tree SHAP');
        return from;
      });
    }),
  );
}
