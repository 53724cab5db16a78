import type { Context } from '../base/context.ts';
import type { Model, View } from '../table/contract.ts';
import { createMatrix, densified } from '../table/matrix.ts';
import { takeViewRows } from '../table/view-rows.ts';
import type { Attribution } from './attribution.ts';
import { columnMean } from './column-mean.ts';
import { columnSpread } from './column-spread.ts';
import { networkOutputs } from './network-outputs.ts';
import { withSlopes } from './network-slopes.ts';

export interface GradientOptions {
  /** Rows whose mean a value is taken from, and whose spread the noise is measured by. */
  readonly reference: View;
  /** SmoothGrad: slopes are means over so many noisy copies of a row; default 0, the row itself. */
  readonly copies?: number;
  /** Standard deviation of that noise, in standard deviations of each feature; default 0.15. */
  readonly noise?: number;
}

/**
 * Gradient × input of a network: ∂F/∂x_j · (x_j − mean of the reference rows), with SmoothGrad the slope's mean over noisy copies. F as `integratedGradients`.
 * One or a few passes; exact for a linear network, else not additive: for numbers that add up use `integratedGradients`.
 * @throws {UnsupportedError} a model that is no network, or reads letters.
 * Source: Shrikumar, Greenside & Kundaje 2017, ICML, §2; Smilkov et al. 2017, arXiv 1706.03825.
 */
export async function gradientTimesInput(
  model: Model,
  data: View,
  ctx: Context,
  { reference, copies = 0, noise = 0.15 }: GradientOptions,
): Promise<Attribution> {
  const X = densified(data.X);
  const [n, p] = [X.nRows, X.nCols];
  const means = Float64Array.from({ length: p }, (_, j) => columnMean(reference.X, j));
  const spreads = Float64Array.from({ length: p }, (_, j) => columnSpread(reference.X, j));
  const noisy = (copy: number) => {
    if (copies === 0) return X;
    const draws = ctx.random.at('copy', copy).stream();
    const out = createMatrix(n, p);
    for (let at = 0; at < out.data.length; at++)
      out.data[at] = X.data[at]! + noise * spreads[Math.floor(at / n)]! * draws.normal();
    return out;
  };
  return withSlopes(model, ctx, 'gradient × input', async (slopesAt, nOutputs) => {
    const values = new Float64Array(nOutputs * p * n);
    const times = Math.max(1, copies);
    for (let copy = 0; copy < times; copy++) {
      const { slopes } = await slopesAt({ ...data, X: noisy(copy) });
      for (let at = 0; at < values.length; at++) {
        const [j, i] = [Math.floor(at / n) % p, at % n];
        values[at]! += (slopes[at]! * (X.data[j * n + i]! - means[j]!)) / times;
      }
    }
    const middle = createMatrix(1, p);
    middle.data.set(means);
    const base = (await slopesAt({ ...takeViewRows(data, [0]), X: middle })).answers;
    const features = Uint32Array.from(Array(p).keys());
    return { ...networkOutputs(model), features, names: data.features, nRows: n, base, values };
  });
}
