// The best cuts of the nodes of one level of gradient-boosted trees (Chen & Guestrin 2016, KDD, eq. 7 and algorithm 3, on binned features).
//
// Features outside, nodes inside: the histogram of one feature and one node stays in the first-level cache and is forgotten after its scan,
// so that memory does not grow with the number of features; unless the node is large: then it is kept, and of two siblings only the smaller
// one is summed, the other being parent − sibling. Gradients come on a grid so coarse that every sum of them is exact in float64
// (boosting-grid.ts), so that both ways give the same bits, and so does any order of the rows. The best cut is the largest score, of equal
// ones that of the feature that comes first: no matter how threads share the work.
import { bindCategories, scanCategories } from './boosting-categories';
import { bestCut, bestFeature, bestScore, limitOf, openSearch, tryCut } from './boosting-cut';
import { bindFour, buildFour, fourAt, scanFour } from './boosting-four';

// @ts-ignore: decorator
@inline const NODE_BYTES: usize = 40;
// @ts-ignore: decorator
@inline const CUT_BYTES: usize = 80;
// @ts-ignore: decorator
@inline const BLOCK: i32 = 16; // features searched in one node before the next: their columns and the node's rows stay in cache

// The problem and the open node. One instance a thread, so no two calls share them.
let bins: usize, missing: usize, n: i32, most: i32, lambda: f64, alpha: f64, least: f64, smoothing: f64;
let lists: usize, rowsOfAll: usize, pairsOfAll: usize, nodesAt: usize, cutsAt: usize, slots: usize, slotBytes: usize;
let rows: usize, rowsEnd: usize, pairs: usize, sumG: f64, sumH: f64, subsetAt: usize;
let histogram: usize, occupied: usize, fast: bool;

/** Bytes of workspace. */
export function boostingWorkBytes(): f64 {
  return <f64>bind(0);
}

function bind(work: usize): usize {
  let at = work;
  occupied = at; at += 64;
  histogram = at; at += 256 * 16;
  return bindCategories(bindFour(at));
}

/**
 * The best cut of each of nNodes nodes among places first … last of its list of features.
 * bins [p, nRows] uint8, < nBins; flags [p] uint8, a sum of: 1 where bin nBins − 1 of a feature holds its missing values, 2 where bins are
 * categories without an order, and 4 where each of these is only tried against all others; features uint32: lists of listLength entries,
 * each ascending. rowList [·] uint32, and beside it the gradients, [·, 2] float32: g, h, h > 0.
 * A node is 40 bytes: its rows from … to in `rowList`, where its list begins in `features`, its slot in `kept`, or −1 (int32); whether its
 * histograms are to be made as those of its slot, the parent's, minus those of the node before it (int32, 0 or 1), 4 bytes unused, Σg and Σh
 * (float64) of its rows. A node with a slot leaves its histograms there: [listLength, nBins, 2] float64.
 * With G = Σg and H = Σh of a side and T(G) = sign(G)·max(|G| − l1, 0), a cut's score is T(G_L)² / (H_L + l2) + T(G_R)² / (H_R + l2).
 * Both sides must have H ≥ leastH. Categories are sorted by G / (H + smooth) and cut as numbers are (`boosting-categories.ts`).
 * `general` turns the fast path off (for tests: both paths give the same cuts).
 * Writes for each node 80 bytes to `cuts`: score (float64; the given one when no cut exceeds it), feature (int32, −1: none), and the highest
 * bin on the left | 256 when missing values go left (int32); of categories, a bit for each that goes left and one for each that goes right
 * (2 × 32 bytes; neither for those without a row here), and of the int32 only the 256. Before the call cuts holds the scores to exceed.
 * Returns 0, −1 when cancelled.
 */
