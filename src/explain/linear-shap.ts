import type { Context } from '../base/context.ts';
import { DataError, ParamError } from '../base/errors.ts';
import { breathe } from '../numeric/breathe.ts';
import type { Model, View } from '../table/contract.ts';
import { columnOf, type Matrix } from '../table/matrix.ts';
import type { Attribution } from './attribution.ts';
import { explainedLinear } from './explained-linear.ts';
import { shrunkCovariance } from './shrunk-covariance.ts';

export interface LinearOptions {
  /** Rows whose means, and covariances, stand for what is not known: the training rows. Prepared as the rows that are explained. */
  readonly reference: View;
  /** What is not known is guessed from what is, as jointly normal; else features count as independent. Default false. */
  readonly correlated?: boolean;
  /** With `correlated`: orders of the features to average over, each with its reverse. Default 32. */
  readonly orders?: number;
}

const MOST = 1000;

/**
 * SHAP of models that are weighted sums. Independent: φ_j = w_j (x_j − mean_j), exact. Correlated: the mean over orders of the features of what each
 * adds to E[output | those before it] under a normal distribution, so that features that carry the same signal share the credit; with the covariance
 * LLᵀ in an order, what the k-th adds is (Lᵀw)_k (L⁻¹(x − mean))_k. Both additive.
 * @throws {UnsupportedError} a model that is no sum. @throws {DataError} fewer than 2 reference rows. @throws {ParamError} correlated, with over 1,000
 * features that have a weight.
 * Cost O(n · used); correlated O(orders · used² · (used + n)). Source: Lundberg & Lee 2017, corollary 1; Aas, Jullum & Løland 2021, Artificial Intelligence 298,
 * for the normal distribution; covariance by `shrunkCovariance`. Checked against subsets by brute force.
 */
export async function linearShap(
  model: Model,
  data: View,
  ctx: Context,
  { reference, correlated = false, orders = 32 }: LinearOptions,
): Promise<Attribution> {
  const where = 'linear SHAP';
  const { X } = data;
  const { outputs, scale, offsets, weights } = explainedLinear(model, X.nCols, where);
  if (reference.X.nRows < 2)
    throw new DataError({ where, problem: `needs at least 2 reference rows, got ${reference.X.nRows}` });
  const used = Uint32Array.from(Array(X.nCols).keys()).filter((j) => weights.some((own) => own[j] !== 0));
  const means = Float64Array.from(used, (j) => meanOf(columnOf(reference.X, j)));
  const values = new Float64Array(weights.length * used.length * X.nRows);
  const common = { outputs, scale, features: used, names: Array.from(used, (j) => data.features[j]!), nRows: X.nRows };
  const base = offsets.map((offset, k) => used.reduce((sum, j, at) => sum + weights[k]![j]! * means[at]!, offset));
  if (correlated) {
    if (used.length > MOST)
      throw new ParamError({
        where,
        problem: `correlated serves up to ${MOST} features, got ${used.length}`,
        hint: 'leave it out',
      });
    const own = weights.map((all) => Float64Array.from(used, (j) => all[j]!));
    await addOrders(
      { X, used, means, weights: own, covariance: shrunkCovariance(reference.X, used) },
      values,
      orders,
      ctx,
    );
  } else {
    weights.forEach((own, k) => {
      used.forEach((j, at) => {
        const from = (k * used.length + at) * X.nRows;
        columnOf(X, j).forEach((x, i) => {
          values[from + i] = own[j]! * (x - means[at]!);
        });
      });
    });
  }
  return { ...common, base, values };
}

const meanOf = (values: Float32Array) => values.reduce((sum, x) => sum + x, 0) / values.length;

interface NormalSum {
  readonly X: Matrix;
  readonly used: Uint32Array;
  readonly means: Float64Array;
  /** [nOutputs][used] */
  readonly weights: readonly Float64Array[];
  /** [used, used] */
  readonly covariance: Float64Array;
}

/** Adds the mean over random orders, and their reverses, of what each feature adds to the conditional mean. */
async function addOrders(sum: NormalSum, values: Float64Array, orders: number, ctx: Context): Promise<void> {
  const { X, used, means, weights, covariance } = sum;
  const [p, n] = [used.length, X.nRows];
  for (let o = 0; o < orders; o++) {
    await breathe(ctx, 'linear SHAP');
    const order = ctx.random.at('order', o).stream().shuffle(Array.from(used.keys()));
    for (const way of [order, order.slice().reverse()]) {
      const L = choleskyInOrder(covariance, way, p);
      // Innovations: what each feature brings that those before it do not tell.
      const news = way.map((at) => Float64Array.from(columnOf(X, used[at]!), (x) => x - means[at]!));
      for (let k = 0; k < p; k++) {
        const own = news[k]!;
        for (let l = 0; l < k; l++) {
          const [factor, other] = [L[k * p + l]!, news[l]!];
          if (factor !== 0) for (let i = 0; i < n; i++) own[i]! -= factor * other[i]!;
        }
        for (let i = 0; i < n; i++) own[i]! /= L[k * p + k]!;
        weights.forEach((all, output) => {
          let weight = 0;
          for (let l = k; l < p; l++) weight += L[l * p + k]! * all[way[l]!]!;
          const from = (output * p + way[k]!) * n;
          for (let i = 0; i < n; i++) values[from + i]! += (weight * own[i]!) / (2 * orders);
        });
      }
    }
  }
}

/** L of LLᵀ = the covariance with its features in an order, [p, p] row-major. */
function choleskyInOrder(covariance: Float64Array, order: readonly number[], p: number): Float64Array {
  const L = new Float64Array(p * p);
  for (let k = 0; k < p; k++) {
    for (let l = 0; l <= k; l++) {
      let sum = covariance[order[k]! * p + order[l]!]!;
      for (let m = 0; m < l; m++) sum -= L[k * p + m]! * L[l * p + m]!;
      L[k * p + l] = l === k ? Math.sqrt(sum) : sum / L[l * p + l]!;
    }
  }
  return L;
}
