// Split search for survival: the cut with the largest log-rank statistic U² / V (Ishwaran et al. 2008, Annals of Applied Statistics 2:841).
// With Y(t) rows of the node at risk at a death time t, d(t) deaths, and Y_L, d_L those on the left of the cut:
//   U = Σ d_L − Y_L·d/Y      V = Σ c·Y_L·(Y − Y_L),  c = d (Y − d) / ((Y − 1) Y²)
//
// U is a sum over the rows on the left, of δ − H with the Nelson–Aalen estimate H of the node at the row's time, so a histogram yields it at
// every cut. V = Σ c·Y·Y_L − Σ c·Y_L² is not, because of its second part. But on a stretch of death times where Y_L falls from `high` to `low`
//   Y_L² ≤ (low + high)·Y_L − low·high,
// of which every term is a sum over rows again. Four stretches give a lower bound of V that is some per cent below it, and so an upper bound of
// the statistic at every cut. Only cuts whose bound reaches the best so far are computed, by the formula above: a few in a node.
import { cutFeature, cutLow, cutScore, takeCut } from './forest-cut';

let weights: usize, events: usize, ranks: usize; // by row: how often drawn, float64; uint8; death times of the table not after the row's, int32
let opened: usize, places: usize, units: usize; // by place in the node's list: three vectors; local ranks; (weight, weight of a death)
let deaths: usize, atRisk: usize, index: usize, rates: usize, factors: usize, steps: usize, left: usize; // by death time of the node
let histogram: usize, occupied: usize, bounds: usize, filled: usize;
let leastRows: i32, size: i32, nTimes: i32, nodeWeight: f64;
let all: v128, allHigh: v128, allSquares: v128, blockFactors: v128; // the open node's sums, and Σ c on each stretch

// @ts-ignore: decorator
@inline const BYTES: usize = 48; // three vectors of four float32: (Σ δ − H, Σ Σ c·Y, rows, 0), at risk when a stretch begins, Σ c·Y_L on it
// @ts-ignore: decorator
@inline const SLACK: f64 = 1.001; // the bounds are sums of float32

/** Takes workspace from `at` and returns the address after it. */
export function bindLogRank(at: usize, n: i32): usize {
  const rows = <usize>n, times = rows + 2;
  weights = at; at += rows << 3;
  units = at; at += rows << 4;
  opened = at; at += rows * BYTES;
  steps = at; at += times * BYTES;
  left = at; at += times << 4;
  histogram = at; at += 256 * BYTES;
  deaths = at; at += times << 3;
  atRisk = at; at += times << 3;
  rates = at; at += times << 3;
  factors = at; at += times << 3;
  occupied = at; at += 64;
  bounds = at; at += 1024;
  filled = at; at += 1024;
  places = at; at += rows << 2;
  index = at; at += times << 2;
  return at;
}

/** rowEvents [n] uint8; rowRanks [n] int32: death times of the table that are not after the row's time. */
export function clearLogRank(rowEvents: usize, rowRanks: usize, minLeaf: i32): void {
  memory.fill(histogram, 0, 256 * BYTES);
  memory.fill(occupied, 0, 64);
  events = rowEvents;
  ranks = rowRanks;
  leastRows = minLeaf;
}

/** Weight of a row in the tree that begins. */
export function setWeight(row: i32, weight: f64): void {
  store<f64>(weights + (<usize>row << 3), weight);
}

/** Opens the node of the rows at from … to, which are in the order of their ranks. Returns whether there is a death among them. */
export function openNodeLogRank(from: usize, to: usize): bool {
  let remaining: f64 = 0, k = 0, i: usize = 0;
  size = <i32>((to - from) >> 2);
  for (let at = from; at < to; at += 4) remaining += load<f64>(weights + (<usize>load<u32>(at) << 3));
  nodeWeight = remaining;
  while (from < to) {
    const rank = load<i32>(ranks + (<usize>load<u32>(from) << 2)), begin = i;
    let here: f64 = 0, died: f64 = 0;
    for (; from < to; from += 4, i++) {
      const row = <usize>load<u32>(from);
      if (load<i32>(ranks + (row << 2)) != rank) break;
      const weight = load<f64>(weights + (row << 3)), death = load<u8>(events + row) ? weight : 0;
      v128.store(units + (i << 4), f64x2.replace_lane(f64x2.splat(weight), 1, death));
      here += weight;
      died += death;
    }
    if (died > 0) {
      store<f64>(deaths + (<usize>k << 3), died);
      store<f64>(atRisk + (<usize>k << 3), remaining);
      store<i32>(index + (<usize>k << 2), rank - 1);
      k++;
    }
    for (let j = begin; j < i; j++) store<i32>(places + (j << 2), k);
    remaining -= here;
  }
  nTimes = k;
  return k > 0;
}

