import type { Context } from '../../base/context.ts';
import type { SmoPoint, SmoProblem, SmoTask } from '../../kernels/smo.ts';

/** What a fit asks of the solver beside its kernel and target. */
export type SolverSettings = Pick<SmoProblem, 'Cs' | 'tolerance' | 'maxSteps'>;

/** Machines on one table of training rows, of one C: f = Σᵢ coefficient·K(x, xᵢ) + bias. */
export interface Machines {
  /** [machines·nTraining], machine-major. */
  readonly coefficients: Float64Array;
  /** [machines]. */
  readonly biases: Float64Array;
  /** Largest duality gap among the machines, as a share of the objective. */
  readonly gap: number;
  /** Largest violation of the optimality conditions among them. */
  readonly violation: number;
}

/** One point for each machine, on its own rows, as machines on all n rows. */
export function gatherMachines(points: readonly SmoPoint[], tasks: readonly SmoTask[], n: number): Machines {
  const coefficients = new Float64Array(points.length * n);
  points.forEach(({ betas }, q) => {
    tasks[q]!.rows.forEach((i, at) => {
      coefficients[q * n + i] = betas[at]!;
    });
  });
  return {
    coefficients,
    biases: Float64Array.from(points, ({ bias }) => bias),
    gap: Math.max(0, ...points.map(({ gap }) => gap)),
    violation: Math.max(0, ...points.map(({ violation }) => violation)),
  };
}

export function warnUnconverged(
  points: readonly SmoPoint[],
  { tolerance, maxSteps }: SolverSettings,
  ctx: Context,
): void {
  const unfinished = points.filter(({ steps }) => steps >= maxSteps);
  if (unfinished.length === 0) return;
  const worst = Math.max(...unfinished.map(({ gap }) => gap));
  ctx.warn({
    code: 'not-converged',
    where: 'svm',
    message: `${unfinished.length} of ${points.length} fits stopped after ${maxSteps} steps, short of tolerance ${tolerance}, with a duality gap of up to ${worst.toExponential(1)}`,
  });
}
