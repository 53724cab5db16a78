// Dot products and updates on columns. `length` is that of the column, of which nothing is read beyond its end; the other vectors are padded to
// a multiple of 4, with zeros where they are summed.

/** The last 1 to 3 values of a column, and zeros. */
// @ts-ignore: decorator
@inline function rest(a: usize, count: i32): v128 {
  if (count == 1) return v128.load32_zero(a);
  const two = v128.load64_zero(a);
  return count == 2 ? two : v128.load32_lane(a + 8, two, 2);
}

/** Σ a·b with a the column, float32, four running sums of four lanes, added in one fixed order. */
export function dot32(a: usize, b: usize, length: i32): f32 {
  let s0 = f32x4.splat(0), s1 = f32x4.splat(0), s2 = f32x4.splat(0), s3 = f32x4.splat(0);
  let i = 0;
  for (; i + 16 <= length; i += 16) {
    s0 = f32x4.add(s0, f32x4.mul(v128.load(a), v128.load(b)));
    s1 = f32x4.add(s1, f32x4.mul(v128.load(a, 16), v128.load(b, 16)));
    s2 = f32x4.add(s2, f32x4.mul(v128.load(a, 32), v128.load(b, 32)));
    s3 = f32x4.add(s3, f32x4.mul(v128.load(a, 48), v128.load(b, 48)));
    a += 64;
    b += 64;
  }
  for (; i + 4 <= length; i += 4) {
    s0 = f32x4.add(s0, f32x4.mul(v128.load(a), v128.load(b)));
    a += 16;
    b += 16;
  }
  if (i < length) s0 = f32x4.add(s0, f32x4.mul(rest(a, length - i), v128.load(b)));
  return sum32(f32x4.add(f32x4.add(s0, s1), f32x4.add(s2, s3)));
}

/** Σ a²·w with a the column, float32. */
export function weightedSquares32(a: usize, w: usize, length: i32): f32 {
  let s0 = f32x4.splat(0), s1 = f32x4.splat(0);
  let i = 0;
  for (; i + 8 <= length; i += 8) {
    const x0 = v128.load(a), x1 = v128.load(a, 16);
    s0 = f32x4.add(s0, f32x4.mul(f32x4.mul(x0, x0), v128.load(w)));
    s1 = f32x4.add(s1, f32x4.mul(f32x4.mul(x1, x1), v128.load(w, 16)));
    a += 32;
    w += 32;
  }
  for (; i < length; i += 4) {
    const x0 = i + 4 <= length ? v128.load(a) : rest(a, length - i);
    s0 = f32x4.add(s0, f32x4.mul(f32x4.mul(x0, x0), v128.load(w)));
    a += 16;
    w += 16;
  }
  return sum32(f32x4.add(s0, s1));
}

/** r ← r − d·(w∘a) with a the column, float32. */
export function subtractScaled32(r: usize, d: f32, w: usize, a: usize, length: i32): void {
  const scale = f32x4.splat(d);
  let i = 0;
  for (; i + 4 <= length; i += 4) {
    v128.store(r, f32x4.sub(v128.load(r), f32x4.mul(scale, f32x4.mul(v128.load(w), v128.load(a)))));
    r += 16;
    w += 16;
    a += 16;
  }
  if (i < length) v128.store(r, f32x4.sub(v128.load(r), f32x4.mul(scale, f32x4.mul(v128.load(w), rest(a, length - i)))));
}

/** b ← a, float64 to float32. */
export function demote(b: usize, a: usize, length: i32): void {
  for (let i = 0; i < length; i++) store<f32>(b + (<usize>i << 2), <f32>load<f64>(a + (<usize>i << 3)));
}

/** b ← b + d·a, float32, both padded: `length` is a multiple of 4. */
export function addScaled32(b: usize, d: f32, a: usize, length: i32): void {
  const scale = f32x4.splat(d);
  for (let i = 0; i < length; i += 4) {
    v128.store(b, f32x4.add(v128.load(b), f32x4.mul(scale, v128.load(a))));
    a += 16;
    b += 16;
  }
}

