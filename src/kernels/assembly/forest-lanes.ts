// Split search, fast path: the class counts of a bin are the 16-bit lanes of one vector (8 classes) or two (16 classes). Fewer than 32,768
// rows, so that a count fits a lane and a sum of squares fits 32 bits: all sums are exact integers.
//
// A row enters the histogram of a feature by one vector addition, and its bin a bitmap of occupied bins; the bitmap then yields the bins in
// ascending order, so that a node costs what its rows cost, whatever the number of bins, and needs no sort.
import { cutScore, takeCut } from './forest-cut';

let histogram: usize, occupied: usize, units: usize; // units: the vector to add for (class, weight)
let total: i32;
let totals0: v128, totals1: v128;

// @ts-ignore: decorator
@inline export const LANES_MAX_ROWS: i32 = 32767;
// @ts-ignore: decorator
@inline export const LANES_MAX_CLASSES: i32 = 16;
// @ts-ignore: decorator
@inline export const LANES_MAX_WEIGHT: i32 = 255;

// @ts-ignore: decorator
@inline function bytesOf<T>(): usize { return sizeof<T>() == 1 ? 16 : 32; }

/** A row of the node list: row | class << 16 | weight << 20. */
// @ts-ignore: decorator
@inline export function packRow(row: i32, code: i32, weight: i32): u32 {
  return <u32>row | (<u32>code << 16) | (<u32>weight << 20);
}

/** Takes workspace from `at`, clears it and returns the address after it. T is u8 for up to 8 classes, u16 for up to 16. */
export function bindLanes<T>(at: usize): usize {
  occupied = at; at += 64;
  units = at; at += bytesOf<T>() * 16 * (LANES_MAX_WEIGHT + 1);
  histogram = at; at += bytesOf<T>() * 256;
  return at;
}

export function clearLanes<T>(): void {
  memory.fill(occupied, 0, 64);
  memory.fill(histogram, 0, bytesOf<T>() * 256);
  memory.fill(units, 0, bytesOf<T>() * 16 * (LANES_MAX_WEIGHT + 1));
  for (let weight = 0; weight <= LANES_MAX_WEIGHT; weight++) {
    for (let code = 0; code < <i32>(bytesOf<T>() >> 1); code++) {
      store<u16>(units + <usize>(weight * 16 + code) * bytesOf<T>() + (<usize>code << 1), <u16>weight);
    }
  }
}

/** Sets the class totals of the node whose packed rows are at from … to. */
export function openNodeLanes<T>(from: usize, to: usize): void {
  let t0 = i16x8.splat(0), t1 = i16x8.splat(0);
  let sum: u32 = 0;
  for (; from < to; from += 4) {
    const row = load<u32>(from), unit = units + <usize>(row >> 16) * bytesOf<T>();
    t0 = i16x8.add(t0, v128.load(unit));
    if (sizeof<T>() == 2) t1 = i16x8.add(t1, v128.load(unit, 16));
    sum += row >> 20;
  }
  totals0 = t0; totals1 = t1; total = <i32>sum;
}

/** Tries every cut of one feature on the rows of the open node, whose bins are at `values` in the order of the rows. */
export function searchLanes<T>(values: usize, feature: i32, from: usize, to: usize): void {
  const h = histogram, seen = occupied, unit = units;
  for (let at = from; at < to; at += 4, values++) {
    const row = load<u32>(at), b = <usize>load<u8>(values);
    const bin = h + b * bytesOf<T>(), add = unit + <usize>(row >> 16) * bytesOf<T>();
    v128.store(bin, i16x8.add(v128.load(bin), v128.load(add)));
    if (sizeof<T>() == 2) v128.store(bin, i16x8.add(v128.load(bin, 16), v128.load(add, 16)), 16);
    const word = seen + ((b >> 6) << 3);
    store<u64>(word, load<u64>(word) | (<u64>1 << (b & 63)));
  }
  const t0 = totals0, t1 = totals1, all = <f64>total, zero = i16x8.splat(0), ones = i16x8.splat(1);
  let l0 = zero, l1 = zero, score = cutScore, bestLow = -1, bestHigh = -1, low = -1;
  for (let w: usize = 0; w < 4; w++) {
    let word = load<u64>(seen + (w << 3));
    store<u64>(seen + (w << 3), 0);
    while (word) {
      const b = <i32>(w << 6) + <i32>ctz(word), bin = h + <usize>b * bytesOf<T>();
      word &= word - 1;
      if (low >= 0) {
        const r0 = i16x8.sub(t0, l0);
        let squaresL = i32x4.dot_i16x8_s(l0, l0), squaresR = i32x4.dot_i16x8_s(r0, r0), count = i32x4.dot_i16x8_s(l0, ones);
        if (sizeof<T>() == 2) {
          const r1 = i16x8.sub(t1, l1);
          squaresL = i32x4.add(squaresL, i32x4.dot_i16x8_s(l1, l1));
          squaresR = i32x4.add(squaresR, i32x4.dot_i16x8_s(r1, r1));
          count = i32x4.add(count, i32x4.dot_i16x8_s(l1, ones));
        }
        let squares = i32x4.add(v128.shuffle<i32>(squaresL, squaresR, 0, 4, 1, 5), v128.shuffle<i32>(squaresL, squaresR, 2, 6, 3, 7));
        squares = i32x4.add(squares, v128.shuffle<i32>(squares, squares, 2, 3, 0, 1));
        count = i32x4.add(count, v128.shuffle<i32>(count, count, 2, 3, 0, 1));
        count = i32x4.add(count, v128.shuffle<i32>(count, count, 1, 0, 3, 2));
        const left = f64x2.convert_low_i32x4_s(count);
        const parts = f64x2.div(f64x2.convert_low_i32x4_s(squares), f64x2.replace_lane(left, 1, all - f64x2.extract_lane(left, 1)));
        const s = f64x2.extract_lane(parts, 0) + f64x2.extract_lane(parts, 1);
        if (s > score) { score = s; bestLow = low; bestHigh = b; }
      }
      l0 = i16x8.add(l0, v128.load(bin));
      v128.store(bin, zero);
      if (sizeof<T>() == 2) {
        l1 = i16x8.add(l1, v128.load(bin, 16));
        v128.store(bin, zero, 16);
      }
      low = b;
    }
  }
  if (bestLow >= 0) takeCut(score, feature, bestLow, bestHigh);
}
