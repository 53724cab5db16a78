import type { Context } from '../base/context.ts';
import { UnsupportedError } from '../base/errors.ts';
import type { Model, View } from '../table/contract.ts';
import { takeViewRows } from '../table/view-rows.ts';
import type { Attribution } from './attribution.ts';
import { isLinear } from './explained-linear.ts';
import { isTrees } from './explained-trees.ts';
import { gradientTimesInput } from './gradient-times-input.ts';
import { integratedGradients } from './integrated-gradients.ts';
import { interventionalShap } from './interventional-shap.ts';
import { kernelShap } from './kernel-shap.ts';
import { linearShap } from './linear-shap.ts';
import { isNetwork } from './network-outputs.ts';
import { occlusion } from './occlusion.ts';
import { treeShap } from './tree-shap.ts';

/** What `explain` is told beside the model and the rows. */
export interface ExplainOptions {
  /** Rows that stand for what is not known: training rows, prepared as the rows that are explained. */
  readonly reference: View;
  /** Of survival forests: the cumulative hazard at this time instead of the risk. */
  readonly at?: number;
}

type Method = (model: Model, data: View, ctx: Context, options: ExplainOptions) => Promise<Attribution>;

/** Every method by its word. */
export const EXPLAIN_METHODS: Readonly<Record<string, Method>> = {
  'tree-shap': treeShap,
  'interventional-shap': (model, data, ctx, { reference, ...more }) =>
    interventionalShap(model, data, ctx, { reference: some(reference), ...more }),
  'linear-shap': linearShap,
  'correlated-linear-shap': (model, data, ctx, { reference }) =>
    linearShap(model, data, ctx, { reference, correlated: true }),
  'kernel-shap': (model, data, ctx, { reference }) => kernelShap(model, data, ctx, { reference: some(reference) }),
  'integrated-gradients': integratedGradients,
  'gradient-times-input': gradientTimesInput,
  'smooth-grad': (model, data, ctx, { reference }) => gradientTimesInput(model, data, ctx, { reference, copies: 25 }),
  occlusion,
};

/** Reference rows that a method goes through one by one, evenly among those given. */
function some(reference: View, most = 100): View {
  const n = reference.X.nRows;
  if (n <= most) return reference;
  return takeViewRows(
    reference,
    Array.from({ length: most }, (_, r) => Math.floor((r * n) / most)),
  );
}

/** The method that a model is explained by when none is asked for. */
export function usualMethod(model: Model): string {
  if (isTrees(model)) return 'tree-shap';
  if (isLinear(model)) return 'linear-shap';
  return isNetwork(model) ? 'integrated-gradients' : 'kernel-shap';
}

/**
 * Attributions of a model's answers to features, by a named method. @throws {UnsupportedError} no such method, or not for this model. What each costs and
 * promises stands in its own file.
 */
export async function explain(
  method: string,
  model: Model,
  data: View,
  ctx: Context,
  options: ExplainOptions,
): Promise<Attribution> {
  if (!Object.hasOwn(EXPLAIN_METHODS, method))
    throw new UnsupportedError({
      where: 'explain',
      problem: `no method '${method}'`,
      hint: `the methods are: ${Object.keys(EXPLAIN_METHODS).join(', ')}`,
    });
  return EXPLAIN_METHODS[method]!(model, data, ctx, options);
}
