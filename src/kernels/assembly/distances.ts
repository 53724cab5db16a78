// Squared Euclidean distances between the rows of two tables. Differences are squared, not products expanded, so that nearly equal rows keep
// their digits. Summed in float32 over KC features and over those in float64, always in feature order: a pair's distance depends on the pair alone.
import { addFour } from './vector';

// @ts-ignore: decorator
@inline const KC: i32 = 256;

/**
 * Adds a chunk of features to the distances from `from` … `to` of the rows of A to all rows of B.
 * @param a [chunk, n] float32: column-major rows of A. @param b [chunk, stride] float32, stride a multiple of 4, 16-byte aligned.
 * @param out [n, stride] float64.
 */
export function squaredDistances(a: usize, n: i32, b: usize, stride: i32, chunk: i32, from: i32, to: i32, out: usize): void {
  const aStep = <usize>n << 2, bStep = <usize>stride << 2;
  for (let k = 0; k < chunk; k += KC) {
    const length = min(KC, chunk - k);
    for (let l = 0; l < stride; l += 4) {
      const bAt = b + <usize>k * bStep + (<usize>l << 2);
      let i = from;
      for (; i + 4 <= to; i += 4) {
        let aNow = a + <usize>k * aStep + (<usize>i << 2), bNow = bAt;
        let s0 = f32x4.splat(0), s1 = s0, s2 = s0, s3 = s0;
        for (let f = 0; f < length; f++) {
          const y = v128.load(bNow);
          const d0 = f32x4.sub(y, v128.load_splat<f32>(aNow)), d1 = f32x4.sub(y, v128.load_splat<f32>(aNow, 4));
          const d2 = f32x4.sub(y, v128.load_splat<f32>(aNow, 8)), d3 = f32x4.sub(y, v128.load_splat<f32>(aNow, 12));
          s0 = f32x4.add(s0, f32x4.mul(d0, d0));
          s1 = f32x4.add(s1, f32x4.mul(d1, d1));
          s2 = f32x4.add(s2, f32x4.mul(d2, d2));
          s3 = f32x4.add(s3, f32x4.mul(d3, d3));
          aNow += aStep;
          bNow += bStep;
        }
        const to0 = out + ((<usize>i * stride + l) << 3), row = <usize>stride << 3;
        addFour(to0, s0);
        addFour(to0 + row, s1);
        addFour(to0 + 2 * row, s2);
        addFour(to0 + 3 * row, s3);
      }
      for (; i < to; i++) {
        let aNow = a + <usize>k * aStep + (<usize>i << 2), bNow = bAt, s = f32x4.splat(0);
        for (let f = 0; f < length; f++) {
          const d = f32x4.sub(v128.load(bNow), v128.load_splat<f32>(aNow));
          s = f32x4.add(s, f32x4.mul(d, d));
          aNow += aStep;
          bNow += bStep;
        }
        addFour(out + ((<usize>i * stride + l) << 3), s);
      }
    }
  }
}
