import type { Context } from '../base/context.ts';
import { NotFoundError } from '../base/errors.ts';
import { nearest } from '../base/nearest.ts';
import type { Model, View } from '../table/contract.ts';
import { columnOf, denseCopy } from '../table/matrix.ts';
import { type PredictedOutputs, predictedOutputs } from './predicted-outputs.ts';

export interface PartialDependence extends Pick<PredictedOutputs, 'outputs' | 'scale'> {
  /** Values that the feature is given, rising, [g]. */
  readonly grid: Float32Array;
  /** What the model then says on average, [nOutputs, g]. */
  readonly mean: Float64Array;
  /** And of each row (individual conditional expectation, ICE), [nOutputs, nRows, g]. */
  readonly curves: Float64Array;
}

/**
 * Partial dependence and ICE of one feature: the model's output when every row is given the same value of it, at up to `points` quantiles of the rows' own.
 * Rows may become such as no patient is, where features go together. Exact: a prediction for each row and point.
 * @throws {NotFoundError} no such feature. Source: Friedman 2001, Annals of Statistics 29, §8.2; Goldstein et al. 2015, J. Comput. Graph. Stat. 24.
 */
export async function partialDependence(
  model: Model,
  data: View,
  ctx: Context,
  { feature, points = 20 }: { readonly feature: string; readonly points?: number },
): Promise<PartialDependence> {
  const j = data.features.indexOf(feature);
  if (j < 0) {
    const near = nearest(feature, data.features);
    const problem = `no feature '${feature}'`;
    throw new NotFoundError({
      where: 'partial dependence',
      problem,
      ...(near ? { hint: `did you mean '${near}'?` } : {}),
    });
  }
  const own = columnOf(data.X, j)
    .filter((x) => !Number.isNaN(x))
    .sort();
  const at = Array.from(
    { length: points },
    (_, g) => own[Math.round((g * (own.length - 1)) / Math.max(1, points - 1))]!,
  );
  const grid = Float32Array.from(new Set(at));
  const n = data.X.nRows;
  const X = denseCopy(data.X);
  const said: PredictedOutputs[] = [];
  for (const value of grid) {
    columnOf(X, j).fill(value);
    said.push(await predictedOutputs(model, { ...data, X }, ctx));
  }
  const { outputs, scale } = said[0]!;
  const curves = new Float64Array(outputs.length * n * grid.length);
  const mean = new Float64Array(outputs.length * grid.length);
  said.forEach(({ values }, g) => {
    values.forEach((value, place) => {
      curves[place * grid.length + g] = value;
      mean[Math.floor(place / n) * grid.length + g]! += value / n;
    });
  });
  return { outputs, scale, grid, mean, curves };
}