export function searchCuts(
  binnedTable: usize, nRows: i32, flags: usize, features: usize, listLength: i32, first: i32, last: i32, rowList: usize, gradients: usize,
  nodes: usize, nNodes: i32, nBins: i32, l2: f64, l1: f64, leastH: f64, smooth: f64, general: bool, kept: usize, work: usize, cuts: usize, cancel: usize,
): i32 {
  bins = binnedTable; n = nRows; missing = flags; most = nBins; lambda = l2; alpha = l1; smoothing = smooth; fast = !general && l1 == 0;
  lists = features; rowsOfAll = rowList; pairsOfAll = gradients; nodesAt = nodes; cutsAt = cuts;
  slots = kept; slotBytes = <usize>listLength * <usize>nBins << 4;
  // The sums of a side carry l2 with them and may be off by roundings: a side of exactly leastH is to pass.
  least = (leastH + l2) * (1 - 1e-12);
  bind(work);
  memory.fill(occupied, 0, 64);
  memory.fill(histogram, 0, 256 * 16);
  for (let q: usize = 0; q < <usize>nNodes; q++) store<i32>(cuts + q * CUT_BYTES, -1, 8);
  for (let f = first; f < last; f += BLOCK) {
    if (atomic.load<i32>(cancel)) return -1;
    const end = min(f + BLOCK, last);
    for (let q: i32 = 0; q < nNodes; q++) {
      const node = nodes + <usize>q * NODE_BYTES, isPair = q + 1 < nNodes && load<i32>(node + NODE_BYTES, 16) != 0;
      if (isPair || load<i32>(node, 12) >= 0) {
        searchKept(q, isPair, f, end);
        if (isPair) q++;
        continue;
      }
      openNode(q);
      const list = lists + (<usize>load<i32>(node, 8) << 2);
      searchForgotten(list + (<usize>f << 2), list + (<usize>end << 2));
      closeNode(q);
    }
  }
  return 0;
}

function openNode(q: i32): void {
  const node = nodesAt + <usize>q * NODE_BYTES, cut = cutsAt + <usize>q * CUT_BYTES;
  rows = rowsOfAll + (<usize>load<i32>(node) << 2);
  rowsEnd = rowsOfAll + (<usize>load<i32>(node, 4) << 2);
  pairs = pairsOfAll + (<usize>load<i32>(node) << 3);
  sumG = load<f64>(node, 24);
  sumH = load<f64>(node, 32);
  subsetAt = cut + 16;
  openSearch(load<f64>(cut), load<i32>(cut, 8), load<i32>(cut, 12));
}

function closeNode(q: i32): void {
  const cut = cutsAt + <usize>q * CUT_BYTES;
  store<f64>(cut, bestScore);
  store<i32>(cut, bestFeature, 8);
  store<i32>(cut, bestCut, 12);
}

/** Four features of a list may be searched at a time: none has missing values or categories. */
// @ts-ignore: decorator
@inline function inFours(at: usize, end: usize): bool {
  if (!fast || at + 16 > end) return false;
  const j0 = load<u32>(at), j1 = load<u32>(at, 4), j2 = load<u32>(at, 8), j3 = load<u32>(at, 12);
  return (load<u8>(missing + j0) | load<u8>(missing + j1) | load<u8>(missing + j2) | load<u8>(missing + j3)) == 0;
}

/** Searches the open node. Four features at a time where the node fills enough bins for a scan of all of them to be the cheaper one. */
function searchForgotten(at: usize, end: usize): void {
  const manyRows = <i32>((rowsEnd - rows) >> 2) >= most >> 1;
  while (at < end) {
    if (manyRows && inFours(at, end)) {
      buildFour(fourAt, bins, n, at, rows, rowsEnd, pairs, most);
      scanFour(fourAt, at, most, sumG, sumH + 2 * lambda, lambda, least);
      at += 16;
    } else {
      searchOne(load<u32>(at));
      at += 4;
    }
  }
}

/** Searches node q by histograms of all bins, and with `isPair` its sibling, node q + 1, by what its parent has left without them. */
function searchKept(q: i32, isPair: bool, first: i32, last: i32): void {
  const node = nodesAt + <usize>q * NODE_BYTES, slot = load<i32>(node, 12), other = isPair ? load<i32>(node + NODE_BYTES, 12) : -1;
  const list = lists + (<usize>load<i32>(node, 8) << 2), bytes = <usize>most << 4;
  for (let f = first, count = 1; f < last; f += count) {
    const at = list + (<usize>f << 2), four = inFours(at, list + (<usize>last << 2));
    count = four ? 4 : 1;
    const h = slot >= 0 ? slots + <usize>slot * slotBytes + <usize>f * bytes : fourAt;
    openNode(q);
    if (four) buildFour(h, bins, n, at, rows, rowsEnd, pairs, most);
    else buildOne(h, load<u32>(at));
    scanKept(h, at, four);
    closeNode(q);
    if (!isPair) continue;
    const parent = slots + <usize>other * slotBytes + <usize>f * bytes;
    for (let b: usize = 0; b < <usize>count * bytes; b += 16) {
      v128.store(parent + b, f64x2.sub(v128.load(parent + b), v128.load(h + b)));
    }
    openNode(q + 1);
    scanKept(parent, at, four);
    closeNode(q + 1);
  }
}

