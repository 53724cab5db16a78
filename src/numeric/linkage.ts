import type { Context } from '../base/context.ts';
import { breathe } from './breathe.ts';

export type LinkageMethod = 'ward' | 'average' | 'complete' | 'single';

/**
 * Hierarchical clustering by the nearest-neighbour chain.
 * @param distances [n·n] float64, symmetric: Euclidean for `ward`, any for the others. Not modified. @param n ≥ 1.
 * @returns merges as scipy's linkage matrix, [n − 1, 4] float64 row-major: the two clusters (rows 0 … n − 1, then merge m as n + m; the smaller
 * number first), their distance, the size; in order of distance. Equal distances may merge in another order than scipy's.
 * @throws {CancelledError} Cost O(n²) time, 8·n² bytes. Source: Murtagh & Contreras 2012, WIREs 2(1); Müllner 2011, arXiv 1109.2378. Checked
 * against scipy 1.10.1.
 */
export async function linkage(
  ctx: Context,
  distances: Float64Array,
  n: number,
  method: LinkageMethod,
): Promise<Float64Array> {
  const D = distances.slice();
  const sizes = new Float64Array(n).fill(1);
  const alive = Int32Array.from({ length: n }, (_, i) => i);
  let nAlive = n;
  const merges: { a: number; b: number; distance: number }[] = [];
  const chain: number[] = [];
  while (merges.length < n - 1) {
    if (merges.length % 256 === 0) await breathe(ctx, 'hierarchical');
    if (chain.length === 0) chain.push(alive[0]!);
    for (;;) {
      const x = chain[chain.length - 1]!;
      const before = chain.length > 1 ? chain[chain.length - 2]! : -1;
      // The one before wins a tie, so that the chain ends.
      let y = before;
      let least = before >= 0 ? D[x * n + before]! : Number.POSITIVE_INFINITY;
      for (let q = 0; q < nAlive; q++) {
        const c = alive[q]!;
        if (c !== x && D[x * n + c]! < least) {
          least = D[x * n + c]!;
          y = c;
        }
      }
      if (y === before && before >= 0) {
        chain.length -= 2;
        merge(x, y, least);
        break;
      }
      chain.push(y);
    }
  }

  /** The union takes the larger index; the other is gone. */
  function merge(x: number, y: number, distance: number): void {
    const gone = Math.min(x, y);
    const kept = Math.max(x, y);
    const nx = sizes[gone]!;
    const ny = sizes[kept]!;
    merges.push({ a: gone, b: kept, distance });
    let to = 0;
    for (let q = 0; q < nAlive; q++) if (alive[q] !== gone) alive[to++] = alive[q]!;
    nAlive--;
    for (let q = 0; q < nAlive; q++) {
      const c = alive[q]!;
      if (c === kept) continue;
      const dx = D[gone * n + c]!;
      const dy = D[kept * n + c]!;
      const nc = sizes[c]!;
      const d =
        method === 'single'
          ? Math.min(dx, dy)
          : method === 'complete'
            ? Math.max(dx, dy)
            : method === 'average'
              ? (nx * dx + ny * dy) / (nx + ny)
              : Math.sqrt(
                  Math.max(0, (nx + nc) * dx * dx + (ny + nc) * dy * dy - nc * distance * distance) / (nx + ny + nc),
                );
      D[kept * n + c] = d;
      D[c * n + kept] = d;
    }
    sizes[kept] = nx + ny;
  }

  return labelled(merges, n);
}

/** Sorts the merges by distance and names the clusters as scipy does. */
function labelled(merges: { a: number; b: number; distance: number }[], n: number): Float64Array {
  const order = merges.map((merge, at) => ({ ...merge, at })).sort((x, y) => x.distance - y.distance || x.at - y.at);
  const parent = Int32Array.from({ length: 2 * n - 1 }, (_, i) => i);
  const sizes = new Float64Array(2 * n - 1).fill(1);
  const find = (i: number) => {
    let root = i;
    while (parent[root] !== root) root = parent[root]!;
    while (parent[i] !== root) {
      const next = parent[i]!;
      parent[i] = root;
      i = next;
    }
    return root;
  };
  const Z = new Float64Array(4 * (n - 1));
  order.forEach(({ a, b, distance }, m) => {
    const x = find(a);
    const y = find(b);
    sizes[n + m] = sizes[x]! + sizes[y]!;
    parent[x] = n + m;
    parent[y] = n + m;
    Z.set([Math.min(x, y), Math.max(x, y), distance, sizes[n + m]!], 4 * m);
  });
  return Z;
}

/** The k clusters that the last k − 1 merges join: a number for each row, in the order of their first rows. @param Z of `linkage`. */
export function cutTree(Z: Float64Array, n: number, k: number): Int32Array {
  const top = new Int32Array(2 * n - 1).fill(-1);
  const cluster = (node: number) => (top[node]! < 0 ? node : top[node]!);
  for (let m = n - 2; m >= 0; m--) {
    const whole = m < n - k; // below the cut: both halves belong where the merge belongs
    for (const child of [Z[4 * m]!, Z[4 * m + 1]!]) top[child] = whole ? cluster(n + m) : child;
  }
  const numbers = new Map<number, number>();
  return Int32Array.from({ length: n }, (_, i) => {
    const root = cluster(i);
    if (!numbers.has(root)) numbers.set(root, numbers.size);
    return numbers.get(root)!;
  });
}
