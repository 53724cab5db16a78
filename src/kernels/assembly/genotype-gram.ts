// Gram matrix of genotypes at 2 bits, A = Σⱼ wⱼ gⱼgⱼᵀ with g the copies of an allele, in whole numbers: the weight of a variant is a product a·b of
// two whole numbers, times a unit that a block of variants has in common. One side of the product holds a·g, the other b·g, as int16, two
// variants side by side, so that one instruction multiplies and adds eight of them: twice the pace of float32. No block has more than 512 variants,
// a ≤ 16,383, a·b ≤ 16,383·64: its sums stay below 2³¹. Panels and tiles are those of gram.ts: 16 samples, 64 bytes a pair of variants.

// @ts-ignore: decorator
@inline const WIDTH: i32 = 16; // samples in a panel

// @ts-ignore: decorator
@inline function panelsOf(n: i32): i32 { return (n + WIDTH - 1) / WIDTH; }

/** Four bytes of codes, 0 where the variant has fewer left. */
// @ts-ignore: decorator
@inline function word(at: usize, left: i32): u32 {
  const codes = load<u32>(at);
  return left >= 4 ? codes : codes & ((1 << (left << 3)) - 1);
}

/** The 16 codes of a word, each in its place of the byte that holds it, four bytes alike. */
// @ts-ignore: decorator
@inline function spread(codes: u32): v128 {
  const v = i32x4.splat(codes);
  return v128.shuffle<i8>(v, v, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3);
}

/** All ones where the lower bit of a code is set. */
// @ts-ignore: decorator
@inline function lower(bytes: v128): v128 {
  const mask = i8x16(1, 4, 16, 64, 1, 4, 16, 64, 1, 4, 16, 64, 1, 4, 16, 64);
  return i8x16.eq(v128.and(bytes, mask), mask);
}

// @ts-ignore: decorator
@inline function upper(bytes: v128): v128 {
  const mask = i8x16(2, 8, 32, -128, 2, 8, 32, -128, 2, 8, 32, -128, 2, 8, 32, -128);
  return i8x16.eq(v128.and(bytes, mask), mask);
}

/** one·g of eight samples: code 3 gives `one` times what fills, by a correction modulo 2¹⁶. */
// @ts-ignore: decorator
@inline function values(low: v128, high: v128, one: v128, correction: v128): v128 {
  const sum = i16x8.add(v128.and(low, one), v128.and(high, i16x8.add(one, one)));
  return i16x8.add(sum, v128.and(v128.and(low, high), correction));
}

// @ts-ignore: decorator
@inline function storeEight(to: usize, x: v128, y: v128): void {
  v128.store(to, v128.shuffle<i16>(x, y, 0, 8, 1, 9, 2, 10, 3, 11));
  v128.store(to, v128.shuffle<i16>(x, y, 4, 12, 5, 13, 6, 14, 7, 15), 16);
}

/**
 * Packs a block of variants, two by two. @param codes [count, ⌈n/4⌉] bytes, and 4 more that may be read. @param factors [count, 3] int32: a, b, and
 * the copies that stand for a missing genotype. @param left, right [panels, pairs, 16 samples, 2] int16; the partner that an odd last variant lacks is 0.
 */
export function genotypePack(codes: usize, n: i32, count: i32, factors: usize, left: usize, right: usize): void {
  const nPanels = panelsOf(n), stride = (n + 3) >> 2, pairs = (count + 1) / 2;
  for (let q = 0; q < pairs; q++) {
    const x = codes + <usize>(2 * q) * stride, y = x + stride, two = 2 * q + 1 < count;
    const fx = factors + <usize>(2 * q) * 12, fy = two ? fx + 12 : fx;
    const ax = load<i32>(fx), bx = load<i32>(fx, 4), mx = load<i32>(fx, 8) - 3;
    const ay = load<i32>(fy), by = load<i32>(fy, 4), my = load<i32>(fy, 8) - 3;
    const ax1 = i16x8.splat(<i16>ax), ax3 = i16x8.splat(<i16>(ax * mx)), bx1 = i16x8.splat(<i16>bx), bx3 = i16x8.splat(<i16>(bx * mx));
    const ay1 = i16x8.splat(<i16>ay), ay3 = i16x8.splat(<i16>(ay * my)), by1 = i16x8.splat(<i16>by), by3 = i16x8.splat(<i16>(by * my));
    for (let s = 0; s < nPanels; s++) {
      const at = <usize>s << 2, rest = stride - (s << 2);
      const cx = spread(word(x + at, rest)), cy = spread(two ? word(y + at, rest) : 0);
      const lx = lower(cx), hx = upper(cx), ly = lower(cy), hy = upper(cy);
      const to = (<usize>s * pairs + q) << 6;
      let l = i16x8.extend_low_i8x16_s(lx), h = i16x8.extend_low_i8x16_s(hx);
      let m = i16x8.extend_low_i8x16_s(ly), g = i16x8.extend_low_i8x16_s(hy);
      storeEight(left + to, values(l, h, ax1, ax3), values(m, g, ay1, ay3));
      storeEight(right + to, values(l, h, bx1, bx3), values(m, g, by1, by3));
      l = i16x8.extend_high_i8x16_s(lx);
      h = i16x8.extend_high_i8x16_s(hx);
      m = i16x8.extend_high_i8x16_s(ly);
      g = i16x8.extend_high_i8x16_s(hy);
      storeEight(left + to + 32, values(l, h, ax1, ax3), values(m, g, ay1, ay3));
      storeEight(right + to + 32, values(l, h, bx1, bx3), values(m, g, by1, by3));
    }
  }
}

