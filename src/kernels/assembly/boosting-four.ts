// Search of a node, fast path: four features without missing values at a time, no L1 penalty. A row and its gradient are read once for
// all four; the scan goes over all bins, filled or not, with two features in the lanes of a vector. The cuts are those of the general
// path, bit for bit: sums are made in the same order, and bins without rows add zeros and so repeat a score, which changes nothing.
import { almost, bestScore, takeCut } from './boosting-cut';

/** Workspace for four histograms. */
export let fourAt: usize;
let scores: usize, limits: usize, places: usize;

/** Takes workspace from `at` and returns the address after it. */
export function bindFour(at: usize): usize {
  scores = at; at += 32;
  limits = at; at += 32;
  places = at; at += 64;
  fourAt = at; at += 4 * 256 * 16;
  return at;
}

/** Writes the histograms of the four features at `list` to h0, one after another. */
export function buildFour(h0: usize, bins: usize, n: i32, list: usize, rows: usize, rowsEnd: usize, pairs: usize, nBins: i32): void {
  const bytes = <usize>nBins << 4, h1 = h0 + bytes, h2 = h1 + bytes, h3 = h2 + bytes;
  const c0 = bins + <usize>load<u32>(list) * n, c1 = bins + <usize>load<u32>(list, 4) * n;
  const c2 = bins + <usize>load<u32>(list, 8) * n, c3 = bins + <usize>load<u32>(list, 12) * n;
  memory.fill(h0, 0, 4 * bytes);
  for (let at = rows, pair = pairs; at < rowsEnd; at += 4, pair += 8) {
    const row = <usize>load<u32>(at), gradient = f64x2.promote_low_f32x4(v128.load64_zero(pair));
    add(h0, c0 + row, gradient);
    add(h1, c1 + row, gradient);
    add(h2, c2 + row, gradient);
    add(h3, c3 + row, gradient);
  }
}

/** Tries every cut of them. totalH is the node's Σh + 2·lambda, `least` the least Σh + lambda of a side. */
export function scanFour(h0: usize, list: usize, nBins: i32, sumG: f64, totalH: f64, lambda: f64, least: f64): void {
  const bytes = <usize>nBins << 4, h1 = h0 + bytes, h2 = h1 + bytes, h3 = h2 + bytes;
  const start = bestScore;
  for (let lane: usize = 0; lane < 4; lane++) {
    store<f64>(scores + (lane << 3), start);
    store<f64>(limits + (lane << 3), almost(start));
    store<i32>(places + (lane << 2), -1);
  }
  let limitA = v128.load(limits), limitB = v128.load(limits, 16);
  const g = f64x2.splat(sumG), h = f64x2.splat(totalH);
  let leftGA = f64x2.splat(0), leftGB = leftGA, leftHA = f64x2.splat(lambda), leftHB = leftHA;
  // A cut above the last bin would leave nothing on the right.
  for (let b: usize = 0; b < bytes - 16; b += 16) {
    const b0 = v128.load(h0 + b), b1 = v128.load(h1 + b), b2 = v128.load(h2 + b), b3 = v128.load(h3 + b);
    leftGA = f64x2.add(leftGA, v128.shuffle<i64>(b0, b1, 0, 2));
    leftHA = f64x2.add(leftHA, v128.shuffle<i64>(b0, b1, 1, 3));
    leftGB = f64x2.add(leftGB, v128.shuffle<i64>(b2, b3, 0, 2));
    leftHB = f64x2.add(leftHB, v128.shuffle<i64>(b2, b3, 1, 3));
    const rightGA = f64x2.sub(g, leftGA), rightHA = f64x2.sub(h, leftHA);
    const rightGB = f64x2.sub(g, leftGB), rightHB = f64x2.sub(h, leftHB);
    const aboveA = numerator(leftGA, leftHA, rightGA, rightHA), belowA = f64x2.mul(leftHA, rightHA);
    const aboveB = numerator(leftGB, leftHB, rightGB, rightHB), belowB = f64x2.mul(leftHB, rightHB);
    const better = v128.or(f64x2.gt(aboveA, f64x2.mul(limitA, belowA)), f64x2.gt(aboveB, f64x2.mul(limitB, belowB)));
    if (!v128.any_true(better)) continue;
    const bin = <i32>(b >> 4);
    const a0 = f64x2.extract_lane(aboveA, 0), a1 = f64x2.extract_lane(aboveA, 1);
    const a2 = f64x2.extract_lane(aboveB, 0), a3 = f64x2.extract_lane(aboveB, 1);
    consider(0, a0, f64x2.extract_lane(leftHA, 0), f64x2.extract_lane(rightHA, 0), least, bin);
    consider(1, a1, f64x2.extract_lane(leftHA, 1), f64x2.extract_lane(rightHA, 1), least, bin);
    consider(2, a2, f64x2.extract_lane(leftHB, 0), f64x2.extract_lane(rightHB, 0), least, bin);
    consider(3, a3, f64x2.extract_lane(leftHB, 1), f64x2.extract_lane(rightHB, 1), least, bin);
    limitA = v128.load(limits);
    limitB = v128.load(limits, 16);
  }
  take(0, load<u32>(list, 0));
  take(1, load<u32>(list, 4));
  take(2, load<u32>(list, 8));
  take(3, load<u32>(list, 12));
}

// @ts-ignore: decorator
@inline function add(histogram: usize, bin: usize, gradient: v128): void {
  const at = histogram + (<usize>load<u8>(bin) << 4);
  v128.store(at, f64x2.add(v128.load(at), gradient));
}

// @ts-ignore: decorator
@inline function numerator(leftG: v128, leftH: v128, rightG: v128, rightH: v128): v128 {
  return f64x2.add(f64x2.mul(f64x2.mul(leftG, leftG), rightH), f64x2.mul(f64x2.mul(rightG, rightG), leftH));
}

/** Every feature keeps a best of its own until all are scanned: of equal scores the lower feature is to stay, not the lower bin. */
function consider(lane: usize, above: f64, leftH: f64, rightH: f64, least: f64, bin: i32): void {
  if (!(leftH >= least && rightH >= least)) return;
  const score = above / (leftH * rightH);
  if (!(score > load<f64>(scores + (lane << 3)))) return;
  store<f64>(scores + (lane << 3), score);
  store<f64>(limits + (lane << 3), almost(score));
  store<i32>(places + (lane << 2), bin);
}

function take(lane: usize, feature: u32): void {
  const bin = load<i32>(places + (lane << 2));
  if (bin >= 0) takeCut(load<f64>(scores + (lane << 3)), feature, bin);
}
