/**
 * Philox4x32-10, a counter-based random generator: a pure function (counter, key) → four 32-bit words.
 * Because there is no hidden state, any worker can draw the numbers of any (fold, tree, …) and they are the same everywhere.
 * Source: Salmon et al. 2011, "Parallel random numbers: as easy as 1, 2, 3", SC11, §3.3. Checked against the Random123 known-answer vectors.
 *
 * @param out receives the four words (uint32).
 */
export function philox(out: Uint32Array, c0: number, c1: number, c2: number, c3: number, k0: number, k1: number): void {
  for (let round = 0; round < 10; round++) {
    const lo0 = Math.imul(0xd2511f53, c0);
    const hi0 = mulHigh(0xd2511f53, c0);
    const lo1 = Math.imul(0xcd9e8d57, c2);
    const hi1 = mulHigh(0xcd9e8d57, c2);
    c0 = hi1 ^ c1 ^ k0;
    c1 = lo1;
    c2 = hi0 ^ c3 ^ k1;
    c3 = lo0;
    k0 = (k0 + 0x9e3779b9) | 0;
    k1 = (k1 + 0xbb67ae85) | 0;
  }
  out[0] = c0;
  out[1] = c1;
  out[2] = c2;
  out[3] = c3;
}

/** High 32 bits of an unsigned 32 × 32 product, by 16-bit halves (a double holds only 53 bits). */
function mulHigh(a: number, b: number): number {
  const aLow = a & 0xffff;
  const aHigh = a >>> 16;
  const bLow = b & 0xffff;
  const bHigh = b >>> 16;
  const middle = aHigh * bLow + ((aLow * bLow) >>> 16);
  const cross = aLow * bHigh + (middle & 0xffff);
  return (aHigh * bHigh + Math.floor(middle / 65536) + Math.floor(cross / 65536)) | 0;
}
