import { orderByTime } from './order-by-time.ts';

/**
 * Log-rank scores: 1 for an event, 0 for a censored time, less the Nelson–Aalen hazard up to it; they sum to 0. The sum over a group is the numerator of
 * its log-rank test, and their correlation with a number that of the Cox score test.
 * @param times [n], finite. @param events [n], 0 or 1. Neither is modified. Cost O(n log n). Source: Peto and Peto 1972, JRSS-A 135, 185.
 */
export function logRankScores(times: Float64Array, events: Uint8Array): Float64Array {
  const order = orderByTime(times);
  const scores = new Float64Array(times.length);
  let hazard = 0;
  for (let from = 0; from < order.length; ) {
    let to = from;
    let died = 0;
    for (; to < order.length && times[order[to]!] === times[order[from]!]; to++) died += events[order[to]!]!;
    hazard += died / (order.length - from);
    for (; from < to; from++) scores[order[from]!] = events[order[from]!]! - hazard;
  }
  return scores;
}
