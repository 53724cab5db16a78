// Trees on binned features for classification, regression and survival (Breiman 2001, Machine Learning 45; Ishwaran et al. 2008, Annals of
// Applied Statistics 2; random cuts: Geurts et al. 2006, Machine Learning 63; stopping rules and feature sampling as scikit-learn's forests).
// A tree depends on the data, the settings and its own key only, never on the call or the thread that grew it.
import { cutFeature, cutHigh, cutLow, cutScore, forgetCut, takeCut } from './forest-cut';
import {
  LANES_MAX_CLASSES, LANES_MAX_ROWS, LANES_MAX_WEIGHT, bindLanes, clearLanes, openNodeLanes, packRow, searchLanes,
} from './forest-lanes';
import { bindLogRank, clearLogRank, openNodeLogRank, prepareLogRank, scoreLogRank, searchLogRank, setWeight, weightOfLogRank, writeHazard } from './forest-log-rank';
import {
  bindMoments, clearMoments, openNodeMoments, scoreMoments, searchMoments, setMoment, sumOfMoments, weightOfMoments,
} from './forest-moments';
import { bindSorted, clearSorted, openNodeSorted, scoreSorted, searchSorted } from './forest-sorted';
import { below, openStream, uint32 } from './philox';

// The problem, read at the start of every call. One instance a thread, so no two calls share it.
let bins: usize, n: i32, p: i32, task: i32, nClasses: i32, codes: usize, scale: usize, order: usize;
let mtry: i32, minSplit: i32, minLeaf: i32, maxDepth: i32, draws: i32, replace: bool, edges: usize, keys: usize, cancel: usize, caseWeights: usize;
// Its workspace.
let gathered: usize, rows: usize, spare: usize, counts: usize, rowWeights: usize, features: usize, stack: usize, totals: usize, lanes: usize;
// The tree being grown: how its rows are searched, where in a list entry the row is.
let way: i32, mask: u32;
// The open node.
let purity: f64; // what its rows score uncut
let cover: f64; // their weight

// @ts-ignore: decorator
@inline const NODE_BYTES: usize = 32;
// @ts-ignore: decorator
@inline const GATHERED_BYTES: i32 = 16384; // a third of a first-level cache
// @ts-ignore: decorator
@inline const CLASSES: i32 = 0;
// @ts-ignore: decorator
@inline const VALUES: i32 = 1;
// @ts-ignore: decorator
@inline const TIMES: i32 = 2;
// Ways to search a node.
// @ts-ignore: decorator
@inline const SORTED: i32 = 0;
// @ts-ignore: decorator
@inline const LANES_8: i32 = 1;
// @ts-ignore: decorator
@inline const LANES_16: i32 = 2;
// @ts-ignore: decorator
@inline const MOMENTS: i32 = 3;
// @ts-ignore: decorator
@inline const LOG_RANK: i32 = 4;

function bind(work: usize): usize {
  let at = work;
  gathered = at; at += max(<usize>n, GATHERED_BYTES);
  at = (at + 63) & ~63;
  rows = at; at += <usize>n << 2;
  spare = at; at += <usize>n << 2;
  counts = at; at += <usize>n << 2;
  at = (at + 15) & ~15;
  stack = at; at += <usize>(n + 2) << 4;
  features = at; at += <usize>p << 2;
  at = (at + 63) & ~63;
  if (task == VALUES) return bindMoments(at, n);
  if (task == TIMES) return bindLogRank(at, n);
  rowWeights = at; at += <usize>n << 3;
  totals = at; at += <usize>nClasses << 3;
  at = bindSorted((at + 63) & ~63, n, nClasses);
  lanes = at;
  return max(bindLanes<u16>(at), bindLanes<u8>(at));
}

/** Bytes of workspace for a problem of this shape. */
export function forestWorkBytes(rowCount: i32, featureCount: i32, kind: i32, classes: i32): f64 {
  n = rowCount; p = featureCount; task = kind; nClasses = classes;
  return <f64>bind(0);
}

