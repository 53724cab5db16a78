// e^x from +, −, × only, so that every engine gives the same bits; two at a time. Error below 2 ulp.
// Range reduction by ln 2 in two parts, Taylor to r¹³/13! on |r| ≤ 0.3466 (the next term is below 2⁻⁵⁷).

// @ts-ignore: decorator
@inline const MAGIC: f64 = 6755399441055744; // 1.5 · 2⁵²: adding it rounds to an integer, which stands in the low bits

/** Outside −708 … 708 as at the ends. */
// @ts-ignore: decorator
@inline export function exp64x2(x: v128): v128 {
  x = f64x2.max(f64x2.min(x, f64x2.splat(708)), f64x2.splat(-708));
  const magic = f64x2.splat(MAGIC), t = f64x2.add(f64x2.mul(x, f64x2.splat(1.4426950408889634)), magic), k = f64x2.sub(t, magic);
  const r = f64x2.sub(f64x2.sub(x, f64x2.mul(k, f64x2.splat(0.6931471803691238))), f64x2.mul(k, f64x2.splat(1.9082149292705877e-10)));
  const r2 = f64x2.mul(r, r), r4 = f64x2.mul(r2, r2);
  // Three shorter chains instead of one of thirteen.
  const a = pair(r, 1, 1), b = pair(r, 1.0 / 2, 1.0 / 6), c = pair(r, 1.0 / 24, 1.0 / 120), d = pair(r, 1.0 / 720, 1.0 / 5040);
  const e = pair(r, 1.0 / 40320, 1.0 / 362880), g = pair(r, 1.0 / 3628800, 1.0 / 39916800), h = pair(r, 1.0 / 479001600, 1.0 / 6227020800);
  const low = f64x2.add(a, f64x2.mul(r2, b)), mid = f64x2.add(c, f64x2.mul(r2, d));
  const high = f64x2.add(f64x2.add(e, f64x2.mul(r2, g)), f64x2.mul(r4, h));
  const value = f64x2.add(low, f64x2.mul(r4, f64x2.add(mid, f64x2.mul(r4, high))));
  return f64x2.mul(value, i64x2.shl(i64x2.add(t, i64x2.splat(1023)), 52));
}

export function exp64(x: f64): f64 {
  return f64x2.extract_lane(exp64x2(f64x2.splat(x)), 0);
}

/** a + b·r */
// @ts-ignore: decorator
@inline function pair(r: v128, a: f64, b: f64): v128 {
  return f64x2.add(f64x2.splat(a), f64x2.mul(f64x2.splat(b), r));
}
