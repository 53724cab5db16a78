const RADIX = 2048; // 11 bits a pass: three passes cover a float32

export interface Argsort {
  /** The first `count` values in ascending order. */
  readonly sorted: Float32Array;
  /** Where each of them stood. Equal values keep their order. */
  readonly order: Uint32Array;
}

/**
 * A sorter of runs of up to `capacity` float32 values that also says where each stood, by radix sort: its arrays are made once and
 * overwritten by each call. Values may be ±∞ but not missing. −0 is sorted as +0, which it equals. Cost O(count) a call.
 */
export function createArgsort(capacity: number): (values: Float32Array, count?: number) => Argsort {
  const sorted = new Float32Array(capacity);
  const keys = new Uint32Array(sorted.buffer);
  const spare = new Uint32Array(capacity);
  const order = new Uint32Array(capacity);
  const spareOrder = new Uint32Array(capacity);
  const counts = new Uint32Array(3 * RADIX);
  return (values, count = values.length) => {
    sorted.set(values.subarray(0, count));
    counts.fill(0);
    for (let i = 0; i < count; i++) {
      // The bits of a float in the order of the floats: negatives reversed, and below the positives.
      let key = keys[i]!;
      if (key === 0x80000000) key = 0;
      key = key & 0x80000000 ? ~key >>> 0 : (key | 0x80000000) >>> 0;
      keys[i] = key;
      order[i] = i;
      counts[key & 2047]!++;
      counts[RADIX + ((key >>> 11) & 2047)]!++;
      counts[2 * RADIX + (key >>> 22)]!++;
    }
    for (let pass = 0; pass < 3; pass++) {
      let sum = 0;
      for (let b = pass * RADIX, end = b + RADIX; b < end; b++) {
        const c = counts[b]!;
        counts[b] = sum;
        sum += c;
      }
    }
    const passOver = (
      pass: number,
      from: Uint32Array,
      fromOrder: Uint32Array,
      to: Uint32Array,
      toOrder: Uint32Array,
    ) => {
      const shift = 11 * pass;
      const base = pass * RADIX;
      for (let i = 0; i < count; i++) {
        const key = from[i]!;
        const place = counts[base + ((key >>> shift) & 2047)]!++;
        to[place] = key;
        toOrder[place] = fromOrder[i]!;
      }
    };
    passOver(0, keys, order, spare, spareOrder);
    passOver(1, spare, spareOrder, keys, order);
    passOver(2, keys, order, spare, spareOrder);
    for (let i = 0; i < count; i++) {
      const key = spare[i]!;
      keys[i] = key & 0x80000000 ? key & 0x7fffffff : ~key >>> 0;
    }
    return { sorted: sorted.subarray(0, count), order: spareOrder.subarray(0, count) };
  };
}
