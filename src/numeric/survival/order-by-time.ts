/** Indices of the samples by ascending time; equal times keep their order. Cost O(n log n). */
export function orderByTime(times: Float64Array): Int32Array {
  return Int32Array.from(times.keys()).sort((a, b) => times[a]! - times[b]! || a - b);
}
