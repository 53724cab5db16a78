import { DataError } from '../base/errors.ts';
import type { RandomKey } from '../base/random.ts';
import type { Edge } from '../read/reader.ts';

export interface NeighbourhoodOptions {
  readonly random: RandomKey;
  /** Edges of a smaller weight are not there; default 0. Of STRING, 700 is "high confidence". */
  readonly minWeight?: number;
  /** Default 1,000. */
  readonly permutations?: number;
}

export interface Neighbourhood {
  /** The chosen names that the network has, in their order. */
  readonly found: readonly string[];
  readonly missing: readonly string[];
  /** Between two of them. */
  readonly edges: number;
  /** Mean of random sets of the same degrees. */
  readonly expectedEdges: number;
  /** Share of random sets of the same degrees with at least so many edges, the set itself counted. */
  readonly p: number;
  /** Names in the largest part that hangs together by such edges, and its p in the same way. */
  readonly largest: number;
  readonly largestP: number;
  /** A small subnetwork in which those that can be reached from one another hang together: edges, with the names between them that had to be taken in. */
  readonly subnetwork: readonly (readonly [string, string])[];
  readonly between: readonly string[];
}

/** Names of about one degree, from which random sets are drawn, are at least so many. */
const BIN = 20;

/**
 * Do the chosen genes lie together in a network? The edges among them against random sets with the same degrees: well-studied genes have many edges with anything.
 * Degrees are kept by drawing for each name another of its bin of ≥ 20 names of neighbouring degree. The subnetwork joins them by shortest paths (Kou's approximation of a
 * Steiner tree, at most twice the smallest; every edge counts 1). @param edges undirected; repeats, and edges of a name to itself, count once and not at all.
 * @throws {DataError} fewer than two of the names are in the network. Cost O(permutations · Σ degree + chosen · edges).
 * Source: Guney et al. 2016, Nat. Commun. 7:10331 (bins of degree); Kou, Markowsky & Berman 1981, Acta Inform. 15.
 */
export function networkNeighbourhood(
  edges: readonly Edge[],
  chosen: readonly string[],
  { random, minWeight = 0, permutations = 1000 }: NeighbourhoodOptions,
): Neighbourhood {
  const { names, neighbours } = graphOf(edges, minWeight);
  const place = new Map(names.map((name, v) => [name, v]));
  const own = [...new Set(chosen)];
  const nodes = own.flatMap((name) => place.get(name) ?? []);
  if (nodes.length < 2) {
    const problem = `at least two of ${own.length} names must be in the network, got ${nodes.length}`;
    throw new DataError({ where: 'network-neighbourhood', problem, hint: 'symbols with symbols, or a smaller weight' });
  }
  const seen = new Int32Array(names.length).fill(-1);
  const { count, largest } = connections(nodes, neighbours, seen, 0);
  const bins = binsOf(neighbours);
  const stream = random.stream();
  let [more, larger, sum] = [0, 0, 0];
  for (let d = 0; d < permutations; d++) {
    const drawn = new Set<number>();
    for (const v of nodes) {
      const bin = bins[v]!;
      // A bin has at least as many names as the set can ask of it, or gives another of its own.
      let w = bin[stream.below(bin.length)]!;
      for (let tries = 0; drawn.has(w) && tries < 100; tries++) w = bin[stream.below(bin.length)]!;
      drawn.add(w);
    }
    const one = connections([...drawn], neighbours, seen, d + 1);
    sum += one.count;
    if (one.count >= count) more++;
    if (one.largest >= largest) larger++;
  }
  const tree = steinerTree(nodes, neighbours);
  const inTree = new Set(tree.flat());
  const asked = new Set(nodes);
  return {
    ...{ found: nodes.map((v) => names[v]!), missing: own.filter((name) => !place.has(name)) },
    ...{ edges: count, expectedEdges: sum / permutations, p: (1 + more) / (1 + permutations) },
    ...{ largest, largestP: (1 + larger) / (1 + permutations) },
    subnetwork: tree.map(([a, b]) => [names[a]!, names[b]!] as const),
    between: [...inTree].filter((v) => !asked.has(v)).map((v) => names[v]!),
  };
}

