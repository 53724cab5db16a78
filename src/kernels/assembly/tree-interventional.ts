// Shapley values of trees, interventional: what a coalition S of features says of a row x is the mean over reference rows b of the leaf that a row with
// x's values in S and b's elsewhere reaches. For one pair (x, b) a leaf is reached by some coalitions if each split above it is satisfied by x or b.
// With u features that only x satisfies and v that only b does, its value counts for each of the former with (u − 1)! v! / (u + v)! and against each
// of the latter with u! (v − 1)! / (u + v)! (Lundberg et al. 2020, alg. 3). A walk divides only where x and b part.
import { NODE_BYTES, ROWS, bindTrees, featureOf, goesLeft, leftOf } from './tree-shap-set';

let nodes: usize, values: usize, width: usize, phi: usize, stride: usize, weights: usize, order: usize;
let own: usize, others: usize, nOthers: usize, root: u32; // whether each row, and each reference row, goes left at each node of the tree, uint8
let chosen: usize, listed: usize, u: usize, v: usize; // by feature: 0 undecided, 1 from x, 2 from b; those decided, uint32
let x: usize, b: usize;

function bind(at: usize, nUsed: usize, largest: usize, references: usize): usize {
  chosen = at; at += (nUsed + 15) & ~15;
  listed = at; at += (nUsed + 4) << 2;
  own = at; at += largest * ROWS;
  others = at; at += largest * references;
  return (at + 15) & ~15;
}

/** Bytes of workspace. largest: most nodes of a tree. */
export function treeInterventionalWorkBytes(nUsed: i32, largest: i32, references: i32): f64 {
  return <f64>bind(0, <usize>nUsed, <usize>largest, <usize>references);
}

/**
 * Adds the sums over the reference rows of the Shapley values of the first `nRows` rows of a block of 64 to `phiAt`, [nOutputs, nUsed, 64] float64.
 * `problem` is uint32 words:
 *  nodes, values, subsets, roots  as `treeShap`'s
 *  sizes       nodes of each tree, [nTrees] uint32
 *  references  [nUsed, nReferences] float32
 *  weights     a! b! / (a + b + 1)!, [order, order] float64
 *  nTrees, width, nOutputs, nUsed, nReferences, order, largest, cancel
 */
export function treeInterventional(problem: usize, rows: usize, nRows: i32, phiAt: usize, work: usize): i32 {
  nodes = load<u32>(problem); values = load<u32>(problem, 4);
  bindTrees(load<u32>(problem, 8));
  const roots = <usize>load<u32>(problem, 12), sizes = <usize>load<u32>(problem, 16), references = <usize>load<u32>(problem, 20);
  weights = load<u32>(problem, 24);
  const nTrees = load<i32>(problem, 28), nOutputs = load<i32>(problem, 36), nUsed = <usize>load<u32>(problem, 40), cancel = <usize>load<u32>(problem, 56);
  width = load<u32>(problem, 32);
  nOthers = load<u32>(problem, 44);
  order = load<u32>(problem, 48);
  stride = nUsed * (ROWS << 3);
  bind(work, nUsed, load<u32>(problem, 52), nOthers);
  memory.fill(chosen, 0, nUsed);
  for (let t = 0; t < nTrees; t++) {
    if (atomic.load<i32>(cancel)) return -1;
    root = load<u32>(roots + (<usize>t << 2));
    const size = <usize>load<u32>(sizes + (<usize>t << 2));
    for (let i: usize = 0; i < size; i++) {
      const node = nodes + (<usize>root + i) * NODE_BYTES, feature = <usize>featureOf(node);
      if (<i32>feature < 0) continue;
      for (let r: usize = 0; r < ROWS; r++) store<u8>(own + i * ROWS + r, goesLeft(node, load<f32>(rows + ((feature * ROWS + r) << 2))));
      for (let r: usize = 0; r < nOthers; r++) store<u8>(others + i * nOthers + r, goesLeft(node, load<f32>(references + ((feature * nOthers + r) << 2))));
    }
    phi = phiAt + (width == 1 ? <usize>(t % nOutputs) * stride : 0);
    for (x = 0; x < <usize>nRows; x++) {
      for (b = 0; b < nOthers; b++) {
        u = 0;
        v = 0;
        walk(root);
      }
    }
  }
  return 0;
}

function walk(id: u32): void {
  for (;;) {
    const node = nodes + <usize>id * NODE_BYTES, feature = featureOf(node);
    if (feature < 0) return addLeaf(id);
    const at = <usize>(id - root), mine = load<u8>(own + at * ROWS + x), theirs = load<u8>(others + at * nOthers + b);
    const status = chosen + <usize>feature, decided = load<u8>(status);
    if (decided == 0 && mine != theirs) {
      store<u32>(listed + ((u + v) << 2), feature);
      store<u8>(status, 1);
      u++;
      walk(leftOf(node) + (mine ? 0 : 1));
      u--;
      store<u32>(listed + ((u + v) << 2), feature);
      store<u8>(status, 2);
      v++;
      walk(leftOf(node) + (theirs ? 0 : 1));
      v--;
      store<u8>(status, 0);
      return;
    }
    id = leftOf(node) + ((decided == 2 ? theirs : mine) ? 0 : 1);
  }
}

function addLeaf(leaf: u32): void {
  const count = u + v;
  if (count == 0) return;
  const gain = u ? load<f64>(weights + (((u - 1) * order + v) << 3)) : 0, loss = v ? load<f64>(weights + ((u * order + v - 1) << 3)) : 0;
  for (let q: usize = 0; q < count; q++) {
    const feature = <usize>load<u32>(listed + (q << 2)), weight = load<u8>(chosen + feature) == 1 ? gain : -loss;
    for (let k: usize = 0; k < width; k++) {
      const at = phi + k * stride + ((feature * ROWS + x) << 3);
      store<f64>(at, load<f64>(at) + weight * load<f64>(values + ((<usize>leaf * width + k) << 3)));
    }
  }
}
