/** Sets that only ever grow together. */
export interface UnionFind {
  /** The smallest member of the set of i: equal for two items exactly when they are in one set. */
  find(i: number): number;
  /** Makes one set of the sets of i and j. */
  union(i: number, j: number): void;
}

/**
 * n sets of one item each. A set is named by its smallest member, so the names do not depend on the order of the unions.
 * Cost: near-constant time each, by path halving. Source: Tarjan & van Leeuwen 1984, JACM 31(2), §2.
 */
export function unionFind(n: number): UnionFind {
  const parent = Int32Array.from({ length: n }, (_, i) => i);
  const find = (i: number) => {
    while (parent[i] !== i) {
      parent[i] = parent[parent[i]!]!;
      i = parent[i]!;
    }
    return i;
  };
  return {
    find,
    union(i, j) {
      const a = find(i);
      const b = find(j);
      if (a < b) parent[b] = a;
      else parent[a] = b;
    },
  };
}
