import { ParamError, ShapeError } from '../../base/errors.ts';

/**
 * How far the neighbours in a picture are neighbours in the data: 1 − 2/(nk(2n − 3k − 1)) · Σᵢ Σ over the k nearest l of i in the picture of
 * max(0, r(i, l) − k), with r the rank of l among the neighbours of i in the data. In 0 … 1; 1 when every picture neighbour is one of the k
 * nearest in the data.
 * @param distances [n·n] in the data. @param embedding [n, d] row-major. @param k 1 … below n/2, default 5.
 * @throws {ShapeError} sizes that do not fit. @throws {ParamError} k out of range. Cost O(n² log n). Source: Venna & Kaski 2001, ICANN. Checked
 * against scikit-learn 1.2.1 (trustworthiness).
 */
export function trustworthiness(distances: ArrayLike<number>, embedding: ArrayLike<number>, k = 5): number {
  const n = Math.round(Math.sqrt(distances.length));
  const d = embedding.length / n;
  if (n * n !== distances.length || !Number.isInteger(d)) {
    const problem = `needs n·n distances and n rows of coordinates, got ${distances.length} and ${embedding.length}`;
    throw new ShapeError({ where: 'trustworthiness', problem });
  }
  if (!Number.isInteger(k) || k < 1 || k >= n / 2) {
    throw new ParamError({ where: 'trustworthiness.k', problem: `must be from 1 to below ${n / 2}, got ${k}` });
  }
  let penalty = 0;
  const ranks = new Int32Array(n);
  const near = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    const others = Array.from({ length: n }, (_, l) => l).filter((l) => l !== i);
    others.sort((a, b) => distances[i * n + a]! - distances[i * n + b]! || a - b);
    others.forEach((l, rank) => {
      ranks[l] = rank + 1;
    });
    for (let l = 0; l < n; l++) {
      near[l] = 0;
      for (let c = 0; c < d; c++) near[l]! += (embedding[i * d + c]! - embedding[l * d + c]!) ** 2;
    }
    others.sort((a, b) => near[a]! - near[b]! || a - b);
    for (let q = 0; q < k; q++) penalty += Math.max(0, ranks[others[q]!]! - k);
  }
  return 1 - (2 * penalty) / (n * k * (2 * n - 3 * k - 1));
}
