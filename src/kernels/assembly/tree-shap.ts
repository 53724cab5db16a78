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
import { NODE_BYTES, bindTrees, earlierOf, featureOf, leftOf } from './tree-shap-set';
import { BLOCK, bindWay, gauss, level, masks, openWay, points, products, shareBefore, shares, sortRows, takeEdge } from './tree-shap-way';

let nodes: usize, values: usize, width: usize, phi: usize, stride: usize; // stride: bytes from one output to the next
let sums: usize, sumLevel: usize;

function bind(at: usize, depth: usize, most: usize, rows: usize): usize {
  sums = bindWay(at, depth, most, rows);
  sumLevel = level * width;
  return sums + (depth + 2) * sumLevel;
}

/** Bytes of workspace. depth: most splits on a way; most: most points of a tree; outputs: numbers in a leaf. */
export function treeShapWorkBytes(depth: i32, most: i32, outputs: i32): f64 {
  width = <usize>outputs;
  return <f64>bind(0, <usize>depth, <usize>most, 0);
}

/**
 * Adds the Shapley values of a block of 64 rows to `phiAt`, [nOutputs, nUsed, 64] float64. `problem` is uint32 words:
 *  nodes      see tree-shap-set
 *  values     [nNodes, width] float64, of leaves
 *  subsets    8 words each
 *  roots      [nTrees] uint32
 *  points     of each tree, [nTrees] uint8; 0: a leaf alone
 *  gauss      points in (0, 1) and weights of sum 1, float64 (`openWay`)
 *  nTrees, width, nOutputs (tree t adds to output t mod nOutputs when width is 1), nUsed, depth, most points, cancel
 * rows: [nUsed, 64] float32. Returns 0, or −1 when cancelled.
 */
export function treeShap(problem: usize, rows: usize, phiAt: usize, work: usize): i32 {
  nodes = load<u32>(problem); values = load<u32>(problem, 4);
  bindTrees(load<u32>(problem, 8));
  const roots = <usize>load<u32>(problem, 12), counts = <usize>load<u32>(problem, 16), tables = <usize>load<u32>(problem, 20);
  const nTrees = load<i32>(problem, 24), nOutputs = load<i32>(problem, 32), nUsed = load<i32>(problem, 36);
  const cancel = <usize>load<u32>(problem, 48);
  width = load<u32>(problem, 28);
  stride = <usize>nUsed * BLOCK;
  bind(work, load<u32>(problem, 40), load<u32>(problem, 44), rows);
  for (let t = 0; t < nTrees; t++) {
    if (atomic.load<i32>(cancel)) return -1;
    const count = <usize>load<u8>(counts + t);
    if (count == 0) continue;
    openWay(count, tables);
    phi = phiAt + (width == 1 ? <usize>(t % nOutputs) * stride : 0);
    walk(load<u32>(roots + (<usize>t << 2)), 0);
  }
  return 0;
}

/** From the products above a node to the sums over the leaves below it. */
function walk(id: u32, depth: usize): void {
  const node = nodes + <usize>id * NODE_BYTES, sum = sums + depth * sumLevel, feature = featureOf(node);
  if (feature < 0) {
    const above = products + depth * level;
    for (let k: usize = 0; k < width; k++) {
      const value = f64x2.splat(load<f64>(values + ((<usize>id * width + k) << 3)));
      let to = sum + k * level;
      for (let at = above, end = above + points * BLOCK; at < end; at += 16, to += 16) v128.store(to, f64x2.mul(value, v128.load(at)));
    }
    return;
  }
  sortRows(node, depth);
  for (let right = 0; right < 2; right++) {
    takeEdge(node, depth, right);
    walk(leftOf(node) + right, depth + 1);
    const below = sum + sumLevel, mask = masks + depth * BLOCK, after = load<f64>(shares + (depth << 3));
    for (let k: usize = 0; k < width; k++) {
      gather(below + k * level, phi + k * stride + <usize>feature * BLOCK, mask, earlierOf(node), shareBefore(node), after);
      let to = sum + k * level;
      for (let at = below + k * level, end = at + points * BLOCK; at < end; at += 16, to += 16) {
        v128.store(to, right ? f64x2.add(v128.load(to), v128.load(at)) : v128.load(at));
      }
    }
  }
}

/** Adds ∫ (o − z) / (t·o + (1 − t)·z) · (sum below an edge) to the values of its feature, less what the earlier split has for the same leaves. */
function gather(from: usize, to: usize, mask: usize, earlier: i32, before: f64, after: f64): void {
  const held = masks + <usize>max(earlier, 0) * BLOCK;
  for (let q: usize = 0; q < points; q++) {
    const t = load<f64>(gauss + (q << 3)), weight = load<f64>(gauss + ((points + q) << 3));
    const had = earlier < 0 ? 0 : weight * (1 - before) / (t + (1 - t) * before);
    const yes = f64x2.splat(weight * (1 - after) / (t + (1 - t) * after) - had), no = f64x2.splat(-weight / (1 - t) - had);
    for (let i: usize = 0; i < BLOCK; i += 16, from += 16) {
      let factor = v128.bitselect(yes, no, v128.load(mask + i));
      if (earlier >= 0) factor = v128.and(factor, v128.load(held + i));
      v128.store(to + i, f64x2.add(v128.load(to + i), f64x2.mul(v128.load(from), factor)));
    }
  }
}
