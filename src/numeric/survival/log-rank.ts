import { DataError, ShapeError } from '../../base/errors.ts';
import { generalisedCholesky, solveCholesky } from '../generalised-cholesky.ts';
import { chiSquareTail } from '../special/chi-square.ts';
import { orderByTime } from './order-by-time.ts';
import { checkObservations } from './risk-table.ts';

export interface LogRankTest {
  readonly chiSquare: number;
  readonly degreesOfFreedom: number;
  readonly p: number;
  /** Events in each group, [k]. */
  readonly observed: Float64Array;
  /** Events that each group would have if all had the same hazard, [k]. */
  readonly expected: Float64Array;
  /** Covariance of observed − expected, [k·k]. */
  readonly covariance: Float64Array;
}

/**
 * Log-rank test that the survival of k groups is the same: observed against expected events, with the hypergeometric covariance at each
 * event time, summed over strata: χ² = (O − E)ᵀ V⁻ (O − E), one degree of freedom less than there are groups at risk.
 * @param groups [n], codes 0 … k − 1. @param strata [n], codes: groups are compared within strata only.
 * @throws {ShapeError} lengths that differ. @throws {DataError} fewer than two groups, no event, or times that are not finite.
 * Cost O(n log n + events·k²). Source: Mantel 1966; Kalbfleisch and Prentice 2002, §1.5. Checked against R survival 3.5 `survdiff`.
 */
export function logRank(times: Float64Array, events: Uint8Array, groups: Int32Array, strata?: Int32Array): LogRankTest {
  checkObservations(times, events, {}, 'logRank');
  for (const given of [groups, strata ?? groups]) {
    if (given.length !== times.length) {
      throw new ShapeError({
        where: 'logRank',
        problem: `groups and strata must have length ${times.length}, got ${given.length}`,
      });
    }
  }
  if (groups.some((code) => code < 0) || new Set(groups).size < 2) {
    throw new DataError({
      where: 'logRank',
      problem: `needs at least 2 groups with codes from 0, got ${new Set(groups).size}`,
    });
  }
  const k = groups.reduce((most, code) => Math.max(most, code), 0) + 1;
  const observed = new Float64Array(k);
  const expected = new Float64Array(k);
  const covariance = new Float64Array(k * k);
  const order = orderByTime(times);
  for (const stratum of strata ? new Set(strata) : [0]) {
    const rows = strata ? order.filter((i) => strata[i] === stratum) : order;
    const atRisk = new Float64Array(k);
    for (let last = rows.length - 1; last >= 0; ) {
      const time = times[rows[last]!]!;
      let deaths = 0;
      for (; last >= 0 && times[rows[last]!] === time; last--) {
        const group = groups[rows[last]!]!;
        atRisk[group]!++;
        observed[group]! += events[rows[last]!]!;
        deaths += events[rows[last]!]!;
      }
      if (deaths === 0) continue;
      const total = rows.length - 1 - last;
      const spread = total > 1 ? (deaths * (total - deaths)) / (total - 1) : 0;
      for (let a = 0; a < k; a++) {
        const share = atRisk[a]! / total;
        expected[a]! += deaths * share;
        for (let b = 0; b < k; b++) covariance[a * k + b]! += spread * share * ((a === b ? 1 : 0) - atRisk[b]! / total);
      }
    }
  }
  if (!observed.some((count) => count > 0))
    throw new DataError({ where: 'logRank', problem: 'needs an event, got none' });
  const known = [...expected.keys()].filter((a) => expected[a]! > 0);
  const kept = known.slice(1); // the differences sum to 0: one group is redundant
  const V = Float64Array.from({ length: kept.length ** 2 }, (_, at) => {
    return covariance[kept[Math.floor(at / kept.length)]! * k + kept[at % kept.length]!]!;
  });
  const difference = Float64Array.from(kept, (a) => observed[a]! - expected[a]!);
  const solved = solveCholesky(generalisedCholesky(V, kept.length), difference);
  const chiSquare = difference.reduce((sum, d, a) => sum + d * solved[a]!, 0);
  const degreesOfFreedom = kept.length;
  const p = degreesOfFreedom > 0 ? chiSquareTail(chiSquare, degreesOfFreedom) : 1;
  return { chiSquare, degreesOfFreedom, p, observed, expected, covariance };
}
