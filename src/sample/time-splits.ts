import { DataError } from '../base/errors.ts';
import { type Split, withoutTestedGroups } from './split.ts';

/**
 * The future predicted from the past: the rows in order of time are cut into k + 1 periods of about equal size, equal times together; each but
 * the first is tested by what came before it. A tested group does not count as past. Rows without a time are on no side.
 * @param times of all samples, NaN is missing, [n]. @returns k splits, named by the first time of their period.
 * @throws {DataError} fewer than k + 1 different times. Source: as in scikit-learn's TimeSeriesSplit, with ties kept together.
 */
export function timeSplits(
  times: Float64Array,
  groups: Int32Array,
  rows: Int32Array,
  k: number,
  where: string,
): Split[] {
  const dated = rows.filter((i) => !Number.isNaN(times[i]!));
  const order = dated.slice().sort((a, b) => times[a]! - times[b]! || a - b);
  const starts = startsOf(order, times, k);
  if (starts.length < k) {
    throw new DataError({
      where,
      problem: `${k} periods after a first one need ${k + 1} different times with rows in each, got ${starts.length + 1}`,
      hint: 'use fewer folds',
    });
  }
  return starts.map((start, p) => {
    const from = times[order[start]!]!;
    const to = p + 1 < k ? times[order[starts[p + 1]!]!]! : Number.POSITIVE_INFINITY;
    const split = {
      name: `from ${from}`,
      train: dated.filter((i) => times[i]! < from),
      test: dated.filter((i) => times[i]! >= from && times[i]! < to),
    };
    return withoutTestedGroups(split, groups);
  });
}

/** Where each period but the first begins, as places in the order: moved on to the next new time. */
function startsOf(order: Int32Array, times: Float64Array, k: number): number[] {
  const starts: number[] = [];
  for (let p = 1; p <= k; p++) {
    let at = Math.max(Math.round((p * order.length) / (k + 1)), (starts.at(-1) ?? 0) + 1);
    while (at < order.length && times[order[at]!] === times[order[at - 1]!]) at++;
    if (at >= order.length) break;
    starts.push(at);
  }
  return starts;
}
