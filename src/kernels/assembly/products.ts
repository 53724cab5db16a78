// Products of a table with a few vectors, from either side. Tiles of the table and the vectors are summed in float32 over KC terms and over
// those in float64, always in order.
import { addFour } from './vector';

// @ts-ignore: decorator
@inline const KC: i32 = 256;

/**
 * Σᵢ x[j, i]·u[c, i] for features [from, to) of a chunk and all vectors.
 * @param x [chunk, stride] float32, column after column. @param u [k, stride] float32, k a multiple of 4, stride of 4; 16-byte aligned.
 * @param out [chunk, k] float64.
 */
export function productColumns(x: usize, stride: i32, from: i32, to: i32, u: usize, k: i32, out: usize): void {
  const step = <usize>stride << 2;
  for (let j = from; j < to; j += 2) {
    const a = x + <usize>j * step, b = j + 1 < to ? a + step : a;
    for (let c = 0; c < k; c += 4) {
      let at = out + ((<usize>j * k + c) << 3);
      let g0 = f64x2.splat(0), g1 = g0, g2 = g0, g3 = g0;
      const q = u + <usize>c * step;
      for (let i = 0; i < stride; i += KC) {
        const end = <usize>min(stride, i + KC) << 2;
        let s0 = f32x4.splat(0), s1 = s0, s2 = s0, s3 = s0, t0 = s0, t1 = s0, t2 = s0, t3 = s0;
        for (let o = <usize>i << 2; o < end; o += 16) {
          const v = v128.load(a + o), w = v128.load(b + o);
          let z = v128.load(q + o);
          s0 = f32x4.add(s0, f32x4.mul(v, z));
          t0 = f32x4.add(t0, f32x4.mul(w, z));
          z = v128.load(q + step + o);
          s1 = f32x4.add(s1, f32x4.mul(v, z));
          t1 = f32x4.add(t1, f32x4.mul(w, z));
          z = v128.load(q + 2 * step + o);
          s2 = f32x4.add(s2, f32x4.mul(v, z));
          t2 = f32x4.add(t2, f32x4.mul(w, z));
          z = v128.load(q + 3 * step + o);
          s3 = f32x4.add(s3, f32x4.mul(v, z));
          t3 = f32x4.add(t3, f32x4.mul(w, z));
        }
        const s = fourSums(s0, s1, s2, s3), t = fourSums(t0, t1, t2, t3);
        g0 = f64x2.add(g0, f64x2.promote_low_f32x4(s));
        g1 = f64x2.add(g1, f64x2.promote_low_f32x4(v128.shuffle<i32>(s, s, 2, 3, 2, 3)));
        g2 = f64x2.add(g2, f64x2.promote_low_f32x4(t));
        g3 = f64x2.add(g3, f64x2.promote_low_f32x4(v128.shuffle<i32>(t, t, 2, 3, 2, 3)));
      }
      v128.store(at, g0);
      v128.store(at, g1, 16);
      if (j + 1 >= to) continue;
      at += <usize>k << 3;
      v128.store(at, g2);
      v128.store(at, g3, 16);
    }
  }
}

/**
 * Adds Σⱼ x[j, i]·v[j, c] over a chunk of features to out[c, i], for rows [from, to), both multiples of 4.
 * @param x [chunk, stride] float32. @param v [chunk, k] float32, k a multiple of 4. @param out [k, stride] float64.
 */
export function productRows(x: usize, stride: i32, chunk: i32, from: i32, to: i32, v: usize, k: i32, out: usize): void {
  const step = <usize>stride << 2, hop = <usize>k << 2, row = <usize>stride << 3;
  for (let j = 0; j < chunk; j += KC) {
    const length = min(KC, chunk - j);
    for (let i = from; i < to; i += 8) {
      const wide = i + 4 < to;
      for (let c = 0; c < k; c += 4) {
        let s0 = f32x4.splat(0), s1 = s0, s2 = s0, s3 = s0, t0 = s0, t1 = s0, t2 = s0, t3 = s0;
        let a = x + <usize>j * step + (<usize>i << 2), b = v + <usize>j * hop + (<usize>c << 2);
        const next: usize = wide ? 16 : 0;
        for (let l = 0; l < length; l++) {
          const p = v128.load(a), q = v128.load(a + next);
          let z = v128.load_splat<f32>(b);
          s0 = f32x4.add(s0, f32x4.mul(p, z));
          t0 = f32x4.add(t0, f32x4.mul(q, z));
          z = v128.load_splat<f32>(b, 4);
          s1 = f32x4.add(s1, f32x4.mul(p, z));
          t1 = f32x4.add(t1, f32x4.mul(q, z));
          z = v128.load_splat<f32>(b, 8);
          s2 = f32x4.add(s2, f32x4.mul(p, z));
          t2 = f32x4.add(t2, f32x4.mul(q, z));
          z = v128.load_splat<f32>(b, 12);
          s3 = f32x4.add(s3, f32x4.mul(p, z));
          t3 = f32x4.add(t3, f32x4.mul(q, z));
          a += step;
          b += hop;
        }
        const o = out + <usize>c * row + (<usize>i << 3);
        addFour(o, s0);
        addFour(o + row, s1);
        addFour(o + 2 * row, s2);
        addFour(o + 3 * row, s3);
        if (!wide) continue;
        addFour(o + 32, t0);
        addFour(o + row + 32, t1);
        addFour(o + 2 * row + 32, t2);
        addFour(o + 3 * row + 32, t3);
      }
    }
  }
}

/** The sums of four vectors' lanes as one vector. */
// @ts-ignore: decorator
@inline function fourSums(a: v128, b: v128, c: v128, d: v128): v128 {
  const ab = f32x4.add(v128.shuffle<i32>(a, b, 0, 4, 1, 5), v128.shuffle<i32>(a, b, 2, 6, 3, 7));
  const cd = f32x4.add(v128.shuffle<i32>(c, d, 0, 4, 1, 5), v128.shuffle<i32>(c, d, 2, 6, 3, 7));
  return f32x4.add(v128.shuffle<i32>(ab, cd, 0, 1, 4, 5), v128.shuffle<i32>(ab, cd, 2, 3, 6, 7));
}
