/**
 * The k smallest of a list without NaN, as indices in increasing order of value; of equal values the lower index first. All when there are
 * fewer than k. @param self an index to leave out; default none.
 * Cost O(n + n·k) at worst; about O(n) when the order is not adverse.
 */
export function nearestRows(distances: Float64Array, k: number, self = -1): Int32Array {
  const best = new Int32Array(Math.max(0, Math.min(k, distances.length - Number(self >= 0))));
  const last = best.length - 1;
  let count = 0;
  for (let l = 0; l < distances.length; l++) {
    if (l === self) continue;
    const distance = distances[l]!;
    if (count > last && !(distance < distances[best[last]!]!)) continue;
    let at = count > last ? last : count++;
    for (; at > 0 && distances[best[at - 1]!]! > distance; at--) best[at] = best[at - 1]!;
    best[at] = l;
  }
  return best;
}

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
  for (let i = 0; i < n; i++) {
    indices.set(nearestRows(distances.subarray(i * m, (i + 1) * m), k, self ? i : -1), i * width);
  }
  const near = Float64Array.from(indices, (l, at) => distances[Math.floor(at / width) * m + l]!);
  return { k: width, indices, distances: near };
}
