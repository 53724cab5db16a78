// Classification trees on binned features (Breiman 2001, Machine Learning 45; stopping rules and feature sampling as scikit-learn's
// RandomForestClassifier). A tree depends on the data, the settings and its own key only, never on the call or the thread that grew it.
import { cutFeature, cutHigh, cutLow, cutScore, forgetCut } from './forest-cut';
import {
  LANES_MAX_CLASSES, LANES_MAX_ROWS, LANES_MAX_WEIGHT, bindLanes, clearLanes, openNodeLanes, packRow, searchLanes,
} from './forest-lanes';
import { bindSorted, clearSorted, openNodeSorted, searchSorted } from './forest-sorted';
import { below, openStream } from './philox';

// The problem, set at the start of every call. One instance a thread, so no two calls share it.
let bins: usize, codes: usize, classWeights: usize, n: i32, p: i32, nClasses: i32;
let mtry: i32, minSplit: i32, minLeaf: i32, maxDepth: i32;
// Its workspace.
let gathered: usize, rows: usize, counts: usize, rowWeights: usize, features: usize, stack: usize, totals: usize, lanes: usize;
// The tree being grown: how its rows are searched (vectors of lanes, 0 the general path), where in a list entry the row is.
let width: i32, mask: u32;

// @ts-ignore: decorator
@inline const NODE_BYTES: usize = 24;
// @ts-ignore: decorator
@inline const GATHERED_BYTES: i32 = 16384; // a third of a first-level cache

function bind(work: usize): usize {
  let at = work;
  gathered = at; at += max(<usize>n, GATHERED_BYTES);
  at = (at + 63) & ~63;
  rows = at; at += <usize>n << 2;
  counts = at; at += <usize>n << 2;
  at = (at + 15) & ~15;
  rowWeights = at; at += <usize>n << 3;
  totals = at; at += <usize>nClasses << 3;
  stack = at; at += <usize>(n + 2) << 4;
  features = at; at += <usize>p << 2;
  at = bindSorted((at + 63) & ~63, n, nClasses);
  lanes = at;
  return max(bindLanes<u16>(at), bindLanes<u8>(at));
}

/** Bytes of workspace for a problem of this shape. */
export function forestWorkBytes(nRows: i32, nFeatures: i32, classes: i32): f64 {
  n = nRows; p = nFeatures; nClasses = classes;
  return <f64>bind(0);
}

/**
 * Grows trees [first, first + nTrees).
 * binnedTable [nFeatures, nRows] uint8; classCodes [nRows] int32; keys [·, 2] uint32, one for each tree of the forest; weights [classes] float64.
 * depthLimit −1: none. `general` turns the fast path off (for tests: both paths give the same trees).
 * Writes to `sizes` (nodes, leaves: int32) for each tree, and one tree after another to `nodes` and `leaves`. A node is 24 bytes:
 * feature (int32, −1 a leaf), low bin | high bin << 8 (int32), left child or leaf index (int32; the right child is the next), 0, and the
 * weighted decrease of the Gini impurity (float64). A leaf is its weighted class counts, [nClasses] float64.
 * Returns 0, or −1 when cancelled.
 */
