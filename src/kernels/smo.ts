import { mapLimit } from '../base/concurrency.ts';
import type { Context } from '../base/context.ts';
import { withScope } from './scope.ts';

export interface SmoProblem {
  /** K, [n·n] float64 row-major, symmetric. Not modified. */
  readonly kernel: Float64Array;
  /** Half-width of the tube that costs nothing: of numbers; 0 for classes. */
  readonly epsilon: number;
  /** Values of C > 0. Increasing is quickest: each solution starts the next. */
  readonly Cs: readonly number[];
  /** A fit is done when no pair of rows violates the optimality conditions by more than this. */
  readonly tolerance: number;
  /** Steps, of two rows each, allowed for each C. */
  readonly maxSteps: number;
}

/** One machine: minimises ½βᵀKβ − zᵀβ + ε‖β‖₁ over C·lower ≤ β ≤ C·upper, Σβ = 0, on some of the rows. */
export interface SmoTask {
  /** Rows to learn from, [m]. */
  readonly rows: Int32Array;
  /** Rows that take no part but get a decision value. */
  readonly others: Int32Array;
  /** z of `rows`, [m]: ±1 for classes, else the target. */
  readonly targets: Float64Array;
  /** Bounds of β at C = 1, lower ≤ 0 ≤ upper, [m]: for the class of z = 1 they are 0 and its weight, for the other −weight and 0. */
  readonly lower: Float64Array;
  readonly upper: Float64Array;
}

export interface SmoPoint {
  readonly C: number;
  /** β of the task's `rows`, [m]. */
  readonly betas: Float64Array;
  readonly bias: number;
  /** Kβ + bias of `rows`, then of `others`. */
  readonly decisions: Float64Array;
  /** zᵀβ − ε‖β‖₁ − ½βᵀKβ: the dual objective, to be as large as it can. */
  readonly objective: number;
  /** Duality gap as a share of the primal objective: how far this is, at most, from the optimum. */
  readonly gap: number;
  /** Largest violation of the optimality conditions by a pair of rows, in units of the decision value. */
  readonly violation: number;
  readonly steps: number;
}

/**
 * Kernel support vector machines for a list of C: one run for each task, tasks side by side.
 * @returns for each task one point for each C, certified by its duality gap and its violation.
 * Cost: m² numbers copied for a task, then O(m) a step; memory 4·m² bytes for each task under way. The same bits
 * for any number of threads. Source: Fan, Chen & Lin 2005, JMLR 6. Checked against scikit-learn's SVC and SVR, a plain twin, and by the gap.
 */
export function smoPaths(problem: SmoProblem, tasks: readonly SmoTask[], ctx: Context): Promise<SmoPoint[][]> {
  let done = 0;
  return mapLimit(tasks, ctx.executor.threads + 1, async (task) => {
    const points = await solve(problem, task, ctx);
    ctx.progress(++done / tasks.length, 'support vector machines');
    return points;
  });
}

async function solve(problem: SmoProblem, task: SmoTask, ctx: Context): Promise<SmoPoint[]> {
  const { kernel, epsilon, Cs, tolerance, maxSteps } = problem;
  const n = Math.round(Math.sqrt(kernel.length));
  const m = task.rows.length;
  const all = m + task.others.length;
  const width = (m + 3) & ~3;
  const workBytes = await ctx.executor.call('smoWorkBytes', [width]);
  return withScope(ctx, 'svm', async (scope) => {
    const kernelAt = scope.allocate(4 * all * width);
    const [zAt, lowerAt, upperAt] = [scope.allocate(8 * m), scope.allocate(8 * m), scope.allocate(8 * m)];
    const csAt = scope.allocate(8 * Cs.length);
    const workAt = scope.allocate(workBytes);
    const betasAt = scope.allocate(8 * m * Cs.length);
    const decisionsAt = scope.allocate(8 * all * Cs.length);
    const factsAt = scope.allocate(40 * Cs.length);
    const part = scope.f32(kernelAt, all * width).fill(0);
    for (let i = 0; i < all; i++) {
      const from = n * (i < m ? task.rows[i]! : task.others[i - m]!);
      for (let l = 0; l < m; l++) part[i * width + l] = kernel[from + task.rows[l]!]!;
    }
    scope.f64(zAt!, m).set(task.targets);
    scope.f64(lowerAt!, m).set(task.lower);
    scope.f64(upperAt!, m).set(task.upper);
    scope.f64(csAt, Cs.length).set(Cs);
    await scope.call('smoPath', [
      ...[kernelAt, all, m, width, zAt!, lowerAt!, upperAt!, epsilon, csAt, Cs.length, tolerance, maxSteps],
      ...[workAt, betasAt, decisionsAt, factsAt, scope.cancel],
    ]);
    return Cs.map((C, c) => {
      const [bias, objective, gap, violation, steps] = [...scope.f64(factsAt + 40 * c, 5)] as number[];
      return {
        C,
        betas: scope.f64(betasAt + 8 * m * c, m).slice(),
        bias: bias!,
        decisions: scope.f64(decisionsAt + 8 * all * c, all).slice(),
        objective: objective!,
        gap: objective! + gap! > 0 ? gap! / (objective! + gap!) : 0,
        violation: violation!,
        steps: steps!,
      };
    });
  });
}
