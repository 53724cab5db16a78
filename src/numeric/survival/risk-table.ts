import { DataError, ShapeError } from '../../base/errors.ts';
import { orderByTime } from './order-by-time.ts';

/** Who was under observation at each distinct time, [m] each, times ascending. */
export interface RiskTable {
  readonly times: Float64Array;
  /** Weight of the samples with entry < t ≤ time. */
  readonly atRisk: Float64Array;
  readonly events: Float64Array;
  readonly censored: Float64Array;
}

export interface ObservationOptions {
  /** Case weights, [n], ≥ 0; 1 each when absent. */
  readonly weights?: Float64Array | undefined;
  /** Times at which samples came under observation (left truncation), [n], each below its time; from the start when absent. */
  readonly entry?: Float64Array | undefined;
}

/** Counts by distinct time. @throws {ShapeError} @throws {DataError} as `checkObservations`. Cost O(n log n). */
export function riskTable(times: Float64Array, events: Uint8Array, options: ObservationOptions = {}): RiskTable {
  checkObservations(times, events, options, 'riskTable');
  const { weights, entry } = options;
  const order = orderByTime(times);
  const arrivals = entry && orderByTime(entry);
  const weightOf = (i: number) => (weights ? weights[i]! : 1);
  const rows: { time: number; atRisk: number; events: number; censored: number }[] = [];
  let left = 0; // weight that has left observation
  let arrived = 0;
  let next = 0;
  if (!arrivals) for (const i of order) arrived += weightOf(i);
  for (let at = 0; at < order.length; ) {
    const time = times[order[at]!]!;
    for (; arrivals && next < arrivals.length && entry[arrivals[next]!]! < time; next++) {
      arrived += weightOf(arrivals[next]!);
    }
    const row = { time, atRisk: arrived - left, events: 0, censored: 0 };
    for (; at < order.length && times[order[at]!] === time; at++) {
      const weight = weightOf(order[at]!);
      left += weight;
      if (events[order[at]!]) row.events += weight;
      else row.censored += weight;
    }
    rows.push(row);
  }
  return {
    times: Float64Array.from(rows, (row) => row.time),
    atRisk: Float64Array.from(rows, (row) => row.atRisk),
    events: Float64Array.from(rows, (row) => row.events),
    censored: Float64Array.from(rows, (row) => row.censored),
  };
}

/**
 * @throws {ShapeError} arrays of unequal length.
 * @throws {DataError} no sample, a time that is not finite, an entry not before its time, a weight that is negative or not finite.
 */
export function checkObservations(
  times: Float64Array,
  events: Uint8Array,
  { weights, entry }: ObservationOptions,
  where: string,
): void {
  const n = times.length;
  if (n === 0) throw new DataError({ where, problem: 'needs at least one sample, got none' });
  for (const [name, array] of Object.entries({ events, weights, entry })) {
    if (array && array.length !== n) {
      throw new ShapeError({ where, problem: `${name} must have length ${n}, got ${array.length}` });
    }
  }
  for (let i = 0; i < n; i++) {
    if (!Number.isFinite(times[i])) {
      throw new DataError({ where, problem: `times must be finite, got ${times[i]} for sample ${i}` });
    }
    if (entry && !(entry[i]! < times[i]!)) {
      throw new DataError({
        where,
        problem: `entry must be before the time ${times[i]}, got ${entry[i]} for sample ${i}`,
      });
    }
    if (weights && !(weights[i]! >= 0 && weights[i]! < Number.POSITIVE_INFINITY)) {
      throw new DataError({ where, problem: `weights must be finite and ≥ 0, got ${weights[i]} for sample ${i}` });
    }
  }
}
