import { exp, log } from '../../base/elementary.ts';
import { DataError, ShapeError } from '../../base/errors.ts';
import { breslowBaseline } from './breslow-baseline.ts';
import { coxLinearPredictor, coxRegression } from './cox-regression.ts';
import { splineColumns, splineKnots } from './restricted-cubic-spline.ts';

export interface SurvivalCalibrationCurve {
  /** Probability of the event by the time that patients of such a prediction really have, as the curve estimates it, [n]. */
  readonly observed: Float64Array;
  /** Integrated calibration index: mean |predicted − observed|; its median and 90 % quantile (R's type 7), and its largest value. */
  readonly ici: number;
  readonly e50: number;
  readonly e90: number;
  readonly eMax: number;
  /** Coefficient of ln(−ln(1 − predicted)) alone in a Cox regression, with its standard error: 1 is right, below 1 predictions are too extreme. */
  readonly slope: number;
  readonly slopeError: number;
}

export interface SurvivalCalibrationOptions {
  /** Knots of the spline, 3 (default), 4 or 5. */
  readonly knots?: 3 | 4 | 5 | undefined;
}

/** Predictions of certainty would be infinitely far out. */
const CERTAIN = 1e-6;

/**
 * A smooth calibration curve of the probability of an event by `time`: Cox regression of what happened on a restricted cubic spline of
 * ln(−ln(1 − p)), read off at `time`; and the distances between it and the predictions. Uses the censored too, and needs no groups.
 * @param predicted probability of the event by `time`, 0 … 1 (taken within 10⁻⁶ of both), [n]. @param times [n]. @param events [n], 0 or 1.
 * @throws {ShapeError} lengths that differ. @throws {DataError} predictions all equal, or no event.
 * Cost of a Cox regression of 2 to 4 columns. Source: Austin, Harrell & van Klaveren 2020, Stat Med 39, 2714, §2.2. Checked against R survival 3.5.
 */
export function survivalCalibrationCurve(
  predicted: Float64Array,
  times: Float64Array,
  events: Uint8Array,
  time: number,
  { knots = 3 }: SurvivalCalibrationOptions = {},
): SurvivalCalibrationCurve {
  const where = 'survivalCalibrationCurve';
  if (predicted.length !== times.length) {
    throw new ShapeError({ where, problem: `all arrays must have length ${times.length}, got ${predicted.length}` });
  }
  const odds = predicted.map((p) => log(-log(1 - Math.min(1 - CERTAIN, Math.max(CERTAIN, p)))));
  if (odds.every((value) => value === odds[0])) throw new DataError({ where, problem: 'predictions must differ' });
  const line = coxRegression({ columns: [odds], times, events });
  const columns = splineColumns(odds, splineKnots(odds, knots));
  const fit = columns.length === 1 ? line : coxRegression({ columns, times, events });
  const eta = coxLinearPredictor(fit, columns);
  const { hazard } = fit.baselines[0]!;
  let cumulative = 0;
  for (let s = 0; s < hazard.times.length && hazard.times[s]! <= time; s++) cumulative = hazard.cumulativeHazard[s]!;
  const observed = eta.map((value) => 1 - exp(-cumulative * exp(value)));
  const away = observed.map((p, i) => Math.abs(p - predicted[i]!)).sort();
  const quantile = (share: number) => {
    const at = (away.length - 1) * share;
    const below = away[Math.floor(at)]!;
    return below + (away[Math.ceil(at)]! - below) * (at - Math.floor(at));
  };
  return {
    observed,
    ici: away.reduce((sum, d) => sum + d, 0) / away.length,
    e50: quantile(0.5),
    e90: quantile(0.9),
    eMax: away.at(-1)!,
    slope: line.coefficients[0]!,
    slopeError: line.standardErrors[0]!,
  };
}

