// Shapley values of trees, path-dependent: what a coalition S of features says of a row is the mean of the leaves, reached by the row's own way at
// splits on S and by both ways, weighted with the training rows, at the others (Lundberg et al. 2018, alg. 1).
//
// With o = 1 where the row satisfies all splits on a feature above a leaf, else 0, and z the share of training weight that does, a leaf of value v
// is the game v ∏_{j∈S} o_j ∏_{j∉S} z_j. Its Shapley values are integrals along the diagonal of its multilinear extension (Owen 1972):
//   φ_k = v ∫₀¹ (o_k − z_k) ∏_{j≠k} (t·o_j + (1 − t)·z_j) dt,
// polynomials of degree d − 1 in t, d the number of features above the leaf, which ⌈d/2⌉ points of Gauss and Legendre integrate exactly. So at each
// point a walk down multiplies the factors of the way, and the walk back gathers what the leaves below an edge hold, as Linear TreeSHAP does with
// polynomials (Yu et al. 2022): O(nodes · points) a row instead of O(leaves · depth²). All factors are in [0, 1] and nothing cancels. A second split
// on a feature replaces the factor of the first.
import { NODE_BYTES, ROWS, bindTrees, earlierOf, featureOf, leftOf, markLeft, shareOf } from './tree-shap-set';

let nodes: usize, values: usize, width: usize, x: usize, phi: usize, stride: usize; // stride: bytes from one output to the next
let points: usize, gauss: usize; // of the tree that is walked
let products: usize, sums: usize, masks: usize, shares: usize, sides: usize, level: usize, sumLevel: usize;

// @ts-ignore: decorator
@inline const BYTES: usize = ROWS << 3;

/** Bytes of workspace. depth: most splits on a way; most: most points of a tree; outputs: numbers in a leaf. */
export function treeShapWorkBytes(depth: i32, most: i32, outputs: i32): f64 {
  return <f64>(<usize>(depth + 2) * (BYTES * <usize>most * <usize>(1 + outputs) + 2 * BYTES + 8));
}

/**
 * Adds the Shapley values of a block of 64 rows to `phiAt`, [nOutputs, nUsed, 64] float64. `problem` is uint32 words:
 *  nodes      see tree-shap-set
 *  values     [nNodes, width] float64, of leaves
 *  subsets    8 words each
 *  roots      [nTrees] uint32
 *  points     of each tree, [nTrees] uint8
 *  gauss      of m points from number m(m − 1) on: m abscissas in (0, 1), m weights of sum 1, float64
 *  nTrees, width, nOutputs (tree t adds to output t mod nOutputs when width is 1), nUsed, depth, most points, cancel
 * rows: [nUsed, 64] float32. Returns 0, or −1 when cancelled.
 */
export function treeShap(problem: usize, rows: usize, phiAt: usize, work: usize): i32 {
  nodes = load<u32>(problem); values = load<u32>(problem, 4);
  bindTrees(load<u32>(problem, 8));
  const roots = <usize>load<u32>(problem, 12), counts = <usize>load<u32>(problem, 16), tables = <usize>load<u32>(problem, 20);
  const nTrees = load<i32>(problem, 24), nOutputs = load<i32>(problem, 32), nUsed = load<i32>(problem, 36), depth = <usize>load<i32>(problem, 40);
  const most = <usize>load<i32>(problem, 44), cancel = <usize>load<u32>(problem, 48);
  width = load<u32>(problem, 28);
  x = rows;
  stride = <usize>nUsed * BYTES;
  level = most * BYTES;
  sumLevel = level * width;
  products = work;
  sums = products + (depth + 2) * level;
  masks = sums + (depth + 2) * sumLevel;
  sides = masks + (depth + 2) * BYTES;
  shares = sides + (depth + 2) * BYTES;
  for (let t = 0; t < nTrees; t++) {
    if (atomic.load<i32>(cancel)) return -1;
    points = load<u8>(counts + t);
    if (points == 0) continue; // a leaf alone
    gauss = tables + ((points * (points - 1)) << 3);
    phi = phiAt + (width == 1 ? <usize>(t % nOutputs) * stride : 0);
    for (let i: usize = 0; i < points * ROWS; i++) store<f64>(products + (i << 3), 1);
    walk(load<u32>(roots + (<usize>t << 2)), 0);
  }
  return 0;
}

