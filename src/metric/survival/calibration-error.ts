import { massBins } from '../mass-bins.ts';
import { orderSurvival, type SurvivalMetric } from './survival-metric.ts';

const GROUPS = 10;
/** Weight in a group, at least. */
const LEAST = 20;

/**
 * Calibration error of survival at time t: Σ_g (w_g/w) · |observed_g − predicted_g| over groups of equal weight by predicted survival at t,
 * observed by Kaplan–Meier within the group, predicted its mean. 10 groups, or as many as leave a weight of 20 in each, at least one; equal
 * predictions are never divided, so groups may be uneven. A group that was not observed as long as t, with survivors left, is left out of sum and
 * weight. Weights count as copies. NaN before the first time of the curves, and when no group was observed to t.
 * @param time in the unit of the time column, > 0. Cost O(n log n).
 * Source: the deciles of D'Agostino & Nam 2003, Handbook of Statistics 23, as a mean distance. Checked by the definition.
 */
export function calibrationError(time: number): SurvivalMetric {
  return {
    name: `calibration-error@${time}`,
    task: 'survival',
    greaterIsBetter: false,
    doc: `How far predicted survival at time ${time} and that observed lie apart, on average over groups.`,
    range: [0, 1],
    compute(input) {
      const { times, events, curveTimes, survival, weights } = input;
      let column = -1;
      while (column + 1 < curveTimes.length && curveTimes[column + 1]! <= time) column++;
      if (column < 0) return Number.NaN;
      const weightOf = (i: number) => (weights ? weights[i]! : 1);
      const predicted = Float64Array.from(times, (_, i) => survival[i * curveTimes.length + column]!);
      let total = 0;
      for (let i = 0; i < times.length; i++) total += weightOf(i);
      const nGroups = Math.max(1, Math.min(GROUPS, Math.floor(total / LEAST)));
      const group = massBins(predicted, weights, nGroups);
      const { byTime } = input.orders ?? orderSurvival(input);
      let sum = 0;
      let counted = 0;
      for (let g = 0; g < nGroups; g++) {
        let mass = 0;
        let mean = 0;
        for (let i = 0; i < times.length; i++) {
          if (group[i] !== g) continue;
          mass += weightOf(i);
          mean += weightOf(i) * predicted[i]!;
        }
        if (mass === 0) continue;
        const own = byTime.filter((i) => group[i] === g && weightOf(i) > 0);
        const observed = survivalAtTime(own, times, events, weightOf, mass, time);
        if (Number.isNaN(observed)) continue;
        sum += mass * Math.abs(observed - mean / mass);
        counted += mass;
      }
      return sum / counted;
    },
  };
}

/** Kaplan–Meier at a time. @param rows by rising time. NaN when observation ended before, with survivors. */
function survivalAtTime(
  rows: Int32Array,
  times: Float64Array,
  events: Uint8Array,
  weightOf: (i: number) => number,
  mass: number,
  time: number,
): number {
  let atRisk = mass;
  let alive = 1;
  for (let from = 0; from < rows.length && times[rows[from]!]! <= time; ) {
    const now = times[rows[from]!]!;
    let died = 0;
    let left = 0;
    for (; from < rows.length && times[rows[from]!] === now; from++) {
      left += weightOf(rows[from]!);
      if (events[rows[from]!] === 1) died += weightOf(rows[from]!);
    }
    if (died > 0) alive *= Math.max(0, 1 - died / atRisk);
    atRisk -= left;
  }
  const last = rows.length === 0 ? Number.NEGATIVE_INFINITY : times[rows.at(-1)!]!;
  return last < time && alive > 0 ? Number.NaN : alive;
}
