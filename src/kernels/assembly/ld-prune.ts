// Correlation of genotypes at 2 bits, and the thinning of linked variants by it. A genotype becomes two bits that say "one copy at least" (even) and "two
// copies" (odd); 0 and missing have neither. The product of two genotypes is then the number of pairs of set bits: of the words as they are, and
// with the bits of one of them swapped in twos. Whole numbers only, until r² is compared.

// @ts-ignore: decorator
@inline const EVEN: u64 = 0x5555555555555555;

/**
 * Recodes variants in place. @param rows [count, bytes] of codes, bytes a multiple of 16. @param present [count, bytes]: both bits set where a sample has a
 * genotype. @param sums [count, 4] int32: samples with a genotype, Σg, Σg², and 1 where one is missing.
 */
export function ldRecode(rows: usize, n: i32, count: i32, bytes: usize, present: usize, sums: usize): void {
  for (let j = 0; j < count; j++) {
    const x = rows + <usize>j * bytes, p = present + <usize>j * bytes, s = sums + (<usize>j << 4);
    let some: i64 = 0, twice: i64 = 0, known: i64 = 0;
    for (let at: usize = 0; at < bytes; at += 8) {
      const left = n - (<i32>at << 2);
      const mask: u64 = left >= 32 ? EVEN : left <= 0 ? 0 : EVEN & (((<u64>1) << (left << 1)) - 1);
      const word = load<u64>(x + at), low = word & EVEN, high = (word >> 1) & EVEN;
      const two = high & ~low, one = (low ^ high) & mask, there = ~(low & high) & mask;
      store<u64>(x + at, one | (two << 1));
      store<u64>(p + at, there | (there << 1));
      some += popcnt(one);
      twice += popcnt(two);
      known += popcnt(there);
    }
    store<i32>(s, <i32>known);
    store<i32>(s, <i32>(some + twice), 4);
    store<i32>(s, <i32>(some + 3 * twice), 8);
    store<i32>(s, known < n ? 1 : 0, 12);
  }
}

// @ts-ignore: decorator
@inline function swapped(x: v128): v128 {
  const even = i64x2.splat(<i64>EVEN);
  return v128.or(v128.and(v128.shr<u64>(x, 1), even), v128.shl<u64>(v128.and(x, even), 1));
}

// @ts-ignore: decorator
@inline function total(x: v128): i32 {
  const s = i32x4.extadd_pairwise_i16x8_u(i16x8.extadd_pairwise_i8x16_u(x));
  return i32x4.extract_lane(s, 0) + i32x4.extract_lane(s, 1) + i32x4.extract_lane(s, 2) + i32x4.extract_lane(s, 3);
}

/** Σ gg'. */
function product(x: usize, y: usize, bytes: usize): f64 {
  let sum = 0;
  for (let at: usize = 0; at < bytes;) {
    // 15 times at most 16 in a lane of 8 bits
    const stop = min(bytes, at + 240);
    let lanes = i8x16.splat(0);
    for (; at < stop; at += 16) {
      const a = v128.load(x + at), b = v128.load(y + at);
      lanes = i8x16.add(lanes, i8x16.add(i8x16.popcnt(v128.and(a, b)), i8x16.popcnt(v128.and(a, swapped(b)))));
    }
    sum += total(lanes);
  }
  return <f64>sum;
}

/** Bits that are set in both; of `odd` only those of odd place. */
function common(x: usize, y: usize, bytes: usize, odd: bool): i32 {
  const mask = i64x2.splat(odd ? ~(<i64>EVEN) : -1);
  let sum = 0;
  for (let at: usize = 0; at < bytes;) {
    const stop = min(bytes, at + 480);
    let lanes = i8x16.splat(0);
    for (; at < stop; at += 16) {
      lanes = i8x16.add(lanes, i8x16.popcnt(v128.and(v128.and(v128.load(x + at), v128.load(y + at)), mask)));
    }
    sum += total(lanes);
  }
  return sum;
}

/** Whether r² > limit, over the samples that have both genotypes. */
function linked(rows: usize, present: usize, sums: usize, bytes: usize, i: i32, l: i32, limit: f64): bool {
  const x = rows + <usize>i * bytes, y = rows + <usize>l * bytes;
  const px = present + <usize>i * bytes, py = present + <usize>l * bytes;
  const sx = sums + (<usize>i << 4), sy = sums + (<usize>l << 4);
  let n = <f64>load<i32>(sx), a = <f64>load<i32>(sx, 4), a2 = <f64>load<i32>(sx, 8), b = <f64>load<i32>(sy, 4), b2 = <f64>load<i32>(sy, 8);
  if (load<i32>(sy, 12)) {
    const bits = common(x, py, bytes, false);
    a = <f64>bits;
    a2 = <f64>(bits + 2 * common(x, py, bytes, true));
    n = <f64>(common(px, py, bytes, false) >> 1);
  }
  if (load<i32>(sx, 12)) {
    const bits = common(y, px, bytes, false);
    b = <f64>bits;
    b2 = <f64>(bits + 2 * common(y, px, bytes, true));
  }
  const covariance = n * product(x, y, bytes) - a * b;
  return covariance * covariance > limit * (n * a2 - a * a) * (n * b2 - b * b);
}

/**
 * Thins the windows that begin at `from`, `from + step`, … below `to`, each of `window` variants or up to `count`. In a window the first two linked
 * variants that both are still there are found for each variant in turn, and the one of the rarer minor allele goes, the later where they are equally
 * rare; again, until no pair is left. Pairs looked at once are not looked at again.
 * @param minor [count] float64, frequency. @param next [count] int32: the first variant that each has not been compared with. @param removed [count] bytes.
 * @returns 0, or −1 when cancelled.
 */
export function ldPrune(
  rows: usize, present: usize, sums: usize, bytes: usize, count: i32, minor: usize, next: usize, removed: usize,
  window: i32, step: i32, limit: f64, from: i32, to: i32, cancel: usize,
): i32 {
  for (let start = from; start < to; start += step) {
    if (load<i32>(cancel) != 0) return -1;
    const end = min(count, start + window);
    let pruned = true;
    while (pruned) {
      pruned = false;
      for (let i = start; i < end - 1; i++) {
        if (load<u8>(removed + i)) continue;
        let l = load<i32>(next + (<usize>i << 2));
        for (; l < end; l++) {
          if (load<u8>(removed + l)) continue;
          if (!linked(rows, present, sums, bytes, i, l, limit)) continue;
          const rarer = load<f64>(minor + (<usize>i << 3)) < load<f64>(minor + (<usize>l << 3)) * (1 - 1e-13);
          store<u8>(removed + (rarer ? i : l), 1);
          pruned = true;
          l++;
          break;
        }
        store<i32>(next + (<usize>i << 2), l);
      }
    }
  }
  return 0;
}
