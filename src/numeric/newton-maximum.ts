import { NumericError, throwIfCancelled } from '../base/errors.ts';

/** A concave log likelihood, and how to move on it. `Point` is what is known at one β. */
export interface Hill<Point extends { readonly logLikelihood: number }> {
  evaluate(beta: Float64Array): Point;
  /** Newton's step from there. */
  step(point: Point): Float64Array;
  /** Largest change of any sample's linear predictor that a step makes: what a step means, whatever the units of the columns. */
  reach(step: Float64Array): number;
}

export interface Summit<Point> {
  readonly beta: Float64Array;
  readonly point: Point;
  readonly iterations: number;
  readonly converged: boolean;
  /** The direction in which the likelihood rises for ever; null when it has a maximum, or none was seen within the iterations. */
  readonly runaway: Float64Array | null;
}

/** The likelihood no longer moves when a step changes it by less than this share of itself. */
const FLAT = 1e-9;
/** Reach of the last step of a converged climb. */
const SETTLED = 1e-8;
/** When the likelihood is flat and a step still reaches further than this, there is no maximum: separated data reach about 1 at every step. */
const MOVING = 0.05;

/**
 * Newton's method with step halving to the maximum of a concave log likelihood, one step at a time: yields it before each step, so that a
 * caller may breathe or stop. Ends when the likelihood is flat and the linear predictors have settled; when it is flat and they have not,
 * there is no maximum (separation, monotone likelihood), and the direction is told.
 * @throws {NumericError} the likelihood stopped being finite.
 * Source: Albert and Anderson 1984, Biometrika 71, 1, on when the maximum exists.
 */
export function* newtonMaximum<Point extends { readonly logLikelihood: number }>(
  hill: Hill<Point>,
  start: { readonly beta: Float64Array; readonly point: Point },
  maxIterations: number,
  where: string,
): Generator<number, Summit<Point>, void> {
  let { beta, point } = start;
  for (let iterations = 0; iterations < maxIterations; iterations++) {
    yield point.logLikelihood;
    const step = hill.step(point);
    const size = Math.max(1, Math.abs(point.logLikelihood));
    const before = point.logLikelihood;
    let share = 1;
    for (; share > 1e-9; share /= 2) {
      const next = beta.map((b, j) => b + share * step[j]!);
      const at = hill.evaluate(next);
      if (!(at.logLikelihood >= before - 1e-12 * size)) continue; // lower, or not a number
      beta = next;
      point = at;
      break;
    }
    if (!step.every(Number.isFinite) || !Number.isFinite(before)) {
      throw new NumericError({
        where,
        problem: 'the likelihood stopped being finite',
        hint: 'look for columns with extreme values, or use elastic-net',
      });
    }
    if (Math.abs(point.logLikelihood - before) > FLAT * size) continue;
    const moved = hill.reach(step) * share;
    if (moved < SETTLED) return { beta, point, iterations: iterations + 1, converged: true, runaway: null };
    if (moved > MOVING) return { beta, point, iterations: iterations + 1, converged: false, runaway: step };
  }
  return { beta, point, iterations: maxIterations, converged: false, runaway: null };
}

/** What a generator returns, its pauses skipped. */
export function runThrough<T>(steps: Generator<unknown, T, void>): T {
  for (;;) {
    const { done, value } = steps.next();
    if (done) return value as T;
  }
}

/** The same with a pause at each step, in which an abort can arrive. @throws {CancelledError} */
export async function climbWithPauses<T>(
  steps: Generator<unknown, T, void>,
  signal: AbortSignal,
  where: string,
): Promise<T> {
  for (;;) {
    throwIfCancelled(signal, where);
    const { done, value } = steps.next();
    if (done) return value as T;
    await new Promise((resolve) => setTimeout(resolve));
  }
}
