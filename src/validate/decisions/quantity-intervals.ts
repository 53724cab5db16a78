import type { RandomKey } from '../../base/random.ts';
import { bootstrapGroups } from '../../sample/bootstrap.ts';
import { denseCodes } from '../../sample/groups.ts';
import type { Interval } from '../intervals.ts';
import { percentileInterval } from '../uncertainty/percentile-interval.ts';

export interface QuantityOptions {
  readonly random: RandomKey;
  /** Number of replicates; default 1000. */
  readonly replicates?: number;
}

/**
 * Several numbers computed together, each with its 95 % percentile bootstrap interval over groups: for what is no metric of a task, such as
 * a sensitivity at a threshold.
 * @param compute all of the names, under weights of the rows, ≥ 0, [n]; 1 each without. NaN where undefined.
 * @param groups of the rows, any codes, [n]. Cost replicates × compute.
 */
export function quantityIntervals<Name extends string>(
  names: readonly Name[],
  compute: (weights?: Float64Array) => Readonly<Record<Name, number>>,
  groups: Int32Array,
  { random, replicates = 1000 }: QuantityOptions,
): Record<Name, Interval> {
  const dense = denseCodes(groups);
  const values = compute();
  const draws = names.map(() => new Float64Array(replicates));
  for (let r = 0; r < replicates; r++) {
    // All numbers of one replicate come of one computation.
    const drawn = compute(bootstrapGroups(dense, random, r));
    names.forEach((name, q) => {
      draws[q]![r] = drawn[name];
    });
  }
  const entries = names.map((name, q) => [name, percentileInterval(values[name], draws[q]!)]);
  return Object.fromEntries(entries) as Record<Name, Interval>;
}
