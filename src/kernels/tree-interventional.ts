import type { Context } from '../base/context.ts';
import { columnOf, type Matrix } from '../table/matrix.ts';
import { eachBlock } from './row-blocks.ts';
import { withScope } from './scope.ts';
import { placeTrees, type ShapTrees } from './shap-trees.ts';
import type { TreeShapValues } from './tree-shap.ts';

/**
 * Exact interventional tree SHAP against the rows of `reference`, on all threads.
 * @param X [n, p] and @param reference [m, p], m ≥ 1: float32; NaN: missing. Not modified.
 * Cost O(n · m · leaves that a mixture of two rows can reach); memory as `treeShap`, and m bytes a node of the largest tree for each thread.
 * The same bits for any number of threads. Method and source: assembly/tree-interventional.ts. Checked against subsets by brute force.
 */
export async function treeInterventional(
  ctx: Context,
  trees: ShapTrees,
  X: Matrix,
  reference: Matrix,
): Promise<TreeShapValues> {
  return withScope(ctx, 'interventional SHAP', async (scope) => {
    const { used, depth, nodesAt, valuesAt, subsetsAt, rootsAt } = placeTrees(scope, trees);
    const { roots, feature, width, nOutputs } = trees;
    const sizes = roots.map((root, t) => (roots[t + 1] ?? feature.length) - root);
    const largest = sizes.reduce((a, b) => Math.max(a, b), 1);
    const m = reference.nRows;
    const referenceAt = scope.allocate(4 * m * used.length);
    const rows = scope.f32(referenceAt, m * used.length);
    used.forEach((j, at) => {
      rows.set(columnOf(reference, j), at * m);
    });
    const weightsAt = scope.allocate(8 * (depth + 1) ** 2);
    scope.f64(weightsAt, (depth + 1) ** 2).set(coalitionWeights(depth + 1));
    const problemAt = scope.place([
      ...[nodesAt, valuesAt, subsetsAt, rootsAt, scope.place(sizes), referenceAt, weightsAt],
      ...[roots.length, width, nOutputs, used.length, m, depth + 1, largest, scope.cancel],
    ]);
    const workBytes = await scope.call('treeInterventionalWorkBytes', [used.length, largest, m]);
    const sums = await eachBlock(ctx, scope, X, used, nOutputs * used.length, async () => {
      const workAt = scope.allocate(workBytes);
      return (rowsAt, phiAt, count) => scope.call('treeInterventional', [problemAt, rowsAt, count, phiAt, workAt]);
    });
    return { used, values: sums.map((sum) => sum / m) };
  });
}

/** a! b! / (a + b + 1)! for a, b below `order`, [order, order]. */
function coalitionWeights(order: number): Float64Array {
  const out = new Float64Array(order * order);
  for (let a = 0; a < order; a++) {
    let weight = 1 / (a + 1);
    for (let b = 0; b < order; b++) {
      out[a * order + b] = weight;
      weight *= (b + 1) / (a + b + 2);
    }
  }
  return out;
}
