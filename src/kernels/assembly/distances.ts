// Distances between the rows of two tables: squared Euclidean, or the number of features that differ. Differences are squared, not products
// expanded, so that nearly equal rows keep their digits. Summed in float32 over KC features and over those in float64, always in feature
// order: a pair's distance depends on the pair alone. (Packed panels as in gram.ts, and products in the place of differences, were measured
// on 1000 × 1000 rows of 20,000 features: no less time.)
import { addFour } from './vector';

// @ts-ignore: decorator
@inline const KC: i32 = 128; // with a line of either table each, half of a first-level cache

/**
 * Adds a chunk of features to the distances from `from` … `to` of the rows of A to all rows of B.
 * @param a [chunk, n] float32: column-major rows of A. @param b [chunk, stride] float32, stride a multiple of 8, 16-byte aligned.
 * @param out [n, stride] float64.
 */
export function squaredDistances(a: usize, n: i32, b: usize, stride: i32, chunk: i32, from: i32, to: i32, out: usize): void {
  addChunk(a, n, b, stride, chunk, from, to, out, false);
}

/** The same of the number of features that differ. */
export function differingFeatures(a: usize, n: i32, b: usize, stride: i32, chunk: i32, from: i32, to: i32, out: usize): void {
  addChunk(a, n, b, stride, chunk, from, to, out, true);
}

// `count` is a constant wherever these are inlined: two loops without a branch, written once.
// @ts-ignore: decorator
@inline function addChunk(a: usize, n: i32, b: usize, stride: i32, chunk: i32, from: i32, to: i32, out: usize, count: bool): void {
  const aStep = <usize>n << 2, bStep = <usize>stride << 2;
  for (let k = 0; k < chunk; k += KC) {
    const length = min(KC, chunk - k);
    for (let l = 0; l < stride; l += 8) {
      const bAt = b + <usize>k * bStep + (<usize>l << 2);
      let i = from;
      for (; i + 4 <= to; i += 4) fourRows(a + <usize>k * aStep + (<usize>i << 2), aStep, bAt, bStep, length, out + ((<usize>i * stride + l) << 3), <usize>stride << 3, count);
      for (; i < to; i++) oneRow(a + <usize>k * aStep + (<usize>i << 2), aStep, bAt, bStep, length, out + ((<usize>i * stride + l) << 3), count);
    }
  }
}

/** Four rows of A to eight of B: eight sums and what they are made of fill 15 of the 16 vector registers. */
// @ts-ignore: decorator
@inline function fourRows(a: usize, aStep: usize, b: usize, bStep: usize, length: i32, out: usize, row: usize, count: bool): void {
  let s00 = f32x4.splat(0), s01 = s00, s10 = s00, s11 = s00, s20 = s00, s21 = s00, s30 = s00, s31 = s00;
  for (let f = 0; f < length; f++) {
    const y0 = v128.load(b), y1 = v128.load(b, 16);
    let x = v128.load_splat<f32>(a);
    s00 = addTerm(s00, y0, x, count);
    s01 = addTerm(s01, y1, x, count);
    x = v128.load_splat<f32>(a, 4);
    s10 = addTerm(s10, y0, x, count);
    s11 = addTerm(s11, y1, x, count);
    x = v128.load_splat<f32>(a, 8);
    s20 = addTerm(s20, y0, x, count);
    s21 = addTerm(s21, y1, x, count);
    x = v128.load_splat<f32>(a, 12);
    s30 = addTerm(s30, y0, x, count);
    s31 = addTerm(s31, y1, x, count);
    a += aStep;
    b += bStep;
  }
  addEight(out, s00, s01);
  addEight(out + row, s10, s11);
  addEight(out + 2 * row, s20, s21);
  addEight(out + 3 * row, s30, s31);
}

// @ts-ignore: decorator
@inline function oneRow(a: usize, aStep: usize, b: usize, bStep: usize, length: i32, out: usize, count: bool): void {
  let s0 = f32x4.splat(0), s1 = s0;
  for (let f = 0; f < length; f++) {
    const x = v128.load_splat<f32>(a);
    s0 = addTerm(s0, v128.load(b), x, count);
    s1 = addTerm(s1, v128.load(b, 16), x, count);
    a += aStep;
    b += bStep;
  }
  addEight(out, s0, s1);
}

// @ts-ignore: decorator
@inline function addTerm(s: v128, y: v128, x: v128, count: bool): v128 {
  if (count) return f32x4.add(s, v128.and(f32x4.ne(y, x), f32x4.splat(1)));
  const d = f32x4.sub(y, x);
  return f32x4.add(s, f32x4.mul(d, d));
}

// @ts-ignore: decorator
@inline function addEight(g: usize, c0: v128, c1: v128): void {
  addFour(g, c0);
  addFour(g + 32, c1);
}
