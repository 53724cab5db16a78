import type { Metric } from '../../metric/metric.ts';
import { type BootstrapOptions, bootstrapIntervals, type Interval } from '../intervals.ts';

/**
 * Several numbers computed together, each with its 95 % bootstrap interval over groups (as `bootstrapIntervals`): for what is no metric of a
 * task, such as a sensitivity at a threshold.
 * @param compute all of the names, under weights of the rows, ≥ 0, [n]; 1 each without. NaN where undefined.
 * @param groups of the rows, any codes, [n]. Cost replicates × compute.
 */
export function quantityIntervals<Name extends string>(
  names: readonly Name[],
  compute: (weights?: Float64Array) => Readonly<Record<Name, number>>,
  groups: Int32Array,
  options: BootstrapOptions,
): Record<Name, Interval> {
  const metrics = names.map((name): Metric => ({ name, ...UNUSED }));
  let last: { readonly weights: Float64Array | undefined; readonly values: Readonly<Record<Name, number>> } | undefined;
  // All numbers of one replicate come of one computation.
  const value = ({ name }: Metric, weights?: Float64Array) => {
    if (!last || last.weights !== weights) last = { weights, values: compute(weights) };
    return last.values[name as Name];
  };
  return bootstrapIntervals(metrics, { value }, groups, options) as Record<Name, Interval>;
}

const UNUSED: Omit<Metric, 'name'> = {
  task: 'classification',
  greaterIsBetter: true,
  doc: '',
  range: [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY],
  compute: () => Number.NaN,
};
