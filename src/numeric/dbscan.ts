/** Label −1 = noise. Clusters in order of their first core row. */
export interface Dbscan {
  readonly labels: Int32Array;
  /** 1 where a row has at least `minPoints` rows (itself included) within eps, [n]. */
  readonly core: Uint8Array;
  readonly nClusters: number;
}

/**
 * DBSCAN: rows with at least `minPoints` rows within eps are core; core rows within eps of each other share a cluster, with the rows within
 * eps of them; what is left is noise. A border row within reach of two clusters goes to the earlier one.
 * @param distances [n·n] float64, symmetric. @param eps ≥ 0, inclusive: a distance above it by less than a millionth counts as equal. @param minPoints the row itself counts.
 * Cost O(n²). Source: Ester et al. 1996, KDD. Checked against scikit-learn 1.2.1.
 */
export function dbscan(distances: Float64Array, n: number, eps: number, minPoints: number): Dbscan {
  const reach = eps * (1 + 1e-6); // distances are sums of float32 products
  const core = new Uint8Array(n);
  for (let i = 0; i < n; i++) {
    let count = 0;
    for (let l = 0; l < n; l++) if (distances[i * n + l]! <= reach) count++;
    if (count >= minPoints) core[i] = 1;
  }
  const labels = new Int32Array(n).fill(-1);
  let nClusters = 0;
  for (let i = 0; i < n; i++) {
    if (!core[i] || labels[i]! >= 0) continue;
    labels[i] = nClusters;
    const stack = [i];
    for (let at = stack.pop(); at !== undefined; at = stack.pop()) {
      for (let l = 0; l < n; l++) {
        if (labels[l]! >= 0 || !(distances[at * n + l]! <= reach)) continue;
        labels[l] = nClusters;
        if (core[l]) stack.push(l);
      }
    }
    nClusters++;
  }
  return { labels, core, nClusters };
}

/**
 * The knee of the sorted distances to the (minPoints − 1)-th other row: where the curve is farthest below the chord from its first to its last
 * point. Source: Ester et al. 1996, §4.2; the chord as in Satopää et al. 2011, ICDCS workshops ("Kneedle").
 */
export function kneeDistance(distances: Float64Array, n: number, minPoints: number): number {
  const k = Math.min(Math.max(minPoints - 1, 1), n - 1);
  const curve = Float64Array.from({ length: n }, (_, i) => {
    const row = distances.slice(i * n, (i + 1) * n).sort();
    return row[k]!; // place 0 is the row itself
  }).sort();
  const low = curve[0]!;
  const high = curve[n - 1]!;
  let best = n - 1;
  let most = 0;
  for (let i = 0; i < n; i++) {
    const below = low + ((high - low) * i) / Math.max(1, n - 1) - curve[i]!;
    if (below > most) {
      most = below;
      best = i;
    }
  }
  return curve[best]!;
}