/**
 * Grows trees [first, first + nTrees) of the problem at `problem`, which is int32 words in the order of `ProblemWord` (kernels/forest.ts):
 *  bins          [p, n] uint8; n; p
 *  task          0 classes, 1 values, 2 times
 *  nClasses      for classes
 *  codes         [n] int32: class; for times the number of death times of the table that are not after the row's
 *  scale         for classes 0; for values the values [n] float64; for times 1 for a death, else 0, [n] uint8
 *  order         for times the rows in ascending order of `codes`, [n] uint32; else 0
 *  mtry, minSplit, minLeaf, maxDepth (−1: none)
 *  draws         rows drawn for a tree, `replace` 1 with replacement
 *  edges         smallest value in each bin, [p, 256] float32, for cuts at random; 0: the best cut is searched
 *  keys          [·, 2] uint32, one for each tree of the forest
 *  general       1: no fast path (for tests: both paths give the same trees); unitWeights 1: all weights are 1
 *  cancel
 *  weights       of the rows, [n] float64; 0: 1 each
 * Writes to `sizes` (nodes, numbers of its leaves: int32) for each tree, and one tree after another to `nodes` and `leaves`. A node is 32
 * bytes: feature (int32, −1 a leaf), low bin | high bin << 8 (int32), left child or leaf index (int32; the right child is the
 * next), the threshold drawn at random (float32, else 0), and what the split gains: the weighted decrease of the impurity, or the log-rank
 * statistic (float64), and the weight of its rows (float64). A leaf is the weighted class counts [nClasses], the mean, or the Nelson–Aalen steps (see `writeHazard`), float64.
 * Returns 0, or −1 when cancelled.
 */
export function growTrees(problem: usize, first: i32, nTrees: i32, work: usize, sizes: usize, nodes: usize, leaves: usize): i32 {
  bins = load<u32>(problem); n = load<i32>(problem, 4); p = load<i32>(problem, 8); task = load<i32>(problem, 12); nClasses = load<i32>(problem, 16);
  codes = load<u32>(problem, 20); scale = load<u32>(problem, 24); order = load<u32>(problem, 28);
  mtry = min(load<i32>(problem, 32), p); minSplit = load<i32>(problem, 36); minLeaf = load<i32>(problem, 40); maxDepth = load<i32>(problem, 44);
  draws = load<i32>(problem, 48); replace = load<i32>(problem, 52) != 0; edges = load<u32>(problem, 56); keys = load<u32>(problem, 60);
  cancel = load<u32>(problem, 72); caseWeights = load<u32>(problem, 76);
  const general = load<i32>(problem, 64) != 0, unitWeights = load<i32>(problem, 68) != 0;
  bind(work);
  let wanted = task == VALUES ? MOMENTS : task == TIMES ? LOG_RANK : SORTED;
  if (wanted == MOMENTS) clearMoments(minLeaf, scale);
  else if (wanted == LOG_RANK) clearLogRank(scale, codes, minLeaf);
  else {
    clearSorted(codes, rowWeights, minLeaf);
    const fits = !general && !edges && unitWeights && minLeaf == 1 && n <= LANES_MAX_ROWS && nClasses <= LANES_MAX_CLASSES;
    if (fits) wanted = nClasses <= 8 ? LANES_8 : LANES_16;
    if (wanted == LANES_8) { bindLanes<u8>(lanes); clearLanes<u8>(); }
    if (wanted == LANES_16) { bindLanes<u16>(lanes); clearLanes<u16>(); }
  }
  for (let t = first; t < first + nTrees; t++) {
    openStream(load<u32>(keys + (<usize>t << 3)), load<u32>(keys + (<usize>t << 3), 4));
    const heaviest = drawRows();
    // A row drawn more often than a lane's table provides for is next to impossible; the general path serves it all the same.
    way = (wanted == LANES_8 || wanted == LANES_16) && heaviest > LANES_MAX_WEIGHT ? SORTED : wanted;
    mask = way == LANES_8 || way == LANES_16 ? 0xffff : 0xffffffff;
    if (!growTree(listRows(), nodes, leaves, sizes)) return -1;
    nodes += <usize>load<i32>(sizes) * NODE_BYTES;
    leaves += <usize>load<i32>(sizes, 4) << 3;
    sizes += 8;
  }
  return 0;
}

