import { DataError, ShapeError } from '../../base/errors.ts';

/**
 * Silhouette of each row: (b − a)/max(a, b), with a its mean distance to the others of its cluster and b the smallest mean distance to
 * another cluster; in −1 … 1; 0 for a row alone in its cluster, or where a = b = 0. Rows with a negative label (noise) have NaN and take no part.
 * @param distances [n·n] row-major. @param labels [n]. Neither is modified.
 * @throws {ShapeError} sizes that do not fit. @throws {DataError} fewer than 2 clusters.
 * Cost O(n²). Source: Rousseeuw 1987, J. Comput. Appl. Math. 20. Checked against scikit-learn 1.2.1 (silhouette_samples, precomputed).
 */
export function silhouettes(distances: ArrayLike<number>, labels: ArrayLike<number>): Float64Array {
  const n = labels.length;
  if (distances.length !== n * n) {
    throw new ShapeError({
      where: 'silhouette',
      problem: `needs ${n * n} distances of ${n} rows, got ${distances.length}`,
    });
  }
  const { cluster, counts } = memberships(labels);
  const k = counts.length;
  if (k < 2) throw new DataError({ where: 'silhouette', problem: `needs at least 2 clusters, got ${k}` });
  const sums = new Float64Array(k);
  return Float64Array.from({ length: n }, (_, i) => {
    if (cluster[i]! < 0) return Number.NaN;
    sums.fill(0);
    for (let l = 0; l < n; l++) if (cluster[l]! >= 0) sums[cluster[l]!]! += distances[i * n + l]!;
    return silhouetteOf(cluster[i]!, sums, counts);
  });
}

/** Clusters as codes 0, 1, … in the order of first appearance, −1 for noise, and their sizes. */
export function memberships(labels: ArrayLike<number>): { readonly cluster: Int32Array; readonly counts: number[] } {
  const codes = new Map<number, number>();
  const counts: number[] = [];
  const cluster = Int32Array.from(labels, (label) => {
    if (label < 0) return -1;
    if (!codes.has(label)) counts[codes.size] = 0;
    const code = codes.get(label) ?? codes.size;
    codes.set(label, code);
    counts[code]!++;
    return code;
  });
  return { cluster, counts };
}

/** The silhouette of a row of cluster `own` with these sums of distances to the members of each cluster; 2 clusters or more. */
export function silhouetteOf(own: number, sums: Float64Array, counts: readonly number[]): number {
  if (counts[own] === 1) return 0;
  const a = sums[own]! / (counts[own]! - 1);
  let b = Number.POSITIVE_INFINITY;
  for (let c = 0; c < counts.length; c++) if (c !== own) b = Math.min(b, sums[c]! / counts[c]!);
  const larger = Math.max(a, b);
  return larger > 0 ? (b - a) / larger : 0;
}

/** The mean of `silhouettes` over the rows that have a cluster: how well separated a partition is, −1 … 1. The same errors and cost. */
export function silhouette(distances: ArrayLike<number>, labels: ArrayLike<number>): number {
  let sum = 0;
  let count = 0;
  for (const value of silhouettes(distances, labels)) {
    if (Number.isNaN(value)) continue;
    sum += value;
    count++;
  }
  return sum / count;
}
