import type { Context } from '../base/context.ts';
import { meanOutput } from '../kernels/shap-trees.ts';
import { treeShap as shapValues } from '../kernels/tree-shap.ts';
import type { Model, View } from '../table/contract.ts';
import type { Attribution } from './attribution.ts';
import { explainedTrees, type TreeOptions } from './explained-trees.ts';

/**
 * Exact, path-dependent tree SHAP: a feature that is not known is averaged over as the training rows are divided at its splits (Lundberg et al. 2020,
 * Nature Machine Intelligence 2). Additive. When to use it: fast, needs no other rows; among correlated features credit is shared out as the trees
 * happened to split, and a feature that matters only through another may get some. `interventionalShap` asks what the model itself does with a feature.
 * @param model of trees (`explainedTrees` says what is explained). @throws {UnsupportedError} another. @throws {ShapeError} another number of features.
 * Cost O(n · nodes · ⌈d/2⌉), memory 8·n·outputs·(features that the trees use): for very many rows explain them in parts.
 */
export async function treeShap(
  model: Model,
  data: View,
  ctx: Context,
  options: TreeOptions = {},
): Promise<Attribution> {
  const { trees, start, outputs, scale, matrixOf } = explainedTrees(model, 'tree SHAP', options);
  const X = matrixOf(data);
  const { used, values } = await shapValues(ctx, trees, X);
  return {
    ...{ outputs, scale, values, features: used, nRows: X.nRows },
    names: Array.from(used, (j) => data.features[j]!),
    base: meanOutput(trees).map((mean, k) => mean + start[k]!),
  };
}

/** @throws {ShapeError} a table of fewer features than the model reads. */
