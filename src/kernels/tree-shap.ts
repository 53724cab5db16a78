import type { Context } from '../base/context.ts';
import type { Matrix } from '../table/matrix.ts';
import { gaussLegendre } from './gauss-legendre.ts';
import { eachBlock } from './row-blocks.ts';
import { type Scope, withScope } from './scope.ts';
import { placeTrees, type ShapTrees } from './shap-trees.ts';

/** Shapley values in the features that the trees use. */
export interface TreeShapValues {
  /** Ascending, [nUsed]. */
  readonly used: Uint32Array;
  /** [nOutputs, nUsed, nRows]: the values of one feature are a run. */
  readonly values: Float64Array;
}

/**
 * Exact path-dependent tree SHAP on all threads, for rows by blocks of 64. Features that no tree uses have the value 0 and are left out.
 * @param X [n, p] float32; NaN: missing. Not modified.
 * Cost O(n · nodes · ⌈d/2⌉) with d the most different features on a way; memory 8·n·nUsed·nOutputs bytes for the result, and for each thread 64 rows of it.
 * The same bits for any number of threads. Method and source: assembly/tree-shap.ts. Checked against subsets by brute force and
 * XGBoost 1.7.4's pred_contribs.
 */
export async function treeShap(ctx: Context, trees: ShapTrees, X: Matrix): Promise<TreeShapValues> {
  return withScope(ctx, 'tree SHAP', async (scope) => {
    const { problemAt, used, depth, most } = placeProblem(scope, trees);
    const workBytes = await scope.call('treeShapWorkBytes', [depth, most, trees.width]);
    const values = await eachBlock(ctx, scope, X, used, trees.nOutputs * used.length, async () => {
      const workAt = scope.allocate(workBytes);
      return (rowsAt, phiAt) => scope.call('treeShap', [problemAt, rowsAt, phiAt, workAt]);
    });
    return { used, values };
  });
}

/**
 * Shapley interaction values, path-dependent, between the features `among`. @returns [nOutputs, nAsked, nAsked, nRows], the lower triangle and the
 * diagonal 0: each pair has its half of the interaction once.
 * Cost O(n · leaves · d² · ⌈d/2⌉). Method and source: assembly/tree-interactions.ts. Checked against XGBoost 1.7.4's pred_interactions.
 */
export async function treeInteractions(
  ctx: Context,
  trees: ShapTrees,
  X: Matrix,
  among: ArrayLike<number>,
): Promise<Float64Array> {
  return withScope(ctx, 'tree interactions', async (scope) => {
    const { problemAt, used, depth, most } = placeProblem(scope, trees);
    const workBytes = await scope.call('treeInteractionsWorkBytes', [depth, most]);
    const asked = Array.from(among);
    const askedAt = scope.allocate(4 * used.length);
    scope.i32(askedAt, used.length).set(Array.from(used, (j) => asked.indexOf(j)));
    return eachBlock(ctx, scope, X, used, trees.nOutputs * asked.length ** 2, async () => {
      const workAt = scope.allocate(workBytes);
      const more = [workAt, askedAt, asked.length];
      return (rowsAt, phiAt) => scope.call('treeInteractions', [problemAt, rowsAt, phiAt, ...more]);
    });
  });
}

function placeProblem(scope: Scope, trees: ShapTrees) {
  const { used, depth, features, nodesAt, valuesAt, subsetsAt, rootsAt } = placeTrees(scope, trees);
  const points = features.map((different) => Math.ceil(different / 2));
  const most = points.reduce((a, b) => Math.max(a, b), 1);
  const pointsAt = scope.allocate(points.length);
  scope.u8(pointsAt, points.length).set(points);
  // Rules of 1 … most points, one after another: that of m begins at number m(m − 1).
  const rulesAt = scope.allocate(8 * most * (most + 1));
  for (let m = 1; m <= most; m++) scope.f64(rulesAt + 8 * m * (m - 1), 2 * m).set(gaussLegendre(m));
  const problemAt = scope.place([
    ...[nodesAt, valuesAt, subsetsAt, rootsAt, pointsAt, rulesAt],
    ...[trees.roots.length, trees.width, trees.nOutputs, used.length, depth, most, scope.cancel],
  ]);
  return { problemAt, used, depth, most };
}
