// The best cuts of the nodes of one level of gradient-boosted trees (Chen & Guestrin 2016, KDD, eq. 7 and algorithm 3, on binned features).
//
// Features outside, nodes inside: the histogram of one feature and one node stays in the first-level cache and is forgotten after its scan,
// so that memory does not grow with the number of features. The sums of a feature are made by one thread in the order of the rows, in
// float64; and the best cut is the largest score, of equal ones that of the feature that comes first: no matter how threads share the work.
import { almost, bestCut, bestFeature, bestScore, openSearch, takeCut } from './boosting-cut';
import { bindFour, searchFour } from './boosting-four';

// @ts-ignore: decorator
@inline const NODE_BYTES: usize = 32;
// @ts-ignore: decorator
@inline const CUT_BYTES: usize = 16;
// @ts-ignore: decorator
@inline const BLOCK: i32 = 16; // features searched in one node before the next: their columns and the node's rows stay in cache

// The problem and the open node. One instance a thread, so no two calls share them.
let bins: usize, missing: usize, n: i32, most: i32, lambda: f64, alpha: f64, least: f64;
let rows: usize, rowsEnd: usize, pairs: usize, sumG: f64, sumH: f64;
let histogram: usize, occupied: usize;

/** Bytes of workspace. */
export function boostingWorkBytes(): f64 {
  return <f64>bind(0);
}

function bind(work: usize): usize {
  let at = work;
  occupied = at; at += 64;
  histogram = at; at += 256 * 16;
  return bindFour(at);
}

/**
 * The best cut of each of nNodes nodes among features[first … last).
 * bins [p, nRows] uint8, < nBins; flags [p] uint8: 1 where bin nBins − 1 of a feature holds its missing values; features ascending, uint32.
 * A node is 32 bytes: its rows from … to in `rowList` (two int32), 8 bytes unused, Σg and Σh (float64) of its rows. rowList [·] uint32, and
 * beside it the gradients, [·, 2] float32: g, h.
 * With G = Σg and H = Σh of a side and T(G) = sign(G)·max(|G| − l1, 0), a cut's score is T(G_L)² / (H_L + l2) + T(G_R)² / (H_R + l2).
 * Both sides must have H ≥ leastH. `general` turns the fast path off (for tests: both paths give the same cuts).
 * Writes for each node 16 bytes to `cuts`: score (float64; the given one when no cut exceeds it), feature (int32, −1: none), and the highest
 * bin on the left | 256 when missing values go left (int32). Before the call cuts holds the scores to exceed. Returns 0, −1 when cancelled.
 */
export function searchCuts(
  binnedTable: usize, nRows: i32, flags: usize, features: usize, first: i32, last: i32, rowList: usize, gradients: usize, nodes: usize,
  nNodes: i32, nBins: i32, l2: f64, l1: f64, leastH: f64, general: bool, work: usize, cuts: usize, cancel: usize,
): i32 {
  bins = binnedTable; n = nRows; missing = flags; most = nBins; lambda = l2; alpha = l1;
  // The sums of a side carry l2 with them and may be off by roundings: a side of exactly leastH is to pass.
  least = (leastH + l2) * (1 - 1e-12);
  bind(work);
  memory.fill(occupied, 0, 64);
  memory.fill(histogram, 0, 256 * 16);
  for (let q: usize = 0; q < <usize>nNodes; q++) store<i32>(cuts + q * CUT_BYTES, -1, 8);
  for (let f = first; f < last; f += BLOCK) {
    if (atomic.load<i32>(cancel)) return -1;
    const end = min(f + BLOCK, last);
    for (let q: usize = 0; q < <usize>nNodes; q++) {
      const node = nodes + q * NODE_BYTES, cut = cuts + q * CUT_BYTES;
      rows = rowList + (<usize>load<i32>(node) << 2);
      rowsEnd = rowList + (<usize>load<i32>(node, 4) << 2);
      pairs = gradients + (<usize>load<i32>(node) << 3);
      sumG = load<f64>(node, 16);
      sumH = load<f64>(node, 24);
      openSearch(load<f64>(cut), load<i32>(cut, 8), load<i32>(cut, 12));
      searchBlock(features + (<usize>f << 2), features + (<usize>end << 2), general);
      store<f64>(cut, bestScore);
      store<i32>(cut, bestFeature, 8);
      store<i32>(cut, bestCut, 12);
    }
  }
  return 0;
}

/** Searches the open node. Four features at a time where the node fills enough bins for a scan of all of them to be the cheaper one. */
function searchBlock(at: usize, end: usize, general: bool): void {
  if (!general && alpha == 0 && <i32>((rowsEnd - rows) >> 2) >= most >> 1) {
    for (; at + 16 <= end; at += 16) {
      const j0 = load<u32>(at), j1 = load<u32>(at, 4), j2 = load<u32>(at, 8), j3 = load<u32>(at, 12);
      if (load<u8>(missing + j0) | load<u8>(missing + j1) | load<u8>(missing + j2) | load<u8>(missing + j3)) {
        for (let one = at; one < at + 16; one += 4) searchOne(load<u32>(one));
      } else {
        searchFour(bins, n, j0, j1, j2, j3, rows, rowsEnd, pairs, most, sumG, sumH + 2 * lambda, lambda, least);
      }
    }
  }
  for (; at < end; at += 4) searchOne(load<u32>(at));
}

/** Tries every cut of feature j. A bitmap of filled bins gives them in ascending order: the cost is that of the rows, whatever the bins. */
function searchOne(j: u32): void {
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
  let leftG: f64 = 0, leftH = lambda, low = -1, limit = almost(bestScore);
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

/** Takes the cut if it is better than `limit` says; returns the limit from then on. */
// @ts-ignore: decorator
@inline function tryCut(leftG: f64, leftH: f64, g: f64, h: f64, l1: f64, leastH: f64, limit: f64, j: u32, cut: i32): f64 {
  const rightH = h - leftH, left = max(abs(leftG) - l1, 0), right = max(abs(g - leftG) - l1, 0);
  const above = left * left * rightH + right * right * leftH, below = leftH * rightH;
  if (!(above > limit * below && leftH >= leastH && rightH >= leastH)) return limit;
  takeCut(above / below, j, cut);
  return almost(bestScore);
}
