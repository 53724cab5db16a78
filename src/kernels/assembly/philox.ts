// The stream of src/base/random.ts, draw for draw: Philox4x32-10 (Salmon et al. 2011, SC11, §3.3) with the counter in the first two words.

let k0: u32, k1: u32, counter: u64, used: i32;
let w0: u32, w1: u32, w2: u32, w3: u32;

// @ts-ignore: decorator
@inline function block(c0: u32, c1: u32, c2: u32, c3: u32, key0: u32, key1: u32): void {
  for (let round = 0; round < 10; round++) {
    const a = <u64>0xd2511f53 * c0, b = <u64>0xcd9e8d57 * c2;
    c0 = <u32>(b >> 32) ^ c1 ^ key0;
    c1 = <u32>b;
    c2 = <u32>(a >> 32) ^ c3 ^ key1;
    c3 = <u32>a;
    key0 += 0x9e3779b9;
    key1 += 0xbb67ae85;
  }
  w0 = c0; w1 = c1; w2 = c2; w3 = c3;
}

/** Opens the stream of a key, at its beginning. */
export function openStream(key0: u32, key1: u32): void {
  k0 = key0; k1 = key1; counter = 0; used = 4;
}

export function uint32(): u32 {
  if (used == 4) {
    block(<u32>counter, <u32>(counter >> 32), 0, 0, k0, k1);
    counter++;
    used = 0;
  }
  const word = used == 0 ? w0 : used == 1 ? w1 : used == 2 ? w2 : w3;
  used++;
  return word;
}

/** Uniform in [0, n), n ≥ 1, without modulo bias. */
export function below(n: u32): u32 {
  let word = uint32();
  // Words from the last multiple of n on are drawn again; where that begins matters only near the end of the range.
  while (word > ~n && <u64>word >= (<u64>1 << 32) - (<u64>1 << 32) % n) word = uint32();
  return word % n;
}

/** One block of Philox to `out` [4] uint32: for the known-answer test. */
export function philox(c0: u32, c1: u32, c2: u32, c3: u32, key0: u32, key1: u32, out: usize): void {
  block(c0, c1, c2, c3, key0, key1);
  store<u32>(out, w0);
  store<u32>(out, w1, 4);
  store<u32>(out, w2, 8);
  store<u32>(out, w3, 12);
}