export function growTrees(
  binnedTable: usize, nRows: i32, nFeatures: i32, classCodes: usize, classes: i32, weights: usize, unitWeights: bool, tried: i32,
  leastToSplit: i32, leastInLeaf: i32, depthLimit: i32, keys: usize, first: i32, nTrees: i32, general: bool,
  work: usize, sizes: usize, nodes: usize, leaves: usize, cancel: usize,
): i32 {
  bins = binnedTable; n = nRows; p = nFeatures; codes = classCodes; nClasses = classes; classWeights = weights;
  mtry = min(tried, p); minSplit = leastToSplit; minLeaf = leastInLeaf; maxDepth = depthLimit;
  bind(work);
  const fits = !general && unitWeights && minLeaf == 1 && n <= LANES_MAX_ROWS && nClasses <= LANES_MAX_CLASSES;
  const fitting = !fits ? 0 : nClasses <= 8 ? 1 : 2;
  if (fitting == 1) { bindLanes<u8>(lanes); clearLanes<u8>(); }
  if (fitting == 2) { bindLanes<u16>(lanes); clearLanes<u16>(); }
  clearSorted(codes, rowWeights, minLeaf);
  for (let t = first; t < first + nTrees; t++) {
    if (atomic.load<i32>(cancel)) return -1;
    openStream(load<u32>(keys + (<usize>t << 3)), load<u32>(keys + (<usize>t << 3), 4));
    const heaviest = bootstrap();
    // A row drawn more often than a lane's table provides for is next to impossible; the general path serves it all the same.
    width = heaviest <= LANES_MAX_WEIGHT ? fitting : 0;
    mask = width ? 0xffff : 0xffffffff;
    growTree(listRows(), nodes, leaves, sizes);
    nodes += <usize>load<i32>(sizes) * NODE_BYTES;
    leaves += <usize>load<i32>(sizes, 4) * nClasses << 3;
    sizes += 8;
  }
  return 0;
}

/** Grows one tree on the first m entries of `rows`. The order of the nodes, and so of the draws, is depth first, left before right. */
function growTree(m: i32, nodes: usize, leaves: usize, sizes: usize): void {
  for (let j = 0; j < p; j++) store<i32>(features + (<usize>j << 2), j);
  push(0, 0, m, 0, 0);
  let waiting = 1, nNodes = 1, nLeaves = 0;
  while (waiting) {
    waiting--;
    const entry = stack + (<usize>waiting << 4);
    const from = load<i32>(entry), to = load<i32>(entry, 4), id = load<i32>(entry, 8), depth = load<i32>(entry, 12);
    const a = rows + (<usize>from << 2), e = rows + (<usize>to << 2), node = nodes + <usize>id * NODE_BYTES;
    const weight = sumClasses(a, e);
    let squares: f64 = 0, present = 0;
    for (let c: usize = 0; c < <usize>nClasses; c++) {
      const v = load<f64>(totals + (c << 3));
      squares += v * v;
      present += v > 0 ? 1 : 0;
    }
    forgetCut();
    if (present > 1 && to - from >= max(minSplit, 2 * minLeaf) && depth != maxDepth) searchNode(a, e, weight, squares);
    if (cutFeature < 0) {
      writeNode(node, -1, 0, nLeaves, 0);
      memory.copy(leaves + (<usize>nLeaves * nClasses << 3), totals, <usize>nClasses << 3);
      nLeaves++;
    } else {
      writeNode(node, cutFeature, cutLow | (cutHigh << 8), nNodes, cutScore - squares / weight);
      const middle = partition(a, e, bins + <usize>cutFeature * n, cutLow);
      push(waiting, middle, to, nNodes + 1, depth + 1);
      push(waiting + 1, from, middle, nNodes, depth + 1);
      waiting += 2;
      nNodes += 2;
    }
  }
  store<i32>(sizes, nNodes);
  store<i32>(sizes, nLeaves, 4);
}

/** Looks for the best cut of the rows at a … e among mtry features; as scikit-learn, among further ones while none could be cut. */
function searchNode(a: usize, e: usize, weight: f64, squares: f64): void {
  openNodeSorted(totals, weight, squares);
  if (width == 1) openNodeLanes<u8>(a, e);
  else if (width == 2) openNodeLanes<u16>(a, e);
  // Features are drawn and their bins gathered in blocks before they are searched, so that the many cache misses of a block overlap.
  const size = <i32>((e - a) >> 2), block = max(1, GATHERED_BYTES / size);
  for (let q = 0; q < p && (q < mtry || cutFeature < 0); ) {
    const end = q < mtry ? min(q + block, mtry) : q + 1;
    for (let d = q; d < end; d++) drawFeature(d);
    gather(q, end, a, e);
    for (let values = gathered; q < end; q++, values += size) {
      const j = load<i32>(features + (<usize>q << 2));
      if (width == 1) searchLanes<u8>(values, j, a, e);
      else if (width == 2) searchLanes<u16>(values, j, a, e);
      else searchSorted(values, j, a, e, mask);
    }
  }
}