/** Σ a·b with a the column, float32, and b float64, summed in float64. */
export function dot64(a: usize, b: usize, length: i32): f64 {
  let s0 = f64x2.splat(0), s1 = f64x2.splat(0), s2 = f64x2.splat(0), s3 = f64x2.splat(0);
  let i = 0;
  for (; i + 8 <= length; i += 8) {
    s0 = f64x2.add(s0, f64x2.mul(f64x2.promote_low_f32x4(v128.load64_zero(a)), v128.load(b)));
    s1 = f64x2.add(s1, f64x2.mul(f64x2.promote_low_f32x4(v128.load64_zero(a, 8)), v128.load(b, 16)));
    s2 = f64x2.add(s2, f64x2.mul(f64x2.promote_low_f32x4(v128.load64_zero(a, 16)), v128.load(b, 32)));
    s3 = f64x2.add(s3, f64x2.mul(f64x2.promote_low_f32x4(v128.load64_zero(a, 24)), v128.load(b, 48)));
    a += 32;
    b += 64;
  }
  for (; i + 4 <= length; i += 4) {
    s0 = f64x2.add(s0, f64x2.mul(f64x2.promote_low_f32x4(v128.load64_zero(a)), v128.load(b)));
    s1 = f64x2.add(s1, f64x2.mul(f64x2.promote_low_f32x4(v128.load64_zero(a, 8)), v128.load(b, 16)));
    a += 16;
    b += 32;
  }
  if (i < length) {
    const last = rest(a, length - i);
    s0 = f64x2.add(s0, f64x2.mul(f64x2.promote_low_f32x4(last), v128.load(b)));
    s1 = f64x2.add(s1, f64x2.mul(high(last), v128.load(b, 16)));
  }
  const s = f64x2.add(f64x2.add(s0, s1), f64x2.add(s2, s3));
  return f64x2.extract_lane(s, 0) + f64x2.extract_lane(s, 1);
}

/** Σ a² of a column, float32 summed in float64. */
export function squares64(a: usize, length: i32): f64 {
  let s0 = f64x2.splat(0), s1 = f64x2.splat(0);
  for (let i = 0; i < length; i += 4) {
    const x = i + 4 <= length ? v128.load(a) : rest(a, length - i);
    const first = f64x2.promote_low_f32x4(x), second = high(x);
    s0 = f64x2.add(s0, f64x2.mul(first, first));
    s1 = f64x2.add(s1, f64x2.mul(second, second));
    a += 16;
  }
  const s = f64x2.add(s0, s1);
  return f64x2.extract_lane(s, 0) + f64x2.extract_lane(s, 1);
}

/** b ← b + d·a with a the column, float32, and b float64. */
export function addScaled64(b: usize, d: f64, a: usize, length: i32): void {
  const scale = f64x2.splat(d);
  let i = 0;
  for (; i + 4 <= length; i += 4) {
    v128.store(b, f64x2.add(v128.load(b), f64x2.mul(scale, f64x2.promote_low_f32x4(v128.load64_zero(a)))));
    v128.store(b, f64x2.add(v128.load(b, 16), f64x2.mul(scale, f64x2.promote_low_f32x4(v128.load64_zero(a, 8)))), 16);
    a += 16;
    b += 32;
  }
  if (i >= length) return;
  const last = rest(a, length - i);
  v128.store(b, f64x2.add(v128.load(b), f64x2.mul(scale, f64x2.promote_low_f32x4(last))));
  v128.store(b, f64x2.add(v128.load(b, 16), f64x2.mul(scale, high(last))), 16);
}

// @ts-ignore: decorator
@inline function sum32(s: v128): f32 {
  return (f32x4.extract_lane(s, 0) + f32x4.extract_lane(s, 1)) + (f32x4.extract_lane(s, 2) + f32x4.extract_lane(s, 3));
}

/** The upper two of four float32 as float64. */
// @ts-ignore: decorator
@inline function high(c: v128): v128 {
  return f64x2.promote_low_f32x4(v128.shuffle<i32>(c, c, 2, 3, 2, 3));
}

/** Adds four float32 to four float64 in memory. */
// @ts-ignore: decorator
@inline export function addFour(g: usize, c: v128): void {
  v128.store(g, f64x2.add(v128.load(g), f64x2.promote_low_f32x4(c)));
  v128.store(g, f64x2.add(v128.load(g, 16), high(c)), 16);
}
