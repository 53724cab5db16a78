/** Bonds by their ends. */
type Edges = readonly { readonly from: number; readonly to: number }[];

/**
 * A smallest set of smallest rings: of the shortest cycles through each atom and bond, the shortest ones that are independent (sums modulo 2).
 * @returns atoms of each ring in order. Their number is bonds − atoms + parts.
 * Cost O(atoms · bonds) for the candidates of the ring systems. Source: Horton 1987, SIAM J. Comput. 16(2).
 */
export function smallestRings(nAtoms: number, bonds: Edges): number[][] {
  const near = Array.from({ length: nAtoms }, (): { atom: number; bond: number }[] => []);
  bonds.forEach(({ from, to }, bond) => {
    near[from]!.push({ atom: to, bond });
    near[to]!.push({ atom: from, bond });
  });
  const inside = trimLeaves(near);
  const nRings = countRings(near, bonds, nAtoms);
  if (nRings === 0) return [];
  const cycles = [];
  for (let root = 0; root < nAtoms; root++) if (inside[root]) cycles.push(...cyclesFrom(root, near, bonds, inside));
  cycles.sort((a, b) => a.length - b.length);
  return independent(cycles, bonds, near, nRings);
}

type Near = readonly (readonly { readonly atom: number; readonly bond: number }[])[];

/** Which atoms are left when ends are taken off, again and again: rings and what joins them. */
function trimLeaves(near: Near): Uint8Array {
  const inside = new Uint8Array(near.length).fill(1);
  const degree = near.map(({ length }) => length);
  const leaves = [...near.keys()].filter((i) => degree[i]! <= 1);
  for (let leaf = leaves.pop(); leaf !== undefined; leaf = leaves.pop()) {
    inside[leaf] = 0;
    for (const { atom } of near[leaf]!) if (inside[atom] && --degree[atom]! === 1) leaves.push(atom);
  }
  return inside;
}

function countRings(near: Near, bonds: Edges, nAtoms: number): number {
  const seen = new Uint8Array(nAtoms);
  let parts = 0;
  for (let start = 0; start < nAtoms; start++) {
    if (seen[start]) continue;
    parts++;
    seen[start] = 1;
    for (const queue = [start]; queue.length > 0; ) {
      for (const { atom } of near[queue.pop()!]!) {
        if (seen[atom]) continue;
        seen[atom] = 1;
        queue.push(atom);
      }
    }
  }
  return bonds.length - nAtoms + parts;
}

/** Each bond outside the tree of shortest paths from the root closes a cycle with the paths to its ends, where these share the root alone. */
function cyclesFrom(root: number, near: Near, bonds: Edges, inside: Uint8Array): number[][] {
  const parent = new Int32Array(near.length).fill(-2);
  parent[root] = -1;
  const order = [root];
  for (let at = 0; at < order.length; at++) {
    for (const { atom } of near[order[at]!]!) {
      if (!inside[atom] || parent[atom] !== -2) continue;
      parent[atom] = order[at]!;
      order.push(atom);
    }
  }
  const pathTo = (atom: number) => {
    const path = [];
    for (let i = atom; i >= 0; i = parent[i]!) path.push(i);
    return path;
  };
  const cycles: number[][] = [];
  for (const { from, to } of bonds) {
    if (parent[from] === -2 || parent[to] === -2 || parent[from] === to || parent[to] === from) continue;
    const [a, b] = [pathTo(from), pathTo(to)];
    if (a.slice(0, -1).some((atom) => b.includes(atom))) continue;
    cycles.push([...a.reverse(), ...b.slice(0, -1)]);
  }
  return cycles;
}

/** The first cycles that are no sum of those before, by elimination over the bonds. */
function independent(cycles: readonly (readonly number[])[], bonds: Edges, near: Near, count: number): number[][] {
  const words = Math.ceil(bonds.length / 32);
  const pivots = new Map<number, Uint32Array>();
  const rings: number[][] = [];
  for (const cycle of cycles) {
    const bits = new Uint32Array(words);
    cycle.forEach((atom, k) => {
      const next = cycle[(k + 1) % cycle.length]!;
      const { bond } = near[atom]!.find((one) => one.atom === next)!;
      bits[bond >> 5]! |= 1 << (bond & 31);
    });
    for (let first = lowest(bits); first >= 0; first = lowest(bits)) {
      const pivot = pivots.get(first);
      if (!pivot) {
        pivots.set(first, bits);
        rings.push([...cycle]);
        break;
      }
      for (let w = 0; w < words; w++) bits[w]! ^= pivot[w]!;
    }
    if (rings.length === count) break;
  }
  return rings;
}

function lowest(bits: Uint32Array): number {
  const word = bits.findIndex((w) => w !== 0);
  return word < 0 ? -1 : 32 * word + 31 - Math.clz32(bits[word]! & -bits[word]!);
}
