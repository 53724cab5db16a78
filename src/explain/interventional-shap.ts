import type { Context } from '../base/context.ts';
import { DataError } from '../base/errors.ts';
import { treeInterventional } from '../kernels/tree-interventional.ts';
import type { Model, View } from '../table/contract.ts';
import type { Attribution } from './attribution.ts';
import { explainedTrees, type TreeOptions } from './explained-trees.ts';
import { treeOutputs } from './tree-outputs.ts';

export interface ReferenceOptions {
  /** Rows that stand for what is not known, at least one; some 100 serve. Prepared as the rows that are explained. */
  readonly reference: View;
}

/**
 * Exact interventional tree SHAP: a feature that is not known is given the values of reference rows, whatever the others are (Lundberg et al. 2020, Nature
 * Machine Intelligence 2, alg. 3). Additive; base: the mean output of the reference rows. When to use it: what the model itself does with each feature; a
 * feature that no split uses has 0. Mixtures of two rows may be such as no patient is.
 * @throws {UnsupportedError} a model without trees. @throws {ShapeError} another number of features. @throws {DataError} no reference row.
 * Cost O(n · references · leaves that a mixture of two rows can reach).
 */
export async function interventionalShap(
  model: Model,
  data: View,
  ctx: Context,
  options: ReferenceOptions & TreeOptions,
): Promise<Attribution> {
  const { trees, start, outputs, scale, matrixOf } = explainedTrees(model, 'interventional SHAP', options);
  const reference = matrixOf(options.reference);
  if (reference.nRows === 0)
    throw new DataError({ where: 'interventional SHAP', problem: 'needs reference rows, got none', hint: 'give some' });
  const X = matrixOf(data);
  const { used, values } = await treeInterventional(ctx, trees, X, reference);
  const said = treeOutputs(trees, reference);
  return {
    ...{ outputs, scale, values, features: used, nRows: X.nRows },
    names: Array.from(used, (j) => data.features[j]!),
    base: start.map((first, k) => {
      let sum = 0;
      for (let i = 0; i < reference.nRows; i++) sum += said[k * reference.nRows + i]!;
      return first + sum / reference.nRows;
    }),
  };
}
