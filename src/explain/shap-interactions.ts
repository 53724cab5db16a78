import type { Context } from '../base/context.ts';
import { ParamError } from '../base/errors.ts';
import { treeInteractions, treeShap } from '../kernels/tree-shap.ts';
import type { Model, View } from '../table/contract.ts';
import type { Attribution } from './attribution.ts';
import { explainedTrees, type TreeOptions } from './explained-trees.ts';

/** How features act together: for each row a symmetric table whose rows sum to the Shapley values. */
export interface Interactions extends Pick<Attribution, 'outputs' | 'scale' | 'features' | 'names' | 'nRows'> {
  /** [nOutputs, nAsked, nAsked, nRows]. On the diagonal what a feature does by itself and together with features that were not asked for. */
  readonly values: Float64Array;
}

export interface InteractionOptions extends TreeOptions {
  /** Indices of the features to pair, at most 200; default all that the trees use. */
  readonly among?: readonly number[];
}

const MOST = 200;

/**
 * Exact Shapley interaction values of trees, path-dependent (Lundberg et al. 2018, eq. 10): off the diagonal half of what two features do together beyond
 * what each does alone. Equal to XGBoost's pred_interactions.
 * @throws {ParamError} over 200 features, or one twice. @throws {UnsupportedError} a model without trees. @throws {ShapeError} another number of features.
 * Cost O(n · leaves · d³), memory 8·n·outputs·nAsked² bytes.
 */
export async function shapInteractions(
  model: Model,
  data: View,
  ctx: Context,
  options: InteractionOptions = {},
): Promise<Interactions> {
  const where = 'SHAP interactions';
  const { trees, outputs, scale, matrixOf } = explainedTrees(model, where, options);
  const X = matrixOf(data);
  const n = X.nRows;
  const alone = await treeShap(ctx, trees, X);
  const asked = Uint32Array.from(new Set(options.among ?? alone.used)).sort();
  if (asked.length > MOST || asked.length < (options.among?.length ?? 0))
    throw new ParamError({
      where,
      problem: `pairs up to ${MOST} different features, got ${options.among?.length ?? asked.length}`,
      hint: 'name those of interest with among',
    });
  const a = asked.length;
  const values = await treeInteractions(ctx, trees, X, asked);
  for (let k = 0; k < outputs.length; k++) {
    const run = (r: number, c: number) => values.subarray(((k * a + r) * a + c) * n, ((k * a + r) * a + c + 1) * n);
    for (let r = 0; r < a; r++) {
      for (let c = r + 1; c < a; c++) run(c, r).set(run(r, c));
    }
    asked.forEach((j, r) => {
      const at = alone.used.indexOf(j);
      if (at < 0) return;
      const whole = alone.values.subarray((k * alone.used.length + at) * n, (k * alone.used.length + at + 1) * n);
      const own = run(r, r);
      own.set(whole);
      for (let c = 0; c < a; c++) {
        const pair = run(r, c);
        if (c !== r) for (let i = 0; i < n; i++) own[i]! -= pair[i]!;
      }
    });
  }
  return { outputs, scale, features: asked, names: Array.from(asked, (j) => data.features[j]!), nRows: n, values };
}
