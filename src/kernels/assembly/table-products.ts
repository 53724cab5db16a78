// Products of a table in kernel memory, [p] columns of ld float32, with several vectors at once: a column is read once for all of them.

/** out[l·p + j] = Σ_i x_ij·v_l,i for columns [from, to) and vectors v_l of ld float64, l < count. */
export function tableTransposeTimes(x: usize, ld: i32, p: i32, from: i32, to: i32, v: usize, count: i32, out: usize): void {
  const stride = <usize>ld << 3;
  for (let j = from; j < to; j++) {
    const column = x + ((<usize>j * ld) << 2), row = out + (<usize>j << 3), next = <usize>p << 3;
    let l = 0;
    for (; l + 4 <= count; l += 4) {
      let s0 = f64x2.splat(0), s1 = s0, s2 = s0, s3 = s0;
      const v0 = v + <usize>l * stride, v1 = v0 + stride, v2 = v1 + stride, v3 = v2 + stride;
      for (let i: usize = 0; i < stride; i += 16) {
        const a = f64x2.promote_low_f32x4(v128.load64_zero(column + (i >> 1)));
        s0 = f64x2.add(s0, f64x2.mul(a, v128.load(v0 + i)));
        s1 = f64x2.add(s1, f64x2.mul(a, v128.load(v1 + i)));
        s2 = f64x2.add(s2, f64x2.mul(a, v128.load(v2 + i)));
        s3 = f64x2.add(s3, f64x2.mul(a, v128.load(v3 + i)));
      }
      const at = row + <usize>l * next;
      store<f64>(at, sum(s0));
      store<f64>(at + next, sum(s1));
      store<f64>(at + 2 * next, sum(s2));
      store<f64>(at + 3 * next, sum(s3));
    }
    for (; l < count; l++) {
      let s0 = f64x2.splat(0);
      const v0 = v + <usize>l * stride;
      for (let i: usize = 0; i < stride; i += 16)
        s0 = f64x2.add(s0, f64x2.mul(f64x2.promote_low_f32x4(v128.load64_zero(column + (i >> 1))), v128.load(v0 + i)));
      store<f64>(row + <usize>l * next, sum(s0));
    }
  }
}

/** out_l (ld float64) = Σ_j b[l·p + j]·x_j for vectors l in [from, to): four columns at a time. */
export function tableTimes(x: usize, ld: i32, p: i32, b: usize, from: i32, to: i32, out: usize): void {
  const stride = <usize>ld << 3, next = <usize>ld << 2;
  memory.fill(out + <usize>from * stride, 0, <usize>(to - from) * stride);
  let j = 0;
  for (; j + 4 <= p; j += 4) {
    const x0 = x + <usize>j * next, x1 = x0 + next, x2 = x1 + next, x3 = x2 + next;
    for (let l = from; l < to; l++) {
      const at = b + ((<usize>l * p + j) << 3), to = out + <usize>l * stride;
      const b0 = v128.load64_splat(at), b1 = v128.load64_splat(at, 8), b2 = v128.load64_splat(at, 16), b3 = v128.load64_splat(at, 24);
      for (let i: usize = 0; i < stride; i += 16) {
        const h = i >> 1;
        const low = f64x2.add(f64x2.mul(b0, pair(x0 + h)), f64x2.mul(b1, pair(x1 + h)));
        const high = f64x2.add(f64x2.mul(b2, pair(x2 + h)), f64x2.mul(b3, pair(x3 + h)));
        v128.store(to + i, f64x2.add(v128.load(to + i), f64x2.add(low, high)));
      }
    }
  }
  for (; j < p; j++) {
    for (let l = from; l < to; l++) {
      const b0 = v128.load64_splat(b + ((<usize>l * p + j) << 3)), to = out + <usize>l * stride;
      for (let i: usize = 0; i < stride; i += 16)
        v128.store(to + i, f64x2.add(v128.load(to + i), f64x2.mul(b0, pair(x + <usize>j * next + (i >> 1)))));
    }
  }
}

// @ts-ignore: decorator
@inline function pair(at: usize): v128 { return f64x2.promote_low_f32x4(v128.load64_zero(at)); }
// @ts-ignore: decorator
@inline function sum(s: v128): f64 { return f64x2.extract_lane(s, 0) + f64x2.extract_lane(s, 1); }
