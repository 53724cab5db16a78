/** The enrichment score of a set, and where the running sum reaches it. */
export interface RunningSum {
  /** −1 … 1. */
  readonly score: number;
  /** Of a score ≥ 0 the last hit before the peak, else the first after the trough: an index into the hits; its side of it is the leading edge. */
  readonly at: number;
}

/**
 * The weighted running sum of Subramanian et al. 2005: going down the ranking, each member of the set adds its share of the weight of all members, and each other
 * name takes off 1/(n − size). The score is the sum's largest distance from 0, with its sign; of equal ones the positive.
 * @param hits ranks of the members from 0, rising, [size], fewer than n; the first `size` entries are read. @param weights |score|^weight of each rank, [n];
 * where those of all members are 0, each weighs the same. Cost O(size). Source: PNAS 102(43), appendix.
 */
export function runningSum(hits: Int32Array, size: number, weights: Float64Array): RunningSum {
  const n = weights.length;
  let all = 0;
  for (let h = 0; h < size; h++) all += weights[hits[h]!]!;
  const [even, unit] = all > 0 ? [0, 1 / all] : [1 / size, 0];
  const miss = 1 / (n - size);
  let [sum, high, low, highest, lowest] = [0, 0, 0, 0, 0];
  for (let h = 0; h < size; h++) {
    const rank = hits[h]!;
    // The sum turns only at members: it is lowest before one and highest after one.
    const before = sum - (rank - h) * miss;
    if (before < low) {
      low = before;
      lowest = h;
    }
    sum += weights[rank]! * unit + even;
    const after = sum - (rank - h) * miss;
    if (after > high) {
      high = after;
      highest = h;
    }
  }
  return high >= -low ? { score: high, at: highest } : { score: low, at: lowest };
}
