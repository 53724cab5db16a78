import type { Context } from '../../base/context.ts';
import { smoPaths } from '../../kernels/smo.ts';
import type { NumberTarget } from '../../table/target.ts';
import type { NumberMachines } from './kernel-model.ts';
import { gatherMachines, type SolverSettings, warnUnconverged } from './machines.ts';

/** One ε-SVR for each C, on the target less its mean in units of its standard deviation (population). */
export async function fitNumbers(
  K: Float64Array,
  { values }: NumberTarget,
  epsilon: number,
  solver: SolverSettings,
  ctx: Context,
): Promise<NumberMachines[]> {
  const n = values.length;
  const mean = values.reduce((sum, value) => sum + value, 0) / n;
  const deviation = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / n);
  const task = {
    rows: Int32Array.from(values.keys()),
    others: new Int32Array(),
    // Values that are all the same: nothing to learn, whatever rounding has left of them.
    targets: values.map((value) => (deviation > 1e-12 * Math.abs(mean) ? (value - mean) / deviation : 0)),
    lower: new Float64Array(n).fill(-1),
    upper: new Float64Array(n).fill(1),
  };
  const points = (await smoPaths({ kernel: K, epsilon, ...solver }, [task], ctx))[0]!;
  warnUnconverged(points, solver, ctx);
  return points.map((point) => ({
    task: 'regression',
    ...gatherMachines([point], [task], n),
    calibration: Float64Array.of(deviation, mean),
  }));
}
