/** Quantiles and shares of a set of numbers, missing ones left out. */
export interface ValueSummary {
  readonly count: number;
  readonly min: number;
  readonly q01: number;
  readonly q25: number;
  readonly median: number;
  readonly q75: number;
  readonly q99: number;
  readonly max: number;
  /** Share of whole numbers, 0 … 1. */
  readonly integers: number;
  /** Share of values below zero, 0 … 1. */
  readonly negatives: number;
}

/** Values that quantiles and shares are taken from; minimum and maximum are of all. */
const SAMPLE = 200_003;

/**
 * Summary of the finite values. Quantiles (nearest rank) and shares come from an even sample of large tables, the
 * same for the same table. Null when there is no value.
 */
export function summariseValues(data: ArrayLike<number>): ValueSummary | null {
  let min = Number.POSITIVE_INFINITY;
  let max = Number.NEGATIVE_INFINITY;
  let count = 0;
  for (let i = 0; i < data.length; i++) {
    const value = data[i]!;
    if (Number.isNaN(value)) continue;
    count++;
    if (value < min) min = value;
    if (value > max) max = value;
  }
  if (count === 0) return null;
  const sample = sampled(data, Math.min(SAMPLE, data.length));
  const at = (q: number) => sample[Math.round(q * (sample.length - 1))]!;
  const share = (is: (value: number) => boolean) => sample.filter(is).length / sample.length;
  return {
    count,
    min,
    q01: at(0.01),
    q25: at(0.25),
    median: at(0.5),
    q75: at(0.75),
    q99: at(0.99),
    max,
    integers: share(Number.isInteger),
    negatives: share((value) => value < 0),
  };
}

/** About `size` values spread evenly over all, sorted. */
function sampled(data: ArrayLike<number>, size: number): Float64Array {
  const step = data.length / size;
  const picked = new Float64Array(size);
  let n = 0;
  for (let k = 0; k < size; k++) {
    const value = data[Math.floor(k * step)]!;
    if (!Number.isNaN(value)) picked[n++] = value;
  }
  // So sparse that the stride met no value: take them all.
  return n > 0
    ? picked.subarray(0, n).sort()
    : Float64Array.from(data as ArrayLike<number>)
        .filter((v) => !Number.isNaN(v))
        .sort();
}