/**
 * Adds blocks of variants to the rows of tiles [from, to) of A, [16·panels, 16·panels] float64; tiles right of the diagonal are left alone.
 * @param blocks [nBlocks] of 16 bytes: pairs before it int32, its pairs int32, its unit float64.
 */
export function genotypeTiles(left: usize, right: usize, n: i32, blocks: usize, nBlocks: i32, from: i32, to: i32, gram: usize): void {
  const nPanels = panelsOf(n), stride = <usize>(nPanels * WIDTH) << 3;
  for (let k = 0; k < nBlocks; k++) {
    const block = blocks + (<usize>k << 4), pairs = load<i32>(block, 4), unit = f64x2.splat(load<f64>(block, 8));
    const start = (<usize>load<i32>(block) * nPanels) << 6, size = <usize>pairs << 6;
    for (let s = from; s < to; s++) {
      const a = left + start + <usize>s * size;
      for (let t = 0; t <= s; t++) {
        const b = right + start + <usize>t * size;
        let g = gram + <usize>(s * WIDTH) * stride + (<usize>(t * WIDTH) << 3);
        for (let r: usize = 0; r < 64; r += 8) {
          addTile(a + r, b, size, g, stride, unit);
          g += 2 * stride;
        }
      }
    }
  }
}

/** A[2 × 16] += unit · Σ of pairs, with eight sums in registers as in gram.ts. */
function addTile(a: usize, b: usize, size: usize, g: usize, stride: usize, unit: v128): void {
  let c00 = i32x4.splat(0), c01 = c00, c02 = c00, c03 = c00, c10 = c00, c11 = c00, c12 = c00, c13 = c00;
  const end = a + size;
  while (a < end) {
    const y = v128.load32_splat(a), z = v128.load32_splat(a, 4);
    let w = v128.load(b);
    c00 = i32x4.add(c00, i32x4.dot_i16x8_s(y, w));
    c10 = i32x4.add(c10, i32x4.dot_i16x8_s(z, w));
    w = v128.load(b, 16);
    c01 = i32x4.add(c01, i32x4.dot_i16x8_s(y, w));
    c11 = i32x4.add(c11, i32x4.dot_i16x8_s(z, w));
    w = v128.load(b, 32);
    c02 = i32x4.add(c02, i32x4.dot_i16x8_s(y, w));
    c12 = i32x4.add(c12, i32x4.dot_i16x8_s(z, w));
    w = v128.load(b, 48);
    c03 = i32x4.add(c03, i32x4.dot_i16x8_s(y, w));
    c13 = i32x4.add(c13, i32x4.dot_i16x8_s(z, w));
    a += 64;
    b += 64;
  }
  addRow(g, c00, c01, c02, c03, unit);
  addRow(g + stride, c10, c11, c12, c13, unit);
}

// @ts-ignore: decorator
@inline function addRow(g: usize, c0: v128, c1: v128, c2: v128, c3: v128, unit: v128): void {
  addFour(g, c0, unit);
  addFour(g + 32, c1, unit);
  addFour(g + 64, c2, unit);
  addFour(g + 96, c3, unit);
}

// @ts-ignore: decorator
@inline function addFour(g: usize, c: v128, unit: v128): void {
  const high = v128.shuffle<i32>(c, c, 2, 3, 2, 3);
  v128.store(g, f64x2.add(v128.load(g), f64x2.mul(unit, f64x2.convert_low_i32x4_s(c))));
  v128.store(g, f64x2.add(v128.load(g, 16), f64x2.mul(unit, f64x2.convert_low_i32x4_s(high))), 16);
}

/**
 * What missing genotypes change, for the samples [from, to) as columns, both multiples of 16: B[i, :] += r for every sample i that misses a variant, with
 * r the variant's values by code. Variants that nobody misses, or of values all 0, cost nothing.
 * @param codes [count, ⌈n/4⌉] bytes, and 8 more that may be read. @param byCode [count, 4] float32. @param row scratch, to − from float32.
 * @param out these columns of B, [n, to − from] float32; what stands in columns n and above is undefined.
 */
export function genotypeMissing(codes: usize, n: i32, count: i32, byCode: usize, from: i32, to: i32, row: usize, out: usize): void {
  const stride = (n + 3) >> 2, bytes = <usize>(to - from) << 2;
  for (let j = 0; j < count; j++) {
    const x = codes + <usize>j * stride, table = byCode + (<usize>j << 4);
    if (load<f32>(table, 4) == load<f32>(table, 8)) continue;
    for (let i = from; i < to; i += 4) {
      const four = <u32>load<u8>(x + (i >> 2)), r = row + (<usize>(i - from) << 2);
      store<f32>(r, load<f32>(table + ((four & 3) << 2)));
      store<f32>(r, load<f32>(table + (four & 12)), 4);
      store<f32>(r, load<f32>(table + ((four >> 2) & 12)), 8);
      store<f32>(r, load<f32>(table + ((four >> 4) & 12)), 12);
    }
    for (let at = 0; at < stride; at += 8) {
      const eight = load<u64>(x + at), left = stride - at;
      let missing = eight & (eight >> 1) & 0x5555555555555555;
      if (left < 8) missing &= (<u64>1 << (left << 3)) - 1;
      while (missing) {
        const i = (at << 2) + <i32>(ctz(missing) >> 1);
        missing &= missing - 1;
        const b = out + <usize>i * bytes;
        for (let l: usize = 0; l < bytes; l += 16) v128.store(b + l, f32x4.add(v128.load(b + l), v128.load(row + l)));
      }
    }
  }
}
