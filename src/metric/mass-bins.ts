/** The indices of values by rising value, [n]; equal ones by index. Cost O(n log n). */
export function risingOrder(values: Float64Array): Int32Array {
  return Int32Array.from(values.keys()).sort((a, b) => values[a]! - values[b]! || a - b);
}

/**
 * Bins of equal weight: the bin of each value, 0 … nBins − 1, [n]; equal values are always in one bin, the one in which the middle of their
 * common weight lies, so bins are as equal as ties allow, and may be empty.
 * @param values [n]. @param weights [n], ≥ 0; 1 each when absent. @param order the samples by rising value, when it is known.
 * Cost O(n log n), O(n) with the order.
 */
export function massBins(
  values: Float64Array,
  weights: Float64Array | undefined,
  nBins: number,
  order: Int32Array = risingOrder(values),
): Int32Array {
  let total = 0;
  for (let at = 0; at < order.length; at++) total += weights ? weights[order[at]!]! : 1;
  const bins = new Int32Array(values.length);
  let below = 0;
  for (let from = 0; from < order.length; ) {
    let to = from;
    let mass = 0;
    const value = values[order[from]!];
    for (; to < order.length && values[order[to]!] === value; to++) mass += weights ? weights[order[to]!]! : 1;
    const bin = Math.min(nBins - 1, Math.floor((nBins * (below + mass / 2)) / total));
    for (; from < to; from++) bins[order[from]!] = bin;
    below += mass;
  }
  return bins;
}
