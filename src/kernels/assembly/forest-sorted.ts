// Split search, general path: any number of classes and rows, any weights, a minimum of rows on each side. The rows of the node are put in
// the order of their bins by a counting sort, then moved one by one from the right side to the left; a move changes the two sums of squares
// by terms of the row's own class only, so that the cost does not grow with the number of classes.
import { cutScore, takeCut } from './forest-cut';

let tally: usize, occupied: usize, sorted: usize, leftSums: usize, rightSums: usize;
let codes: usize, weights: usize, nClasses: i32, leastRows: i32;
let totals: usize, weightOfNode: f64, squaresOfNode: f64;

/** Takes workspace from `at`, clears it and returns the address after it. */
export function bindSorted(at: usize, n: i32, classes: i32): usize {
  occupied = at; at += 64;
  tally = at; at += 1024;
  leftSums = at; at += (<usize>classes << 3);
  rightSums = at; at += (<usize>classes << 3);
  sorted = at; at += (<usize>n << 2);
  nClasses = classes;
  return (at + 15) & ~15;
}

/** codes [n] int32, weights [n] float64 by row. */
export function clearSorted(classCodes: usize, rowWeights: usize, minLeaf: i32): void {
  memory.fill(occupied, 0, 64);
  memory.fill(tally, 0, 1024);
  codes = classCodes;
  weights = rowWeights;
  leastRows = minLeaf;
}

export function openNodeSorted(classTotals: usize, weight: f64, squares: f64): void {
  totals = classTotals;
  weightOfNode = weight;
  squaresOfNode = squares;
}

/** Tries every cut of one feature on the rows at from … to (uint32, row in the bits of `mask`), whose bins are at `values` in their order. */
export function searchSorted(values: usize, feature: i32, from: usize, to: usize, mask: u32): void {
  const m = <i32>((to - from) >> 2);
  for (let i = 0; i < m; i++) {
    const b = <usize>load<u8>(values + i);
    const count = tally + (b << 2), word = occupied + ((b >> 6) << 3);
    store<u32>(count, load<u32>(count) + 1);
    store<u64>(word, load<u64>(word) | (<u64>1 << (b & 63)));
  }
  let place: u32 = 0;
  for (let w: usize = 0; w < 4; w++) {
    for (let word = load<u64>(occupied + (w << 3)); word; word &= word - 1) {
      const count = tally + (((w << 6) + <usize>ctz(word)) << 2), here = load<u32>(count);
      store<u32>(count, place);
      place += here;
    }
  }
  for (let i = 0; i < m; i++) {
    const next = tally + (<usize>load<u8>(values + i) << 2), slot = load<u32>(next);
    store<u32>(sorted + (<usize>slot << 2), load<u32>(from + (<usize>i << 2)) & mask);
    store<u32>(next, slot + 1);
  }
  memory.fill(leftSums, 0, <usize>nClasses << 3);
  memory.copy(rightSums, totals, <usize>nClasses << 3);
  const last = m - leastRows;
  let squaresL: f64 = 0, squaresR = squaresOfNode, weightL: f64 = 0, score = cutScore, bestLow = -1, bestHigh = -1, low = -1, done: i32 = 0;
  for (let w: usize = 0; w < 4; w++) {
    let word = load<u64>(occupied + (w << 3));
    store<u64>(occupied + (w << 3), 0);
    for (; word; word &= word - 1) {
      const b = (<i32>w << 6) + <i32>ctz(word), count = tally + (<usize>b << 2), end = <i32>load<u32>(count);
      store<u32>(count, 0);
      if (low >= 0 && done >= leastRows && done <= last) {
        const s = squaresL / weightL + squaresR / (weightOfNode - weightL);
        if (s > score) { score = s; bestLow = low; bestHigh = b; }
      }
      for (; done < end; done++) {
        const row = <usize>load<u32>(sorted + (<usize>done << 2)), v = load<f64>(weights + (row << 3));
        const c = <usize>load<i32>(codes + (row << 2)) << 3, l = load<f64>(leftSums + c), r = load<f64>(rightSums + c);
        squaresL += v * (2 * l + v);
        squaresR += v * (v - 2 * r);
        weightL += v;
        store<f64>(leftSums + c, l + v);
        store<f64>(rightSums + c, r - v);
      }
      low = b;
    }
  }
  if (bestLow >= 0) takeCut(score, feature, bestLow, bestHigh);
}

/** The score of one cut, above bin `low`; −1 when a side has too few rows. */
export function scoreSorted(values: usize, low: i32, from: usize, to: usize, mask: u32): f64 {
  memory.fill(leftSums, 0, <usize>nClasses << 3);
  const m = <i32>((to - from) >> 2);
  let count = 0;
  for (let i = 0; i < m; i++) {
    if (<i32>load<u8>(values + i) > low) continue;
    const row = <usize>(load<u32>(from + (<usize>i << 2)) & mask), sum = leftSums + (<usize>load<i32>(codes + (row << 2)) << 3);
    store<f64>(sum, load<f64>(sum) + load<f64>(weights + (row << 3)));
    count++;
  }
  if (min(count, m - count) < leastRows) return -1;
  let squaresL: f64 = 0, squaresR: f64 = 0, weightL: f64 = 0;
  for (let c: usize = 0; c < <usize>nClasses << 3; c += 8) {
    const l = load<f64>(leftSums + c), r = load<f64>(totals + c) - l;
    squaresL += l * l;
    squaresR += r * r;
    weightL += l;
  }
  return squaresL / weightL + squaresR / (weightOfNode - weightL);
}