/** How predicted curves are to be mended. `scale`: S' = S^factor. `cox`: S'(t) = exp(−H(t)·exp(slope·ln(−ln S(time)))), H a step function. */
export type SurvivalRecalibration =
  | { readonly method: 'scale'; readonly factor: number }
  | {
      readonly method: 'cox';
      /** At which the predicted curves are read. */
      readonly time: number;
      readonly slope: number;
      /** Rising, [m], and the cumulative hazard H from each on, [m]. */
      readonly times: Float64Array;
      readonly cumulativeHazard: Float64Array;
    };

/**
 * One number for all curves: factor = Σ events / Σ H_i(T_i), observed over expected, the maximum of the likelihood of a Poisson regression with
 * offset ln H_i(T_i). 1: as many events as predicted; above 1: more.
 * @param ownHazard −ln S_i(T_i), the predicted cumulative hazard of each at the end of its observation, [n]. @param weights [n], ≥ 0.
 * @throws {DataError} no predicted hazard. Cost O(n). Source: Crowson, Atkinson & Therneau 2016, Stat Methods Med Res 25, 1692, §3.
 */
export function fitHazardScale(
  ownHazard: Float64Array,
  events: Uint8Array,
  weights?: Float64Array,
): SurvivalRecalibration & { readonly method: 'scale' } {
  let expected = 0;
  let observed = 0;
  for (let i = 0; i < events.length; i++) {
    const w = weights ? weights[i]! : 1;
    expected += w * ownHazard[i]!;
    observed += w * events[i]!;
  }
  if (!(expected > 0) || expected === Number.POSITIVE_INFINITY) {
    throw new DataError({
      where: 'fitHazardScale',
      problem: `predicted hazards must be finite and not all 0, got ${expected}`,
    });
  }
  return { method: 'scale', factor: observed / expected };
}

/**
 * A slope for ln(−ln S(time)) and a new cumulative hazard: what remains of the model is the order of its curves at `time`.
 * @param survivalAtTime S_i(time) as predicted, [n], taken within 10⁻⁶ of 0 and 1.
 * @throws {DataError} no event. Cost of a Cox regression of one column. Source: van Houwelingen 2000, Stat Med 19, 3401, §3.
 */
export function fitCoxRecalibration(
  survivalAtTime: Float64Array,
  times: Float64Array,
  events: Uint8Array,
  time: number,
): SurvivalRecalibration & { readonly method: 'cox' } {
  const odds = logHazards(survivalAtTime);
  const { coefficients } = coxRegression({ columns: [odds], times, events }, { ties: 'breslow' });
  const slope = coefficients[0]!;
  const baseline = breslowBaseline(
    times,
    events,
    odds.map((value) => slope * value),
  );
  return { method: 'cox', time, slope, ...baseline };
}

/**
 * Mended curves. @param survival [n, nTimes] row-major at rising `curveTimes`; not modified. @returns the same shape, in [0, 1], each row falling.
 */
export function recalibrateSurvival(
  recalibration: SurvivalRecalibration,
  curveTimes: Float64Array,
  survival: Float64Array,
): Float64Array {
  const m = curveTimes.length;
  if (recalibration.method === 'scale') {
    return survival.map((s) => (s > 0 ? exp(recalibration.factor * log(s)) : 0));
  }
  const { time, slope, times, cumulativeHazard } = recalibration;
  let column = -1;
  while (column + 1 < m && curveTimes[column + 1]! <= time) column++;
  const n = survival.length / m;
  const odds = logHazards(Float64Array.from({ length: n }, (_, i) => (column < 0 ? 1 : survival[i * m + column]!)));
  const hazard = curveTimes.map((t) => {
    let at = 0;
    for (let s = 0; s < times.length && times[s]! <= t; s++) at = cumulativeHazard[s]!;
    return at;
  });
  return survival.map((_, at) => exp(-hazard[at % m]! * exp(slope * odds[Math.floor(at / m)]!)));
}

const logHazards = (survival: Float64Array) =>
  survival.map((s) => log(-log(Math.min(1 - CERTAIN, Math.max(CERTAIN, s)))));