function graphOf(edges: readonly Edge[], minWeight: number) {
  const sets = new Map<string, Set<string>>();
  const add = (a: string, b: string) => sets.set(a, (sets.get(a) ?? new Set()).add(b));
  for (const { from, to, weight = 1 } of edges) {
    if (from === to || weight < minWeight) continue;
    add(from, to);
    add(to, from);
  }
  const names = [...sets.keys()].sort();
  const place = new Map(names.map((name, v) => [name, v]));
  return { names, neighbours: names.map((name) => Int32Array.from(sets.get(name)!, (to) => place.get(to)!).sort()) };
}

/** Edges among the nodes, and the size of the largest part that hangs together. @param seen scratch; `mark` is new each time. */
function connections(nodes: readonly number[], neighbours: readonly Int32Array[], seen: Int32Array, mark: number) {
  for (const v of nodes) seen[v] = 2 * mark;
  let [twice, largest] = [0, 0];
  for (const v of nodes) {
    for (const w of neighbours[v]!) if (seen[w]! >= 2 * mark) twice++;
    if (seen[v] !== 2 * mark) continue;
    const part = [v];
    seen[v] = 2 * mark + 1;
    for (let at = 0; at < part.length; at++) {
      for (const w of neighbours[part[at]!]!) {
        if (seen[w] !== 2 * mark) continue;
        seen[w] = 2 * mark + 1;
        part.push(w);
      }
    }
    largest = Math.max(largest, part.length);
  }
  return { count: twice / 2, largest };
}

/** For each node, the nodes of about its degree. */
function binsOf(neighbours: readonly Int32Array[]): number[][] {
  const order = [...neighbours.keys()].sort((a, b) => neighbours[a]!.length - neighbours[b]!.length || a - b);
  const bins: number[][] = [];
  for (let at = 0; at < order.length; ) {
    let end = Math.min(order.length, at + BIN);
    // One degree stays together; a rest too small for a bin of its own joins the last.
    const degree = neighbours[order[end - 1]!]!.length;
    while (end < order.length && neighbours[order[end]!]!.length === degree) end++;
    if (order.length - end < BIN) end = order.length;
    bins.push(order.slice(at, end));
    at = end;
  }
  const own: number[][] = [];
  for (const bin of bins) for (const v of bin) own[v] = bin;
  return own;
}

/** Shortest paths between the nodes, joined shortest first as long as they close no ring. */
function steinerTree(nodes: readonly number[], neighbours: readonly Int32Array[]): [number, number][] {
  const paths = nodes.flatMap((from, a) => {
    const before = breadthFirst(from, neighbours);
    return nodes.slice(a + 1).flatMap((to) => {
      const path = pathTo(to, before);
      return path ? [path] : [];
    });
  });
  paths.sort((a, b) => a.length - b.length);
  const part = new Int32Array(neighbours.length).map((_, v) => v);
  const rootOf = (v: number): number => {
    for (; part[v] !== v; v = part[v]!) part[v] = part[part[v]!]!;
    return v;
  };
  const tree: [number, number][] = [];
  for (const path of paths) {
    if (rootOf(path[0]!) === rootOf(path.at(-1)!)) continue;
    for (let k = 1; k < path.length; k++) {
      const [a, b] = [rootOf(path[k - 1]!), rootOf(path[k]!)];
      if (a === b) continue;
      part[a] = b;
      tree.push([path[k - 1]!, path[k]!]);
    }
  }
  return tree;
}

/** Of each node, the one before it on a shortest path; −1 where none leads. */
function breadthFirst(from: number, neighbours: readonly Int32Array[]): Int32Array {
  const before = new Int32Array(neighbours.length).fill(-1);
  before[from] = from;
  const queue = [from];
  for (let at = 0; at < queue.length; at++) {
    for (const w of neighbours[queue[at]!]!) {
      if (before[w] !== -1) continue;
      before[w] = queue[at]!;
      queue.push(w);
    }
  }
  return before;
}

function pathTo(to: number, before: Int32Array): number[] | undefined {
  if (before[to] === -1) return undefined;
  const path = [to];
  for (let v = to; before[v] !== v; ) {
    v = before[v]!;
    path.push(v);
  }
  return path;
}