function scanKept(h: usize, at: usize, four: bool): void {
  if (four) scanFour(h, at, most, sumG, sumH + 2 * lambda, lambda, least);
  else scanOne(h, load<u32>(at));
}

function buildOne(h: usize, j: u32): void {
  const column = bins + <usize>j * n;
  memory.fill(h, 0, <usize>most << 4);
  for (let at = rows, pair = pairs; at < rowsEnd; at += 4, pair += 8) {
    const bin = h + (<usize>load<u8>(column + load<u32>(at)) << 4);
    v128.store(bin, f64x2.add(v128.load(bin), f64x2.promote_low_f32x4(v128.load64_zero(pair))));
  }
}

/** Tries every cut of feature j, all of whose bins are in h, which stays. */
function scanOne(h: usize, j: u32): void {
  const flags = <i32>load<u8>(missing + j);
  if (flags & 2) {
    scanCategories(h, j, most, flags, sumG, sumH + 2 * lambda, lambda, alpha, least, smoothing, subsetAt);
    return;
  }
  const last = most - flags, missingBin = h + (<usize>last << 4);
  const missingG: f64 = last < most ? load<f64>(missingBin) : 0, missingH: f64 = last < most ? load<f64>(missingBin, 8) : 0;
  const g = sumG, h2 = sumH + 2 * lambda, l1 = alpha, leastH = least;
  let leftG: f64 = 0, leftH = lambda, low = -1, limit = limitOf();
  for (let b = 0; b < last; b++) {
    const bin = h + (<usize>b << 4);
    if (load<f64>(bin, 8) == 0) continue;
    if (low >= 0) {
      limit = tryCut(leftG, leftH, g, h2, l1, leastH, limit, j, low);
      if (missingH > 0) limit = tryCut(leftG + missingG, leftH + missingH, g, h2, l1, leastH, limit, j, low | 256);
    }
    leftG += load<f64>(bin);
    leftH += load<f64>(bin, 8);
    low = b;
  }
  if (missingH > 0 && low >= 0) tryCut(leftG, leftH, g, h2, l1, leastH, limit, j, low); // the missing values against all others
}

/** Tries every cut of feature j. A bitmap of filled bins gives them in ascending order: the cost is that of the rows, whatever the bins. */
function searchOne(j: u32): void {
  if (load<u8>(missing + j) & 2) {
    buildOne(fourAt, j);
    scanOne(fourAt, j);
    return;
  }
  const column = bins + <usize>j * n, h = histogram, seen = occupied, end = rowsEnd;
  for (let at = rows, pair = pairs; at < end; at += 4, pair += 8) {
    const b = <usize>load<u8>(column + load<u32>(at)), bin = h + (b << 4), word = seen + ((b >> 6) << 3);
    v128.store(bin, f64x2.add(v128.load(bin), f64x2.promote_low_f32x4(v128.load64_zero(pair))));
    store<u64>(word, load<u64>(word) | (<u64>1 << (b & 63)));
  }
  let missingG: f64 = 0, missingH: f64 = 0;
  if (load<u8>(missing + j)) {
    const b = <usize>(most - 1), bin = h + (b << 4), word = seen + ((b >> 6) << 3);
    missingG = load<f64>(bin);
    missingH = load<f64>(bin, 8);
    v128.store(bin, f64x2.splat(0));
    store<u64>(word, load<u64>(word) & ~(<u64>1 << (b & 63)));
  }
  // H of a side always with lambda, and so of both with two. Locals, since a global is read from memory each time: a tenth of the time.
  const g = sumG, h2 = sumH + 2 * lambda, l1 = alpha, leastH = least;
  let leftG: f64 = 0, leftH = lambda, low = -1, limit = limitOf();
  for (let w: usize = 0; w < 4; w++) {
    let word = load<u64>(seen + (w << 3));
    if (!word) continue;
    store<u64>(seen + (w << 3), 0);
    do {
      const b = <i32>(w << 6) + <i32>ctz(word), bin = h + (<usize>b << 4);
      word &= word - 1;
      if (low >= 0) {
        limit = tryCut(leftG, leftH, g, h2, l1, leastH, limit, j, low);
        if (missingH > 0) limit = tryCut(leftG + missingG, leftH + missingH, g, h2, l1, leastH, limit, j, low | 256);
      }
      leftG += load<f64>(bin);
      leftH += load<f64>(bin, 8);
      v128.store(bin, f64x2.splat(0));
      low = b;
    } while (word);
  }
  if (missingH > 0 && low >= 0) tryCut(leftG, leftH, g, h2, l1, leastH, limit, j, low); // the missing values against all others
}
