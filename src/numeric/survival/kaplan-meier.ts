import { exp, log } from '../../base/elementary.ts';
import { normalQuantile } from '../special/normal.ts';
import { type ObservationOptions, type RiskTable, riskTable } from './risk-table.ts';

export interface SurvivalCurve extends RiskTable {
  /** S(t) from each time on, [m]. */
  readonly survival: Float64Array;
  /** Of S(t), by Greenwood, [m]; NaN where S is 0. */
  readonly standardError: Float64Array;
  /** Pointwise limits, [m]; 1 where S is 1, NaN where S is 0. */
  readonly lower: Float64Array;
  readonly upper: Float64Array;
}

export interface CurveOptions extends ObservationOptions {
  /** Scale on which the interval is symmetric: log S (default, as R), log(−log S), or S itself. */
  readonly interval?: 'log' | 'log-log' | 'plain' | undefined;
  /** Coverage, in (0, 1); default 0.95. */
  readonly level?: number | undefined;
}

/**
 * The Kaplan–Meier estimate of survival: S(t) = Π_{s ≤ t} (1 − d(s)/n(s)), at every distinct time, of events and of censorings. Greenwood's
 * variance S²·Σ d/(n(n − d)); limits within 0 … 1.
 * @param times [n], finite. @param events [n], 0 or 1. Neither is modified.
 * @throws {ShapeError} lengths that differ. @throws {DataError} see `riskTable`.
 * Cost O(n log n). Source: Kaplan and Meier 1958, JASA 53, 457; intervals Kalbfleisch and Prentice 2002, §1.4. Checked against R
 * survival 3.5 `survfit` and Freireich's remission times.
 */
export function kaplanMeier(times: Float64Array, events: Uint8Array, options: CurveOptions = {}): SurvivalCurve {
  const table = riskTable(times, events, options);
  const m = table.times.length;
  const [survival, standardError, lower, upper] = Array.from({ length: 4 }, () => new Float64Array(m)) as [
    Float64Array,
    Float64Array,
    Float64Array,
    Float64Array,
  ];
  const z = normalQuantile(0.5 + (options.level ?? 0.95) / 2);
  let alive = 1;
  let sum = 0; // Σ d/(n(n − d)): the variance of log S
  for (let s = 0; s < m; s++) {
    const d = table.events[s]!;
    const n = table.atRisk[s]!;
    if (d > 0) {
      alive *= (n - d) / n;
      sum += d / (n * (n - d));
    }
    survival[s] = alive;
    standardError[s] = alive * Math.sqrt(sum);
    [lower[s], upper[s]] = limits(alive, Math.sqrt(sum), z, options.interval ?? 'log');
  }
  return { ...table, survival, standardError, lower, upper };
}

/** @param error of log S. */
function limits(S: number, error: number, z: number, interval: 'log' | 'log-log' | 'plain'): [number, number] {
  if (S === 0) return [Number.NaN, Number.NaN];
  if (error === 0) return [1, 1];
  if (interval === 'plain') return [Math.max(0, S - z * error * S), Math.min(1, S + z * error * S)];
  if (interval === 'log') return [S * exp(-z * error), Math.min(1, S * exp(z * error))];
  const logS = log(S);
  return [exp(logS * exp((-z * error) / logS)), exp(logS * exp((z * error) / logS))];
}

export interface QuantileEstimate {
  /** null: the curve does not come down that far. */
  readonly value: number | null;
  readonly lower: number | null;
  readonly upper: number | null;
}

/**
 * The time by which a share `q` of the samples has had the event (0.5: median survival), with the limits that the limits of the curve
 * give (Brookmeyer and Crowley 1982). Where the curve is level at exactly 1 − q, the middle of the level part, as R does.
 * @param q in (0, 1). Checked against R survival 3.5 `quantile(survfit)`.
 */
export function survivalQuantile(curve: SurvivalCurve, q = 0.5): QuantileEstimate {
  const find = (values: Float64Array) => crossing(curve.times, values, 1 - q);
  return { value: find(curve.survival), lower: find(curve.lower), upper: find(curve.upper) };
}

/** Curves that should touch the level may miss it by rounding. */
const TOUCH = 1.5e-8;

function crossing(times: Float64Array, values: Float64Array, level: number): number | null {
  const first = values.findIndex((v) => v <= level + TOUCH);
  if (first < 0) return null;
  if (values[first]! < level - TOUCH) return times[first]!;
  const next = values.findIndex((v) => v < level - TOUCH);
  return (times[first]! + times[next < 0 ? times.length - 1 : next]!) / 2;
}
