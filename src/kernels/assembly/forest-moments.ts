// Split search for regression. A cut's score is (Σ_L w·y)² / w_L + (Σ_R w·y)² / w_R: the largest is the largest decrease of the weighted sum of
// squares about the mean. A row enters the histogram of a feature by one vector addition of (w·y, w), as in the fast path of classification.
import { cutScore, takeCut } from './forest-cut';

let pairs: usize, opened: usize, histogram: usize, occupied: usize, tally: usize; // pairs: by row; opened: in the order of the node's list
let leastRows: i32, valuesOf: usize;
let total: v128; // (Σ w·y, Σ w) of the open node

/** Takes workspace from `at` and returns the address after it. */
export function bindMoments(at: usize, n: i32): usize {
  pairs = at; at += <usize>n << 4;
  opened = at; at += <usize>n << 4;
  histogram = at; at += 4096;
  tally = at; at += 1024;
  occupied = at; at += 64;
  return at;
}

/** @param values of the rows, [n] float64. */
export function clearMoments(minLeaf: i32, values: usize): void {
  memory.fill(histogram, 0, 4096);
  memory.fill(tally, 0, 1024);
  memory.fill(occupied, 0, 64);
  leastRows = minLeaf;
  valuesOf = values;
}

/** Weight and value of a row in the tree that begins. */
export function setMoment(row: i32, weight: f64, y: f64): void {
  const at = pairs + (<usize>row << 4);
  store<f64>(at, weight * y);
  store<f64>(at, weight, 8);
}

/** Opens the node of the rows at from … to. Returns whether their values differ. */
export function openNodeMoments(from: usize, to: usize): bool {
  let sum = f64x2.splat(0), low = Infinity, high = -Infinity;
  for (let out = opened; from < to; from += 4, out += 16) {
    const row = <usize>load<u32>(from), pair = v128.load(pairs + (row << 4)), y = load<f64>(valuesOf + (row << 3));
    v128.store(out, pair);
    sum = f64x2.add(sum, pair);
    low = min(low, y);
    high = max(high, y);
  }
  total = sum;
  return low < high;
}

/** Σ w·y of the open node. */
export function sumOfMoments(): f64 { return f64x2.extract_lane(total, 0); }
export function weightOfMoments(): f64 { return f64x2.extract_lane(total, 1); }

/** Tries every cut of one feature on the m rows of the open node, whose bins are at `values`. */
export function searchMoments(values: usize, feature: i32, m: i32): void {
  const h = histogram, seen = occupied, least = leastRows;
  let pair = opened;
  for (let at = values, end = values + m; at < end; at++, pair += 16) {
    const b = <usize>load<u8>(at), bin = h + (b << 4), word = seen + ((b >> 6) << 3);
    v128.store(bin, f64x2.add(v128.load(bin), v128.load(pair)));
    store<u64>(word, load<u64>(word) | (<u64>1 << (b & 63)));
  }
  if (least > 1) {
    for (let i = 0; i < m; i++) {
      const count = tally + (<usize>load<u8>(values + i) << 2);
      store<u32>(count, load<u32>(count) + 1);
    }
  }
  const all = total, zero = f64x2.splat(0);
  let left = zero, score = cutScore, bestLow = -1, bestHigh = -1, low = -1, done = least > 1 ? 0 : 1;
  const last = least > 1 ? m - least : 1;
  for (let w: usize = 0; w < 4; w++) {
    let word = load<u64>(seen + (w << 3));
    store<u64>(seen + (w << 3), 0);
    for (; word; word &= word - 1) {
      const b = <i32>(w << 6) + <i32>ctz(word), bin = h + (<usize>b << 4);
      if (low >= 0 && done >= least && done <= last) {
        const s = scoreOf(left, f64x2.sub(all, left));
        if (s > score) { score = s; bestLow = low; bestHigh = b; }
      }
      left = f64x2.add(left, v128.load(bin));
      v128.store(bin, zero);
      if (least > 1) {
        const count = tally + (<usize>b << 2);
        done += <i32>load<u32>(count);
        store<u32>(count, 0);
      }
      low = b;
    }
  }
  if (bestLow >= 0) takeCut(score, feature, bestLow, bestHigh);
}

/** The score of one cut, above bin `low`; −1 when a side has too few rows. */
export function scoreMoments(values: usize, low: i32, m: i32): f64 {
  let left = f64x2.splat(0), count = 0;
  for (let i = 0; i < m; i++) {
    if (<i32>load<u8>(values + i) > low) continue;
    left = f64x2.add(left, v128.load(opened + (<usize>i << 4)));
    count++;
  }
  return min(count, m - count) < leastRows ? -1 : scoreOf(left, f64x2.sub(total, left));
}

// @ts-ignore: decorator
@inline function scoreOf(left: v128, right: v128): f64 {
  const sums = v128.shuffle<i64>(left, right, 0, 2), weights = v128.shuffle<i64>(left, right, 1, 3);
  const parts = f64x2.div(f64x2.mul(sums, sums), weights);
  return f64x2.extract_lane(parts, 0) + f64x2.extract_lane(parts, 1);
}
