// Products of columns of float32 with several vectors of float64 at once, summed in float64, always in order: a column is read once for all
// vectors.

/**
 * out[l·chunk + j] = Σᵢ x[j, i]·v[l, i] for columns [from, to) of a chunk and vectors l < count.
 * @param x [chunk, n] float32. @param v [count, stride] float64, zeros behind n; stride even, 16-byte aligned. @param out [count, chunk] float64.
 */
export function exactColumns(x: usize, n: i32, chunk: i32, from: i32, to: i32, v: usize, stride: i32, count: i32, out: usize): void {
  const step = <usize>stride << 3, hop = <usize>chunk << 3, size = <usize>n << 2;
  for (let j = from; j < to; j += 2) {
    // The last of an odd number is summed twice.
    const a = x + <usize>j * size, other = min(j + 1, to - 1), b = x + <usize>other * size;
    let l = 0;
    for (; l + 4 <= count; l += 4) {
      const v0 = v + <usize>l * step, v1 = v0 + step, v2 = v1 + step, v3 = v2 + step;
      let s0 = f64x2.splat(0), s1 = s0, s2 = s0, s3 = s0, t0 = s0, t1 = s0, t2 = s0, t3 = s0;
      for (let i = 0; i < n; i += 2) {
        const y = pair(a, i, n), z = pair(b, i, n), at = <usize>i << 3;
        let u = v128.load(v0 + at);
        s0 = f64x2.add(s0, f64x2.mul(y, u));
        t0 = f64x2.add(t0, f64x2.mul(z, u));
        u = v128.load(v1 + at);
        s1 = f64x2.add(s1, f64x2.mul(y, u));
        t1 = f64x2.add(t1, f64x2.mul(z, u));
        u = v128.load(v2 + at);
        s2 = f64x2.add(s2, f64x2.mul(y, u));
        t2 = f64x2.add(t2, f64x2.mul(z, u));
        u = v128.load(v3 + at);
        s3 = f64x2.add(s3, f64x2.mul(y, u));
        t3 = f64x2.add(t3, f64x2.mul(z, u));
      }
      const at = out + <usize>l * hop, p = <usize>j << 3, q = <usize>other << 3;
      store<f64>(at + p, sum(s0));
      store<f64>(at + q, sum(t0));
      store<f64>(at + hop + p, sum(s1));
      store<f64>(at + hop + q, sum(t1));
      store<f64>(at + 2 * hop + p, sum(s2));
      store<f64>(at + 2 * hop + q, sum(t2));
      store<f64>(at + 3 * hop + p, sum(s3));
      store<f64>(at + 3 * hop + q, sum(t3));
    }
    for (; l < count; l++) {
      const v0 = v + <usize>l * step;
      let s0 = f64x2.splat(0), t0 = s0;
      for (let i = 0; i < n; i += 2) {
        const u = v128.load(v0 + (<usize>i << 3));
        s0 = f64x2.add(s0, f64x2.mul(pair(a, i, n), u));
        t0 = f64x2.add(t0, f64x2.mul(pair(b, i, n), u));
      }
      const at = out + <usize>l * hop;
      store<f64>(at + (<usize>j << 3), sum(s0));
      store<f64>(at + (<usize>other << 3), sum(t0));
    }
  }
}

/**
 * Adds Σⱼ x[j, i]·b[l, j] over a chunk of columns to out[l, i], for rows [from, to), from even: four columns at a time, so that the sums are
 * the same for any chunks of whole fours.
 * @param x [chunk, n] float32, and 4 bytes more that may be read. @param b [count, chunk] float64. @param out [count, stride] float64, stride
 * even and n at least; what is behind n is left undefined.
 */
export function exactRows(x: usize, n: i32, chunk: i32, from: i32, to: i32, b: usize, count: i32, out: usize, stride: i32): void {
  const size = <usize>n << 2;
  let j = 0;
  for (; j + 4 <= chunk; j += 4) {
    const x0 = x + <usize>j * size, x1 = x0 + size, x2 = x1 + size, x3 = x2 + size;
    for (let l = 0; l < count; l++) {
      const at = b + ((<usize>l * chunk + j) << 3), row = out + (<usize>l * stride << 3);
      const b0 = v128.load64_splat(at), b1 = v128.load64_splat(at, 8), b2 = v128.load64_splat(at, 16), b3 = v128.load64_splat(at, 24);
      for (let i = from; i < to; i += 2) {
        const low = f64x2.add(f64x2.mul(b0, two(x0, i)), f64x2.mul(b1, two(x1, i)));
        const high = f64x2.add(f64x2.mul(b2, two(x2, i)), f64x2.mul(b3, two(x3, i)));
        const o = row + (<usize>i << 3);
        v128.store(o, f64x2.add(v128.load(o), f64x2.add(low, high)));
      }
    }
  }
  for (; j < chunk; j++) {
    for (let l = 0; l < count; l++) {
      const b0 = v128.load64_splat(b + ((<usize>l * chunk + j) << 3)), row = out + (<usize>l * stride << 3);
      for (let i = from; i < to; i += 2) {
        const o = row + (<usize>i << 3);
        v128.store(o, f64x2.add(v128.load(o), f64x2.mul(b0, two(x + <usize>j * size, i))));
      }
    }
  }
}

/** Values i and i + 1 of a column, as float64. */
// @ts-ignore: decorator
@inline function two(column: usize, i: i32): v128 { return f64x2.promote_low_f32x4(v128.load64_zero(column + (<usize>i << 2))); }

/** The same, with 0 for what is behind the end of a column of n. */
// @ts-ignore: decorator
@inline function pair(column: usize, i: i32, n: i32): v128 {
  return i + 1 < n ? two(column, i) : f64x2.promote_low_f32x4(v128.load32_zero(column + (<usize>i << 2)));
}
// @ts-ignore: decorator
@inline function sum(s: v128): f64 { return f64x2.extract_lane(s, 0) + f64x2.extract_lane(s, 1); }
