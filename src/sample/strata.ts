import { type Target, targetLength } from '../table/target.ts';

/** What folds share out evenly: a code for each sample. */
export interface SampleStrata {
  /** [n], 0 … nClasses − 1. */
  readonly codes: Int32Array;
  readonly nClasses: number;
}

/**
 * The strata of a target: classes as they are; numbers by quantile, in up to 10 bins of at least k samples; survival by event and, within
 * events and within the censored, by quarter of the time. One stratum when there is no target.
 * @param k folds that will be made. Equal values share a bin, so bins may be uneven or empty. Cost O(n log n).
 */
export function strataOf(target: Target, k: number): SampleStrata {
  switch (target.task) {
    case 'classification':
      return { codes: target.codes, nClasses: target.classes.length };
    case 'regression': {
      const everyone = Int32Array.from(target.values.keys());
      const nClasses = binsOf(everyone.length, k, 10);
      return { codes: quantileBins(target.values, everyone, nClasses), nClasses };
    }
    case 'survival': {
      const codes = new Int32Array(target.times.length);
      let nClasses = 0;
      for (const event of [0, 1]) {
        const rows = Int32Array.from(target.times.keys()).filter((i) => target.events[i] === event);
        const bins = binsOf(rows.length, k, 4);
        quantileBins(target.times, rows, bins).forEach((bin, at) => {
          codes[rows[at]!] = nClasses + bin;
        });
        nClasses += bins;
      }
      return { codes, nClasses };
    }
    case 'clustering':
      return { codes: new Int32Array(targetLength(target)), nClasses: 1 };
  }
}

function binsOf(n: number, k: number, most: number): number {
  return Math.max(1, Math.min(most, Math.floor(n / k)));
}

/** Bin of each of the rows by the rank of its value; equal values go to the bin of the first of them. */
function quantileBins(values: Float64Array, rows: Int32Array, bins: number): Int32Array {
  const order = Int32Array.from(rows.keys()).sort((a, b) => values[rows[a]!]! - values[rows[b]!]! || a - b);
  const out = new Int32Array(rows.length);
  order.forEach((at, rank) => {
    const before = rank > 0 ? order[rank - 1]! : -1;
    const tied = before >= 0 && values[rows[before]!] === values[rows[at]!];
    out[at] = tied ? out[before]! : Math.floor((rank * bins) / rows.length);
  });
  return out;
}