/** n draws with replacement: how often each row was drawn, and its weight. Returns the largest count. */
function bootstrap(): i32 {
  memory.fill(counts, 0, <usize>n << 2);
  for (let i = 0; i < n; i++) {
    const at = counts + (<usize>below(n) << 2);
    store<i32>(at, load<i32>(at) + 1);
  }
  let heaviest = 0;
  for (let i = 0; i < n; i++) {
    const count = load<i32>(counts + (<usize>i << 2));
    heaviest = max(heaviest, count);
    store<f64>(rowWeights + (<usize>i << 3), <f64>count * load<f64>(classWeights + (<usize>load<i32>(codes + (<usize>i << 2)) << 3)));
  }
  return heaviest;
}

/** The different rows drawn, in ascending order. Returns how many. */
function listRows(): i32 {
  let m = 0;
  for (let i = 0; i < n; i++) {
    const count = load<i32>(counts + (<usize>i << 2));
    if (count == 0) continue;
    store<u32>(rows + (<usize>m << 2), width ? packRow(i, load<i32>(codes + (<usize>i << 2)), count) : <u32>i);
    m++;
  }
  return m;
}

/** Weighted class counts of the rows at a … e into `totals`; returns their sum. */
function sumClasses(a: usize, e: usize): f64 {
  memory.fill(totals, 0, <usize>nClasses << 3);
  let sum: f64 = 0;
  for (; a < e; a += 4) {
    const row = <usize>(load<u32>(a) & mask), v = load<f64>(rowWeights + (row << 3));
    const at = totals + (<usize>load<i32>(codes + (row << 2)) << 3);
    store<f64>(at, load<f64>(at) + v);
    sum += v;
  }
  return sum;
}

/** The q-th feature of the node: a step of a Fisher–Yates shuffle of those not yet drawn. */
// @ts-ignore: decorator
@inline function drawFeature(q: i32): void {
  const here = features + (<usize>q << 2), there = features + (<usize>(q + <i32>below(p - q)) << 2);
  const j = load<i32>(there);
  store<i32>(there, load<i32>(here));
  store<i32>(here, j);
}

/** Copies the bins of features q … end of the node's rows to `gathered`, one feature after another. */
function gather(q: i32, end: i32, a: usize, e: usize): void {
  const rowBits = mask;
  for (let to = gathered; q < end; q++) {
    const column = bins + <usize>load<i32>(features + (<usize>q << 2)) * n;
    for (let at = a; at < e; at += 4) store<u8>(to++, load<u8>(column + (load<u32>(at) & rowBits)));
  }
}

/** Moves the rows with bins up to `low` to the front. Returns the index of the first row that stays behind. */
function partition(a: usize, e: usize, column: usize, low: i32): i32 {
  let left = a, right = e - 4;
  while (left <= right) {
    const row = load<u32>(left);
    if (<i32>load<u8>(column + (row & mask)) <= low) { left += 4; continue; }
    store<u32>(left, load<u32>(right));
    store<u32>(right, row);
    right -= 4;
  }
  return <i32>((left - rows) >> 2);
}

// @ts-ignore: decorator
@inline function push(place: i32, from: i32, to: i32, id: i32, depth: i32): void {
  const entry = stack + (<usize>place << 4);
  store<i32>(entry, from);
  store<i32>(entry, to, 4);
  store<i32>(entry, id, 8);
  store<i32>(entry, depth, 12);
}

// @ts-ignore: decorator
@inline function writeNode(node: usize, feature: i32, cut: i32, left: i32, decrease: f64): void {
  store<i32>(node, feature);
  store<i32>(node, cut, 4);
  store<i32>(node, left, 8);
  store<i32>(node, 0, 12);
  store<f64>(node, decrease, 16);
}
