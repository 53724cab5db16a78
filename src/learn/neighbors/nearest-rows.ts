/**
 * The k smallest of a list without NaN, as indices in increasing order of value; of equal values the lower index first. All when there are
 * fewer than k. Cost O(n + n·k) at worst; about O(n) when the order is not adverse.
 */
export function nearestRows(distances: Float64Array, k: number): number[] {
  const best: number[] = [];
  for (let l = 0; l < distances.length; l++) {
    const distance = distances[l]!;
    if (best.length === k) {
      if (!(distance < distances[best[k - 1]!]!)) continue;
      best.pop();
    }
    let at = best.length;
    while (at > 0 && distances[best[at - 1]!]! > distance) at--;
    best.splice(at, 0, l);
  }
  return best;
}