/** Weight of the rows of the open node. */
export function weightOfLogRank(): f64 {
  return nodeWeight;
}

/** Writes the Nelson–Aalen steps of the open node: their number, then (death time of the table, d / Y) for each, float64. Returns how many numbers. */
export function writeHazard(out: usize): i32 {
  store<f64>(out, <f64>nTimes);
  for (let k: usize = 0; k < <usize>nTimes; k++) {
    store<f64>(out + (k << 4), <f64>load<i32>(index + (k << 2)), 8);
    store<f64>(out + (k << 4), load<f64>(deaths + (k << 3)) / load<f64>(atRisk + (k << 3)), 16);
  }
  return 1 + 2 * nTimes;
}

/** Makes the open node ready for `searchLogRank` and `scoreLogRank`. */
export function prepareLogRank(): void {
  const n = <usize>nTimes;
  for (let k: usize = 0; k < n; k++) {
    const y = load<f64>(atRisk + (k << 3)), d = load<f64>(deaths + (k << 3));
    store<f64>(rates + (k << 3), d / y);
    store<f64>(factors + (k << 3), y > 1 ? d * (y - d) / ((y - 1) * y * y) : 0);
  }
  // What a row of each local rank adds, for a weight of 1.
  let hazard: f64 = 0, linear: f64 = 0, high = f32x4.splat(0), squares = f32x4.splat(0), block: usize = 0, at = steps;
  for (let k: usize = 0; ; k++, at += BYTES) {
    v128.store(at, f32x4.replace_lane(f32x4.replace_lane(f32x4.splat(0), 0, <f32>-hazard), 1, <f32>linear));
    v128.store(at, high, 16);
    v128.store(at, squares, 32);
    if (k == n) break;
    const c = load<f64>(factors + (k << 3));
    hazard += load<f64>(rates + (k << 3));
    linear += c * load<f64>(atRisk + (k << 3));
    while (block < 4 && k >= (block * n) >> 2) block++; // this time is on stretch block − 1
    const one = i32x4.eq(i32x4(0, 1, 2, 3), i32x4.splat(<i32>block - 1));
    high = v128.and(f32x4.splat(1), i32x4.lt_s(i32x4(0, 1, 2, 3), i32x4.splat(<i32>block)));
    squares = f32x4.add(squares, v128.and(one, f32x4.splat(<f32>c)));
  }
  blockFactors = squares;
  let a = f32x4.splat(0), b = a, c = a, out = opened;
  for (let i: usize = 0; i < <usize>size; i++, out += BYTES) {
    const step = steps + <usize>load<i32>(places + (i << 2)) * BYTES;
    const weight = <f32>load<f64>(units + (i << 4)), death = <f32>load<f64>(units + (i << 4), 8), by = f32x4.splat(weight);
    let own = f32x4.mul(by, v128.load(step));
    own = f32x4.replace_lane(f32x4.replace_lane(own, 0, f32x4.extract_lane(own, 0) + death), 2, 1);
    const ownHigh = f32x4.mul(by, v128.load(step, 16)), ownSquares = f32x4.mul(by, v128.load(step, 32));
    v128.store(out, own);
    v128.store(out, ownHigh, 16);
    v128.store(out, ownSquares, 32);
    a = f32x4.add(a, own);
    b = f32x4.add(b, ownHigh);
    c = f32x4.add(c, ownSquares);
  }
  all = a; allHigh = b; allSquares = c;
}

