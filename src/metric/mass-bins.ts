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
  order: Int32Array = Int32Array.from(values.keys()).sort((a, b) => values[a]! - values[b]! || a - b),
): Int32Array {
  const weightOf = (i: number) => (weights ? weights[i]! : 1);
  let total = 0;
  for (const i of order) total += weightOf(i);
  const bins = new Int32Array(values.length);
  let below = 0;
  for (let from = 0; from < order.length; ) {
    let to = from;
    let mass = 0;
    for (; to < order.length && values[order[to]!] === values[order[from]!]; to++) mass += weightOf(order[to]!);
    const bin = Math.min(nBins - 1, Math.floor((nBins * (below + mass / 2)) / total));
    for (; from < to; from++) bins[order[from]!] = bin;
    below += mass;
  }
  return bins;
}
