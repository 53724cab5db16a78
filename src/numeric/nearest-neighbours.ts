/**
 * The k nearest other rows of each row, nearest first; of equal distances the lower index.
 * @param distances [n·m] row-major: of n rows to m. @param self the m rows are the n rows themselves: a row is not its own neighbour.
 * @returns indices [n·k] and their distances [n·k]; k is cut to what there is. Cost O(n·m) and k·log on top.
 */
export function nearestNeighbours(
  distances: Float64Array,
  n: number,
  m: number,
  k: number,
  self: boolean,
): { k: number; indices: Int32Array; distances: Float64Array } {
  const width = Math.max(0, Math.min(k, self ? m - 1 : m));
  const indices = new Int32Array(n * width);
  const out = new Float64Array(n * width);
  for (let i = 0; i < n; i++) {
    const at = i * width;
    let count = 0;
    for (let l = 0; l < m; l++) {
      if (self && l === i) continue;
      const d = distances[i * m + l]!;
      if (count === width && !(d < out[at + width - 1]!)) continue;
      let q = count < width ? count++ : width - 1;
      for (; q > 0 && out[at + q - 1]! > d; q--) {
        out[at + q] = out[at + q - 1]!;
        indices[at + q] = indices[at + q - 1]!;
      }
      out[at + q] = d;
      indices[at + q] = l;
    }
  }
  return { k: width, indices, distances: out };
}
