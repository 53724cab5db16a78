// Quantisation of features to at most 256 bins: as many as there are distinct values, or bins of about n / 256 rows.

/** Bytes of workspace for n rows. */
export function binWorkBytes(n: i32): f64 {
  return <f64>n * 16 + 1024;
}

/**
 * Bins of `count` features: x [count, n] float32 → bins [count, n] uint8. Equal values share a bin and bins ascend with the values, so a
 * comparison of bins is a comparison of values, except within one bin. A bin starts at the value that the rows below it fill to the next
 * multiple of n / 256.
 */
export function binFeatures(x: usize, n: i32, count: i32, bins: usize, work: usize): void {
  for (let j = 0; j < count; j++) {
    const order = sortColumn(x + ((<usize>j * n) << 2), n, work);
    const out = bins + <usize>j * n;
    let distinct = 1;
    for (let i = 1; i < n; i++) if (keyAt(order, i) != keyAt(order, i - 1)) distinct++;
    let bin: i32 = 0, quantile: u64 = 0;
    store<u8>(out + rowAt(order, 0), 0);
    for (let i = 1; i < n; i++) {
      if (keyAt(order, i) != keyAt(order, i - 1)) {
        const here = (<u64>i << 8) / n;
        if (distinct <= 256 || here != quantile) { bin++; quantile = here; }
      }
      store<u8>(out + rowAt(order, i), <u8>bin);
    }
  }
}

// @ts-ignore: decorator
@inline function keyAt(order: usize, i: i32): u32 { return load<u32>(order + (<usize>i << 3), 4); }
// @ts-ignore: decorator
@inline function rowAt(order: usize, i: i32): usize { return <usize>load<u32>(order + (<usize>i << 3)); }

/** Bits of a float32 as an unsigned integer of the same order; −0 as 0. */
// @ts-ignore: decorator
@inline function orderedBits(v: f32): u32 {
  const bits = reinterpret<u32>(v + 0);
  return bits ^ (<u32>(<i32>bits >> 31) | 0x80000000);
}

/** Radix sort of (value, row) pairs, 8 bits a pass; a digit that all values share is passed over. Returns the address of the pairs. */
function sortColumn(column: usize, n: i32, work: usize): usize {
  const tally = work;
  let from = work + 1024, to = from + (<usize>n << 3);
  for (let i = 0; i < n; i++) {
    store<u64>(from + (<usize>i << 3), (<u64>orderedBits(load<f32>(column + (<usize>i << 2))) << 32) | <u64>i);
  }
  for (let shift: u64 = 32; shift < 64; shift += 8) {
    memory.fill(tally, 0, 1024);
    for (let i = 0; i < n; i++) {
      const at = tally + (<usize>((load<u64>(from + (<usize>i << 3)) >> shift) & 255) << 2);
      store<u32>(at, load<u32>(at) + 1);
    }
    const first = tally + (<usize>((load<u64>(from) >> shift) & 255) << 2);
    if (load<u32>(first) == <u32>n) continue;
    let sum: u32 = 0;
    for (let d: usize = 0; d < 1024; d += 4) {
      const here = load<u32>(tally + d);
      store<u32>(tally + d, sum);
      sum += here;
    }
    for (let i = 0; i < n; i++) {
      const pair = load<u64>(from + (<usize>i << 3));
      const at = tally + (<usize>((pair >> shift) & 255) << 2), place = load<u32>(at);
      store<u64>(to + (<usize>place << 3), pair);
      store<u32>(at, place + 1);
    }
    const held = from; from = to; to = held;
  }
  return from;
}