/** Grows one tree on the first m entries of `rows`. The order of the nodes, and so of the draws, is depth first, left before right. */
function growTree(m: i32, nodes: usize, leaves: usize, sizes: usize): bool {
  for (let j = 0; j < p; j++) store<i32>(features + (<usize>j << 2), j);
  push(0, 0, m, 0, 0);
  let waiting = 1, nNodes = 1, nLeaves = 0, leaf = leaves;
  while (waiting) {
    if (atomic.load<i32>(cancel)) return false;
    waiting--;
    const entry = stack + (<usize>waiting << 4);
    const from = load<i32>(entry), to = load<i32>(entry, 4), id = load<i32>(entry, 8), depth = load<i32>(entry, 12);
    const a = rows + (<usize>from << 2), e = rows + (<usize>to << 2), node = nodes + <usize>id * NODE_BYTES;
    const mixed = openNode(a, e);
    forgetCut();
    if (mixed && to - from >= max(minSplit, 2 * minLeaf) && depth != maxDepth) searchNode(a, e);
    if (cutFeature < 0) {
      writeNode(node, -1, 0, nLeaves++, 0, 0);
      leaf += <usize>writeLeaf(leaf) << 3;
    } else {
      writeNode(node, cutFeature, cutLow | (cutHigh << 8), nNodes, cutThreshold, cutScore - purity);
      const middle = partition(a, e, bins + <usize>cutFeature * n, cutLow);
      push(waiting, middle, to, nNodes + 1, depth + 1);
      push(waiting + 1, from, middle, nNodes, depth + 1);
      waiting += 2;
      nNodes += 2;
    }
  }
  store<i32>(sizes, nNodes);
  store<i32>(sizes, <i32>((leaf - leaves) >> 3), 4);
  return true;
}

/** Sums over the rows at a … e. Returns whether there is anything to tell apart. */
function openNode(a: usize, e: usize): bool {
  if (task == TIMES) {
    purity = 0;
    const died = openNodeLogRank(a, e);
    cover = weightOfLogRank();
    return died;
  }
  if (task == VALUES) {
    const differ = openNodeMoments(a, e);
    cover = weightOfMoments();
    purity = sumOfMoments() * sumOfMoments() / weightOfMoments();
    return differ;
  }
  const weight = sumClasses(a, e);
  let squares: f64 = 0, present = 0;
  for (let c: usize = 0; c < <usize>nClasses; c++) {
    const v = load<f64>(totals + (c << 3));
    squares += v * v;
    present += v > 0 ? 1 : 0;
  }
  purity = squares / weight;
  cover = weight;
  openNodeSorted(totals, weight, squares);
  return present > 1;
}

/** Writes what the open node predicts. Returns how many numbers. */
function writeLeaf(to: usize): i32 {
  if (task == TIMES) return writeHazard(to);
  if (task == VALUES) {
    store<f64>(to, sumOfMoments() / weightOfMoments());
    return 1;
  }
  memory.copy(to, totals, <usize>nClasses << 3);
  return nClasses;
}

/** Looks for the best cut of the rows at a … e among mtry features; as scikit-learn, among further ones while none could be cut. */
function searchNode(a: usize, e: usize): void {
  if (way == LANES_8) openNodeLanes<u8>(a, e);
  else if (way == LANES_16) openNodeLanes<u16>(a, e);
  else if (way == LOG_RANK) prepareLogRank();
  cutThreshold = 0;
  // The bins of a block of features are gathered before they are searched, so that the many cache misses of a block overlap.
  const size = <i32>((e - a) >> 2), block = max(1, GATHERED_BYTES / size);
  // When all features are tried there is nothing to draw: of equal cuts the first feature's stays.
  if (mtry < p) for (let q = 0; q < mtry; q++) drawOf(features, q, p);
  for (let q = 0; q < p && (q < mtry || cutFeature < 0); ) {
    const end = q < mtry ? min(q + block, mtry) : q + 1;
    if (q >= mtry) drawOf(features, q, p);
    gather(q, end, a, e);
    for (let values = gathered; q < end; q++, values += size) {
      const j = load<i32>(features + (<usize>q << 2));
      if (edges) tryRandomCut(values, j, a, e);
      else if (way == LANES_8) searchLanes<u8>(values, j, a, e);
      else if (way == LANES_16) searchLanes<u16>(values, j, a, e);
      else if (way == MOMENTS) searchMoments(values, j, size);
      else if (way == LOG_RANK) searchLogRank(values, j);
      else searchSorted(values, j, a, e, mask);
    }
  }
}

let cutThreshold: f32 = 0;

