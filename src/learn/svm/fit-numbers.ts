import type { Context } from '../../base/context.ts';
import { smoPaths } from '../../kernels/smo.ts';
import type { NumberTarget } from '../../table/target.ts';
import type { NumberMachines } from './kernel-model.ts';
import { gatherMachines, type SolverSettings, warnUnconverged } from './machines.ts';

/** One ε-SVR for each C, on the target less its mean in units of its standard deviation (population). @param weights of the rows, [n]. */
export async function fitNumbers(
  K: Float64Array,
  { values }: NumberTarget,
  weights: Float64Array,
  epsilon: number,
  solver: SolverSettings,
  ctx: Context,
): Promise<NumberMachines[]> {
  const n = values.length;
  const all = weights.reduce((sum, weight) => sum + weight, 0);
  const mean = values.reduce((sum, value, i) => sum + weights[i]! * value, 0) / all;
  const deviation = Math.sqrt(values.reduce((sum, value, i) => sum + weights[i]! * (value - mean) ** 2, 0) / all);
  const task = {
    rows: Int32Array.from(values.keys()),
    others: new Int32Array(),
    // Values that are all the same: nothing to learn, whatever rounding has left of them.
    targets: values.map((value) => (deviation > 1e-12 * Math.abs(mean) ? (value - mean) / deviation : 0)),
    lower: weights.map((weight) => -weight),
    upper: weights,
  };
  const points = (await smoPaths({ kernel: K, epsilon, ...solver }, [task], ctx))[0]!;
  warnUnconverged(points, solver, ctx);
  return points.map((point) => ({
    task: 'regression',
    ...gatherMachines([point], [task], n),
    calibration: Float64Array.of(deviation, mean),
  }));
}
