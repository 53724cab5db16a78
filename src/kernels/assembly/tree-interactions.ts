// Shapley interaction values of trees, path-dependent, in the notation of tree-shap.ts: of a leaf
//   Φ_ij = ½ v ∫₀¹ (o_i − z_i)(o_j − z_j) ∏_{l≠i,j} (t·o_l + (1 − t)·z_l) dt,
// half of the Shapley interaction index (Grabisch & Roubens 1999) for each of the two, as Lundberg et al. 2018, eq. 10. Leaf by leaf, for pairs of the
// features asked for. What a feature does by itself is its Shapley value less its interactions.
import { NODE_BYTES, bindTrees, earlierOf, featureOf, leftOf } from './tree-shap-set';
import { BLOCK, bindWay, gauss, level, masks, openWay, points, products, shares, sortRows, takeEdge } from './tree-shap-way';

let nodes: usize, values: usize, width: usize, phi: usize, stride: usize, asked: usize, nAsked: usize;
let live: usize, names: usize; // by depth: whether no split below is on the same feature; place among the features asked for, or −1; int32

function bind(at: usize, depth: usize, most: usize, rows: usize): usize {
  live = bindWay(at, depth, most, rows);
  names = live + ((depth + 2) << 2);
  return names + ((depth + 2) << 2);
}

export function treeInteractionsWorkBytes(depth: i32, most: i32): f64 {
  return <f64>bind(0, <usize>depth, <usize>most, 0);
}

/**
 * Adds the interactions of a block of 64 rows to `phiAt`, [nOutputs, nAsked, nAsked, 64] float64, in its upper triangle. `problem` as `treeShap`'s;
 * askedAt: place of each feature used among those asked for, or −1, [nUsed] int32.
 */
export function treeInteractions(problem: usize, rows: usize, phiAt: usize, work: usize, askedAt: usize, count: i32): i32 {
  nodes = load<u32>(problem); values = load<u32>(problem, 4);
  bindTrees(load<u32>(problem, 8));
  const roots = <usize>load<u32>(problem, 12), counts = <usize>load<u32>(problem, 16), tables = <usize>load<u32>(problem, 20);
  const nTrees = load<i32>(problem, 24), nOutputs = load<i32>(problem, 32), cancel = <usize>load<u32>(problem, 48);
  width = load<u32>(problem, 28);
  asked = askedAt;
  nAsked = <usize>count;
  stride = nAsked * nAsked * BLOCK;
  bind(work, load<u32>(problem, 40), load<u32>(problem, 44), rows);
  for (let t = 0; t < nTrees; t++) {
    if (atomic.load<i32>(cancel)) return -1;
    const many = <usize>load<u8>(counts + t);
    if (many == 0) continue;
    openWay(many, tables);
    phi = phiAt + (width == 1 ? <usize>(t % nOutputs) * stride : 0);
    walk(load<u32>(roots + (<usize>t << 2)), 0);
  }
  return 0;
}

function walk(id: u32, depth: usize): void {
  const node = nodes + <usize>id * NODE_BYTES, feature = featureOf(node);
  if (feature < 0) {
    for (let a: usize = 0; a < depth; a++) {
      if (!load<i32>(live + (a << 2)) || load<i32>(names + (a << 2)) < 0) continue;
      for (let b = a + 1; b < depth; b++) {
        if (load<i32>(live + (b << 2)) && load<i32>(names + (b << 2)) >= 0) addPair(id, depth, a, b);
      }
    }
    return;
  }
  const earlier = earlierOf(node);
  sortRows(node, depth);
  store<i32>(names + (depth << 2), load<i32>(asked + (<usize>feature << 2)));
  store<i32>(live + (depth << 2), 1);
  if (earlier >= 0) store<i32>(live + (<usize>earlier << 2), 0);
  for (let right = 0; right < 2; right++) {
    takeEdge(node, depth, right);
    walk(leftOf(node) + right, depth + 1);
  }
  if (earlier >= 0) store<i32>(live + (<usize>earlier << 2), 1);
}

/** Adds what a leaf gives to the pair of the features at depths a and b. */
function addPair(leaf: u32, depth: usize, a: usize, b: usize): void {
  const one = <usize>load<i32>(names + (a << 2)), other = <usize>load<i32>(names + (b << 2));
  const to = phi + (min(one, other) * nAsked + max(one, other)) * BLOCK;
  const maskA = masks + a * BLOCK, maskB = masks + b * BLOCK;
  const zA = load<f64>(shares + (a << 3)), zB = load<f64>(shares + (b << 3));
  for (let q: usize = 0; q < points; q++) {
    const t = load<f64>(gauss + (q << 3)), half = 0.5 * load<f64>(gauss + ((points + q) << 3)), from = products + depth * level + q * BLOCK;
    const yesA = f64x2.splat((1 - zA) / (t + (1 - t) * zA)), yesB = f64x2.splat((1 - zB) / (t + (1 - t) * zB)), no = f64x2.splat(-1 / (1 - t));
    for (let i: usize = 0; i < BLOCK; i += 16) {
      const pair = f64x2.mul(v128.bitselect(yesA, no, v128.load(maskA + i)), v128.bitselect(yesB, no, v128.load(maskB + i)));
      const share = f64x2.mul(v128.load(from + i), pair);
      for (let k: usize = 0; k < width; k++) {
        const at = to + k * stride + i, value = f64x2.splat(half * load<f64>(values + ((<usize>leaf * width + k) << 3)));
        v128.store(at, f64x2.add(v128.load(at), f64x2.mul(share, value)));
      }
    }
  }
}