/** Tries every cut of one feature on the rows of the open node, whose bins are at `values`. */
export function searchLogRank(values: usize, feature: i32): void {
  const h = histogram, seen = occupied, end = values + size;
  let row = opened;
  for (let at = values; at < end; at++, row += BYTES) {
    const b = <usize>load<u8>(at), bin = h + b * BYTES, word = seen + ((b >> 6) << 3);
    v128.store(bin, f32x4.add(v128.load(bin), v128.load(row)));
    v128.store(bin, f32x4.add(v128.load(bin, 16), v128.load(row, 16)), 16);
    v128.store(bin, f32x4.add(v128.load(bin, 32), v128.load(row, 32)), 32);
    store<u64>(word, load<u64>(word) | (<u64>1 << (b & 63)));
  }
  const zero = f32x4.splat(0), least = <f32>leastRows, most = <f32>(size - leastRows), half = f32x4.extract_lane(all, 1) * 0.5;
  let sums = zero, high = zero, squares = zero, n: usize = 0, low = -1;
  for (let w: usize = 0; w < 4; w++) {
    let word = load<u64>(seen + (w << 3));
    store<u64>(seen + (w << 3), 0);
    for (; word; word &= word - 1) {
      const b = <i32>(w << 6) + <i32>ctz(word), bin = h + <usize>b * BYTES, rows = f32x4.extract_lane(sums, 2);
      if (low >= 0 && rows >= least && rows <= most) {
        // V is the same from either side; the bound is tighter from the smaller one.
        const bound = f32x4.extract_lane(sums, 1) <= half
          ? boundOf(sums, high, squares) : boundOf(f32x4.sub(all, sums), f32x4.sub(allHigh, high), f32x4.sub(allSquares, squares));
        store<f32>(bounds + (n << 2), bound);
        store<i32>(filled + (n << 2), low | (b << 8));
        n++;
      }
      sums = f32x4.add(sums, v128.load(bin));
      high = f32x4.add(high, v128.load(bin, 16));
      squares = f32x4.add(squares, v128.load(bin, 32));
      v128.store(bin, zero);
      v128.store(bin, zero, 16);
      v128.store(bin, zero, 32);
      low = b;
    }
  }
  // The most promising cut first: it rules out most of the others.
  for (;;) {
    let top: f32 = -1, best: usize = 0;
    for (let i: usize = 0; i < n; i++) {
      const bound = load<f32>(bounds + (i << 2));
      if (bound > top) { top = bound; best = i; }
    }
    if (top < 0 || <f64>top * SLACK < cutScore) return;
    store<f32>(bounds + (best << 2), -1);
    const cut = load<i32>(filled + (best << 2)), score = exactly(values, cut & 255);
    // Of equal scores the first found stays, which within a feature is the one of the lowest bin.
    if (score > cutScore || (score == cutScore && feature == cutFeature && (cut & 255) < cutLow)) takeCut(score, feature, cut & 255, cut >> 8);
  }
}

/** The statistic of one cut, above bin `low`; −1 when a side has too few rows or nothing can be said. */
export function scoreLogRank(values: usize, low: i32): f64 {
  let count = 0;
  for (let i = 0; i < size; i++) count += <i32>(<i32>load<u8>(values + i) <= low);
  return min(count, size - count) < leastRows ? -1 : exactly(values, low);
}

function exactly(values: usize, low: i32): f64 {
  const n = <usize>nTimes, to = left;
  memory.fill(to, 0, (n + 2) << 4);
  for (let i: usize = 0; i < <usize>size; i++) {
    // Rows on the right go to a place that is not looked at.
    const place = select<usize>(<usize>load<i32>(places + (i << 2)), n + 1, <i32>load<u8>(values + i) <= low);
    const at = to + (place << 4);
    v128.store(at, f64x2.add(v128.load(at), v128.load(units + (i << 4))));
  }
  let y: f64 = 0, u: f64 = 0, v: f64 = 0;
  for (let k = n; k > 0; k--) {
    const at = (k - 1) << 3;
    y += load<f64>(to + (k << 4));
    u += load<f64>(to + (k << 4), 8) - y * load<f64>(rates + at);
    v += load<f64>(factors + at) * (y * (load<f64>(atRisk + at) - y));
  }
  return v > 0 ? u * u / v : -1;
}

/** An upper bound of U² / V for the rows that these are the sums of; −1 when none of them is at risk at any death. */
// @ts-ignore: decorator
@inline function boundOf(sums: v128, high: v128, squares: v128): f32 {
  const u = f32x4.extract_lane(sums, 0), linear = f32x4.extract_lane(sums, 1);
  if (linear <= 0) return -1;
  const low = v128.shuffle<i32>(high, f32x4.splat(0), 1, 2, 3, 4);
  let q = f32x4.sub(f32x4.mul(f32x4.add(low, high), squares), f32x4.mul(f32x4.mul(low, high), blockFactors));
  q = f32x4.add(q, v128.shuffle<i32>(q, q, 2, 3, 0, 1));
  const v = linear - (f32x4.extract_lane(q, 0) + f32x4.extract_lane(q, 1));
  return v > 0 ? u * u / v : Infinity;
}
