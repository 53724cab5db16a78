import type { Context } from '../base/context.ts';
import { breathe } from './breathe.ts';

/**
 * The order of the leaves of a tree, among the 2ⁿ⁻¹ that its merges allow, with the smallest sum of distances between neighbours: what puts
 * like beside like in a heat map.
 * @param Z merges of `linkage`, [n − 1, 4]. @param distances [n·n] float64, symmetric. Neither is modified.
 * @returns the rows in order, [n]. An order and its reverse are equally good: the one whose first row is before its last is returned.
 * @throws {CancelledError} Cost O(n³) at worst, 8·n² bytes. Source: Bar-Joseph, Gifford & Jaakkola 2001, Bioinformatics 17 Suppl. 1. Checked
 * against every order of small trees; never longer than scipy 1.10.1, whose order is not always the shortest.
 */
export async function optimalLeafOrder(
  ctx: Context,
  Z: Float64Array,
  distances: Float64Array,
  n: number,
): Promise<Int32Array> {
  if (n === 1) return Int32Array.of(0);
  const leaves: Int32Array[] = Array.from({ length: n }, (_, i) => Int32Array.of(i));
  const left = (node: number) => Z[4 * (node - n)]!;
  const right = (node: number) => Z[4 * (node - n) + 1]!;
  // M[u·n + w]: the best order of the smallest subtree that holds both, with u at one end and w at the other.
  const M = new Float64Array(n * n);
  /** The leaves that can stand at the other end when leaf u is at one end of the subtree. */
  const opposite = (node: number, u: number): Int32Array => {
    if (node < n) return leaves[node]!;
    return inside(left(node), u) ? leaves[right(node)]! : leaves[left(node)]!;
  };
  const member = new Int32Array(n); // the place of each leaf in the order of the tree: a subtree is a run of it
  const starts = new Int32Array(2 * n - 1);
  const ends = new Int32Array(2 * n - 1);
  const inside = (node: number, u: number) => member[u]! >= starts[node]! && member[u]! < ends[node]!;
  for (let m = 0; m < n - 1; m++) {
    leaves.push(Int32Array.from([...leaves[Z[4 * m]!]!, ...leaves[Z[4 * m + 1]!]!]));
  }
  place(2 * n - 2, 0);

  const through = new Float64Array(n);
  for (let node = n; node < 2 * n - 1; node++) {
    if (node % 64 === 0) await breathe(ctx, 'leaf order');
    const a = left(node);
    const b = right(node);
    const bLeaves = leaves[b]!;
    for (const u of leaves[a]!) {
      const ends = opposite(a, u);
      for (const k of bLeaves) {
        let least = Number.POSITIVE_INFINITY;
        for (let q = 0; q < ends.length; q++) {
          const e = ends[q]!;
          const sum = M[u * n + e]! + distances[k * n + e]!;
          if (sum < least) least = sum;
        }
        through[k] = least;
      }
      for (const w of bLeaves) {
        const others = opposite(b, w);
        let least = Number.POSITIVE_INFINITY;
        for (let q = 0; q < others.length; q++) {
          const k = others[q]!;
          const sum = through[k]! + M[w * n + k]!;
          if (sum < least) least = sum;
        }
        M[u * n + w] = least;
        M[w * n + u] = least;
      }
    }
  }

  const root = 2 * n - 2;
  let best: [number, number] = [0, 0];
  let least = Number.POSITIVE_INFINITY;
  for (const u of leaves[left(root)]!) {
    for (const w of leaves[right(root)]!) {
      if (M[u * n + w]! < least) {
        least = M[u * n + w]!;
        best = [u, w];
      }
    }
  }
  const order = new Int32Array(n);
  write(root, best[0], best[1], 0);
  return order[0]! < order[n - 1]! ? order : order.reverse();

  function place(top: number, from: number): void {
    const stack = [[top, from]] as [number, number][];
    for (let next = stack.pop(); next; next = stack.pop()) {
      const [node, at] = next;
      starts[node] = at;
      ends[node] = at + leaves[node]!.length;
      if (node < n) member[node] = at;
      else stack.push([left(node), at], [right(node), at + leaves[left(node)]!.length]);
    }
  }

  /** Writes the best order of a subtree from u to w into `order`, from place `at`. */
  function write(top: number, first: number, last: number, at0: number): void {
    const stack = [[top, first, last, at0]] as [number, number, number, number][];
    for (let next = stack.pop(); next; next = stack.pop()) {
      const [node, u, w, at] = next;
      if (node < n) {
        order[at] = node;
        continue;
      }
      const flipped = inside(right(node), u);
      const a = flipped ? right(node) : left(node);
      const b = flipped ? left(node) : right(node);
      let chosen: [number, number] = [u, w];
      let sum = Number.POSITIVE_INFINITY;
      for (const e of opposite(a, u)) {
        for (const k of opposite(b, w)) {
          const s = M[u * n + e]! + distances[e * n + k]! + M[k * n + w]!;
          if (s < sum) {
            sum = s;
            chosen = [e, k];
          }
        }
      }
      stack.push([a, u, chosen[0], at], [b, chosen[1], w, at + leaves[a]!.length]);
    }
  }
}
