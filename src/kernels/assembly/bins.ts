// Quantisation of features to at most 256 bins: as many as there are distinct values, or bins of about equally many rows.

/** Bytes of workspace for n rows. */
export function binWorkBytes(n: i32): f64 {
  return <f64>n * 16 + 4096;
}

/**
 * Bins of `count` features: x [count, n] float32 → bins [count, n] uint8. Equal values share a bin and bins ascend with the values, so a
 * comparison of bins is a comparison of values, except within one bin. A bin starts at the value that the rows below it fill to the next
 * multiple of n / most, where `most` ≤ 256 is the number of bins. When a feature has missing values (NaN), its last bin, most − 1, is theirs,
 * the other rows share the bins below it, and `missing` [count] uint8 is 1 at that feature, else 0.
 */
export function binFeatures(x: usize, n: i32, count: i32, most: i32, bins: usize, missing: usize, work: usize): void {
  for (let j = 0; j < count; j++) {
    const order = sortColumn(x + ((<usize>j * n) << 2), n, work);
    const out = bins + <usize>j * n;
    let known = n;
    while (known > 0 && keyAt(order, known - 1) == MISSING) known--;
    for (let i = known; i < n; i++) store<u8>(out + rowAt(order, i), <u8>(most - 1));
    store<u8>(missing + j, <u8>(known < n));
    const size = <u64>known, share = <u64>(known < n ? most - 1 : most);
    let distinct: u64 = 1;
    for (let i = 1; i < known; i++) if (keyAt(order, i) != keyAt(order, i - 1)) distinct++;
    // The rows below the next bin's first value at least: shares of the rows, unless every value has a bin of its own.
    let bin: i32 = 0, needed: u64 = distinct <= share ? 0 : size;
    let key = keyAt(order, 0);
    for (let i = 0; i < known; i++) {
      const next = keyAt(order, i);
      if (next != key) {
        key = next;
        if (<u64>i * share >= needed) {
          bin++;
          if (needed) needed = (<u64>i * share / size + 1) * size;
        }
      }
      store<u8>(out + rowAt(order, i), <u8>bin);
    }
  }
}

// @ts-ignore: decorator
@inline function keyAt(order: usize, i: i32): u32 { return load<u32>(order + (<usize>i << 3), 4); }
// @ts-ignore: decorator
@inline function rowAt(order: usize, i: i32): usize { return <usize>load<u32>(order + (<usize>i << 3)); }

// @ts-ignore: decorator
@inline const MISSING: u32 = 0xffffffff; // above the key of every number

/** Bits of a float32 as an unsigned integer of the same order; −0 as 0, NaN of either sign last. */
// @ts-ignore: decorator
@inline function orderedBits(v: f32): u32 {
  if (v != v) return MISSING;
  const bits = reinterpret<u32>(v + 0);
  return bits ^ (<u32>(<i32>bits >> 31) | 0x80000000);
}

/** Radix sort of (value, row) pairs, 8 bits a pass; a digit that all values share is passed over. Returns the address of the pairs. */
function sortColumn(column: usize, n: i32, work: usize): usize {
  let from = work + 4096, to = from + (<usize>n << 3);
  memory.fill(work, 0, 4096);
  for (let i = 0; i < n; i++) {
    const key = orderedBits(load<f32>(column + (<usize>i << 2)));
    store<u64>(from + (<usize>i << 3), (<u64>key << 32) | <u64>i);
    count(work, key & 255);
    count(work + 1024, (key >> 8) & 255);
    count(work + 2048, (key >> 16) & 255);
    count(work + 3072, key >> 24);
  }
  const any = load<u32>(from, 4);
  for (let digit: usize = 0; digit < 4; digit++) {
    const places = work + (digit << 10), shift = 32 + (<u64>digit << 3);
    if (load<u32>(places + (<usize>((any >> (<u32>digit << 3)) & 255) << 2)) == <u32>n) continue;
    let sum: u32 = 0;
    for (let d: usize = 0; d < 1024; d += 4) {
      const here = load<u32>(places + d);
      store<u32>(places + d, sum);
      sum += here;
    }
    for (let i = 0; i < n; i++) {
      const pair = load<u64>(from + (<usize>i << 3));
      const at = places + (<usize>((pair >> shift) & 255) << 2), place = load<u32>(at);
      store<u64>(to + (<usize>place << 3), pair);
      store<u32>(at, place + 1);
    }
    const held = from; from = to; to = held;
  }
  return from;
}

// @ts-ignore: decorator
@inline function count(tally: usize, digit: u32): void {
  const at = tally + (<usize>digit << 2);
  store<u32>(at, load<u32>(at) + 1);
}