/** From the products above a node to the sums over the leaves below it. */
function walk(id: u32, depth: usize): void {
  const node = nodes + <usize>id * NODE_BYTES, above = products + depth * level, sum = sums + depth * sumLevel;
  const feature = featureOf(node);
  if (feature < 0) {
    for (let k: usize = 0; k < width; k++) {
      const value = f64x2.splat(load<f64>(values + ((<usize>id * width + k) << 3)));
      let to = sum + k * level;
      for (let at = above, end = above + points * BYTES; at < end; at += 16, to += 16) v128.store(to, f64x2.mul(value, v128.load(at)));
    }
    return;
  }
  const side = sides + depth * BYTES, mask = masks + depth * BYTES, earlier = earlierOf(node), own = <usize>feature * BYTES;
  const before = earlier < 0 ? 1 : load<f64>(shares + (<usize>earlier << 3));
  markLeft(node, x + (own >> 1), side);
  for (let right = 0; right < 2; right++) {
    const share = right ? 1 - shareOf(node) : shareOf(node), after = before * share;
    const turn = i64x2.splat(right ? -1 : 0);
    store<f64>(shares + (depth << 3), after);
    if (earlier < 0) {
      for (let i: usize = 0; i < BYTES; i += 16) v128.store(mask + i, v128.xor(v128.load(side + i), turn));
    } else {
      const held = masks + <usize>earlier * BYTES;
      for (let i: usize = 0; i < BYTES; i += 16) v128.store(mask + i, v128.and(v128.load(held + i), v128.xor(v128.load(side + i), turn)));
    }
    descend(above, above + level, mask, earlier, before, share);
    walk(leftOf(node) + right, depth + 1);
    const below = sum + sumLevel;
    for (let k: usize = 0; k < width; k++) {
      gather(below + k * level, phi + k * stride + own, mask, earlier, before, after);
      let to = sum + k * level;
      for (let at = below + k * level, end = at + points * BYTES; at < end; at += 16, to += 16) {
        v128.store(to, right ? f64x2.add(v128.load(to), v128.load(at)) : v128.load(at));
      }
    }
  }
}

/** The products below an edge: the factor t·o + (1 − t)·z of its feature put in place of the one that an earlier split gave. */
function descend(from: usize, to: usize, mask: usize, earlier: i32, before: f64, share: f64): void {
  const held = masks + <usize>max(earlier, 0) * BYTES;
  for (let q: usize = 0; q < points; q++) {
    const t = load<f64>(gauss + (q << 3)), rest = (1 - t) * before, had = earlier < 0 ? 1 : t + rest;
    // It goes this way; it went this way at the earlier split; it did not.
    const yes = f64x2.splat((t + rest * share) / had), no = f64x2.splat(rest * share / had), never = f64x2.splat(share);
    for (let i: usize = 0; i < BYTES; i += 16, from += 16, to += 16) {
      let factor = v128.bitselect(yes, no, v128.load(mask + i));
      if (earlier >= 0) factor = v128.bitselect(factor, never, v128.load(held + i));
      v128.store(to, f64x2.mul(v128.load(from), factor));
    }
  }
}

/** Adds ∫ (o − z) / (t·o + (1 − t)·z) · (sum below an edge) to the values of its feature, less what the earlier split has for the same leaves. */
function gather(from: usize, to: usize, mask: usize, earlier: i32, before: f64, after: f64): void {
  const held = masks + <usize>max(earlier, 0) * BYTES;
  for (let q: usize = 0; q < points; q++) {
    const t = load<f64>(gauss + (q << 3)), weight = load<f64>(gauss + ((points + q) << 3));
    const had = earlier < 0 ? 0 : weight * (1 - before) / (t + (1 - t) * before);
    const yes = f64x2.splat(weight * (1 - after) / (t + (1 - t) * after) - had), no = f64x2.splat(-weight / (1 - t) - had);
    for (let i: usize = 0; i < BYTES; i += 16, from += 16) {
      let factor = v128.bitselect(yes, no, v128.load(mask + i));
      if (earlier >= 0) factor = v128.and(factor, v128.load(held + i));
      v128.store(to + i, f64x2.add(v128.load(to + i), f64x2.mul(v128.load(from), factor)));
    }
  }
}