/** Tries one cut of a feature, drawn evenly between its smallest and its largest value in the node. */
function tryRandomCut(values: usize, feature: i32, a: usize, e: usize): void {
  const m = <i32>((e - a) >> 2);
  let low = 255, high = 0;
  for (let i = 0; i < m; i++) {
    const b = <i32>load<u8>(values + i);
    low = min(low, b);
    high = max(high, b);
  }
  if (low == high) return;
  const edge = edges + (<usize>feature << 10), from = <f64>load<f32>(edge + (<usize>low << 2)), to = <f64>load<f32>(edge + (<usize>high << 2));
  const threshold = <f32>(from + (to - from) * (<f64>uint32() / 4294967296.0));
  // The last bin that begins at or below the threshold; the highest always stays on the right, whatever the rounding.
  while (low + 1 < high) {
    const middle = (low + high) >> 1;
    if (load<f32>(edge + (<usize>middle << 2)) <= threshold) low = middle;
    else high = middle;
  }
  const score = way == MOMENTS ? scoreMoments(values, low, m) : way == LOG_RANK ? scoreLogRank(values, low) : scoreSorted(values, low, a, e, mask);
  if (score > cutScore) {
    takeCut(score, feature, low, high);
    cutThreshold = threshold;
  }
}

/** Draws the rows of a tree: how often each was drawn, and its weight. Returns the largest count. */
function drawRows(): i32 {
  const all = !replace && draws == n;
  for (let i = 0; i < n; i++) store<i32>(counts + (<usize>i << 2), <i32>all);
  if (replace) {
    for (let i = 0; i < draws; i++) count(<i32>below(n));
  } else if (!all) {
    for (let i = 0; i < n; i++) store<i32>(rows + (<usize>i << 2), i);
    for (let i = 0; i < draws; i++) count(drawOf(rows, i, n));
  }
  let heaviest = 0;
  for (let i = 0; i < n; i++) {
    const drawn = load<i32>(counts + (<usize>i << 2));
    heaviest = max(heaviest, drawn);
    const weight = caseWeights ? <f64>drawn * load<f64>(caseWeights + (<usize>i << 3)) : <f64>drawn;
    if (task == TIMES) setWeight(i, weight);
    else if (task == VALUES) setMoment(i, weight, load<f64>(scale + (<usize>i << 3)));
    else store<f64>(rowWeights + (<usize>i << 3), weight);
  }
  return heaviest;
}

// @ts-ignore: decorator
@inline function count(row: i32): void {
  const at = counts + (<usize>row << 2);
  store<i32>(at, load<i32>(at) + 1);
}

/** The different rows drawn, in ascending order, for times of their codes. Returns how many. */
function listRows(): i32 {
  const packed = way == LANES_8 || way == LANES_16;
  let m = 0;
  for (let k = 0; k < n; k++) {
    const i = order ? load<i32>(order + (<usize>k << 2)) : k;
    const drawn = load<i32>(counts + (<usize>i << 2));
    if (drawn == 0) continue;
    store<u32>(rows + (<usize>m << 2), packed ? packRow(i, load<i32>(codes + (<usize>i << 2)), drawn) : <u32>i);
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

/** The q-th draw without replacement of the `length` int32 at `list`, which is put in place q. */
// @ts-ignore: decorator
@inline function drawOf(list: usize, q: i32, length: i32): i32 {
  const here = list + (<usize>q << 2), there = list + (<usize>(q + <i32>below(length - q)) << 2);
  const drawn = load<i32>(there);
  store<i32>(there, load<i32>(here));
  store<i32>(here, drawn);
  return drawn;
}

/** Copies the bins of features q … end of the node's rows to `gathered`, one feature after another. */
function gather(q: i32, end: i32, a: usize, e: usize): void {
  const rowBits = mask;
  for (let to = gathered; q < end; q++) {
    const column = bins + <usize>load<i32>(features + (<usize>q << 2)) * n;
    for (let at = a; at < e; at += 4) store<u8>(to++, load<u8>(column + (load<u32>(at) & rowBits)));
  }
}

/** Moves the rows with bins up to `low` to the front; both sides keep their order. Returns the index of the first row that stays behind. */
function partition(a: usize, e: usize, column: usize, low: i32): i32 {
  let left = a, right = spare;
  for (let at = a; at < e; at += 4) {
    const row = load<u32>(at), goesLeft = <usize>(<i32>load<u8>(column + (row & mask)) <= low) << 2;
    store<u32>(left, row);
    store<u32>(right, row);
    left += goesLeft;
    right += 4 - goesLeft;
  }
  memory.copy(left, spare, right - spare);
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
@inline function writeNode(node: usize, feature: i32, cut: i32, left: i32, threshold: f32, gain: f64): void {
  store<i32>(node, feature);
  store<i32>(node, cut, 4);
  store<i32>(node, left, 8);
  store<f32>(node, threshold, 12);
  store<f64>(node, gain, 16);
  store<f64>(node, cover, 24);
}
