import type { Context } from '../base/context.ts';
import { gaussLegendre } from '../kernels/gauss-legendre.ts';
import type { Model, View } from '../table/contract.ts';
import { createMatrix, densified, type Matrix } from '../table/matrix.ts';
import { takeViewRows } from '../table/view-rows.ts';
import type { Attribution } from './attribution.ts';
import { columnMean } from './column-mean.ts';
import { networkOutputs } from './network-outputs.ts';
import { withSlopes } from './network-slopes.ts';

export interface PathOptions {
  /** Rows whose mean is where the path begins. */
  readonly reference: View;
}

/** Points on the path: doubled until the values add up. */
const [FEWEST, MOST] = [16, 256];
const COMPLETE = 0.01;

/**
 * Integrated gradients of a network: φ_j = (x_j − x⁰_j) ∫₀¹ ∂F/∂x_j (x⁰ + t(x − x⁰)) dt from the mean x⁰ of the reference rows, by Gauss and Legendre. F: log
 * odds of the second class, numbers before softmax, value or risk before their scale; mean of the members. Complete, so additive, to within 1 % of Σ|F(x) − F(x⁰)|:
 * points are doubled from 16 to 256 until it holds, else a warning.
 * @throws {UnsupportedError} a model that is no network, or reads letters. Cost 16 to 256 passes forth and back.
 * Source: Sundararajan, Taly & Yan 2017, ICML. Checked by completeness and, of a linear network, against its weights.
 */
export async function integratedGradients(
  model: Model,
  data: View,
  ctx: Context,
  { reference }: PathOptions,
): Promise<Attribution> {
  const where = 'integrated gradients';
  const X = densified(data.X);
  const [n, p] = [X.nRows, X.nCols];
  const start = Float64Array.from({ length: p }, (_, j) => columnMean(reference.X, j));
  const along = (t: number): Matrix => {
    const at = createMatrix(n, p);
    for (let j = 0; j < p; j++)
      for (let i = 0; i < n; i++) at.data[j * n + i] = start[j]! + t * (X.data[j * n + i]! - start[j]!);
    return at;
  };
  return withSlopes(model, ctx, where, async (slopesAt, nOutputs) => {
    const ends = await slopesAt({ ...data, X: along(1) });
    const first = takeViewRows({ ...data, X: along(0) }, [0]);
    const base = (await slopesAt(first)).answers;
    let values = new Float64Array();
    let off = Number.POSITIVE_INFINITY;
    for (let points = FEWEST; points <= MOST && off > COMPLETE; points *= 2) {
      const rule = gaussLegendre(points);
      values = new Float64Array(nOutputs * p * n);
      for (let q = 0; q < points; q++) {
        const { slopes } = await slopesAt({ ...data, X: along(rule[q]!) });
        for (let at = 0; at < values.length; at++) values[at]! += rule[points + q]! * slopes[at]!;
        ctx.progress((q + 1) / points, where);
      }
      for (let at = 0; at < values.length; at++) {
        const [j, i] = [Math.floor(at / n) % p, at % n];
        values[at]! *= X.data[j * n + i]! - start[j]!;
      }
      off = incompleteness(values, ends.answers, base, n, p);
    }
    if (off > COMPLETE)
      ctx.warn({ code: 'not-complete', where, message: `values add up to within ${(100 * off).toFixed(1)} % only` });
    const features = Uint32Array.from(Array(p).keys());
    return { ...networkOutputs(model), features, names: data.features, nRows: n, base, values };
  });
}

/** Σ |Σ_j φ_j − (F(x) − F(x⁰))| over Σ |F(x) − F(x⁰)|. */
function incompleteness(values: Float64Array, ends: Float64Array, base: Float64Array, n: number, p: number): number {
  let [missed, all] = [0, 0];
  for (let at = 0; at < ends.length; at++) {
    const [k, i] = [Math.floor(at / n), at % n];
    const change = ends[at]! - base[k]!;
    let sum = 0;
    for (let j = 0; j < p; j++) sum += values[(k * p + j) * n + i]!;
    missed += Math.abs(sum - change);
    all += Math.abs(change);
  }
  return all > 0 ? missed / all : 0;
}
