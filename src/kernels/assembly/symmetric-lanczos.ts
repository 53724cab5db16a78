// Lanczos steps on a dense symmetric matrix in float64, every new vector made orthogonal to all before it, twice.

// @ts-ignore: decorator
@inline function dot(a: usize, b: usize, n: i32): f64 {
  let s0 = f64x2.splat(0), s1 = s0, s2 = s0, s3 = s0;
  for (let i = 0; i < n; i += 8) {
    s0 = f64x2.add(s0, f64x2.mul(v128.load(a), v128.load(b)));
    s1 = f64x2.add(s1, f64x2.mul(v128.load(a, 16), v128.load(b, 16)));
    s2 = f64x2.add(s2, f64x2.mul(v128.load(a, 32), v128.load(b, 32)));
    s3 = f64x2.add(s3, f64x2.mul(v128.load(a, 48), v128.load(b, 48)));
    a += 64;
    b += 64;
  }
  const s = f64x2.add(f64x2.add(s0, s1), f64x2.add(s2, s3));
  return f64x2.extract_lane(s, 0) + f64x2.extract_lane(s, 1);
}

function subtract(d: f64, a: usize, b: usize, n: i32): void {
  const scale = f64x2.splat(d);
  for (let i = 0; i < n; i += 4) {
    v128.store(b, f64x2.sub(v128.load(b), f64x2.mul(scale, v128.load(a))));
    v128.store(b, f64x2.sub(v128.load(b, 16), f64x2.mul(scale, v128.load(a, 16))), 16);
    a += 32;
    b += 32;
  }
}

/**
 * Steps [from, to): basis[s + 1] from A·basis[s]. basis[0 … from] are given, orthonormal.
 * @param A [n, stride] float64, rows padded with zeros to stride, a multiple of 8. @param basis [to + 1, stride] float64, padded likewise.
 * @param alphas [to] and betas [to] float64: the diagonal and what stands beside it. @param tiny a β at or below ends the steps.
 * @returns steps done in all, or −1 when cancelled.
 */
export function lanczosSteps(A: usize, n: i32, stride: i32, basis: usize, from: i32, to: i32, alphas: usize, betas: usize, tiny: f64, cancel: usize): i32 {
  const row = <usize>stride << 3;
  for (let s = from; s < to; s++) {
    if (atomic.load<i32>(cancel)) return -1;
    const v = basis + <usize>s * row, w = v + row;
    memory.fill(w, 0, row);
    for (let i = 0; i < n; i++) store<f64>(w + (<usize>i << 3), dot(A + <usize>i * row, v, stride));
    store<f64>(alphas + (<usize>s << 3), dot(w, v, stride));
    for (let pass = 0; pass < 2; pass++) {
      for (let q = s; q >= 0; q--) {
        const u = basis + <usize>q * row;
        subtract(dot(w, u, stride), u, w, stride);
      }
    }
    const beta = sqrt(dot(w, w, stride));
    store<f64>(betas + (<usize>s << 3), beta);
    if (beta <= tiny) return s + 1;
    for (let i = 0; i < n; i++) store<f64>(w + (<usize>i << 3), load<f64>(w + (<usize>i << 3)) / beta);
  }
  return to;
}
