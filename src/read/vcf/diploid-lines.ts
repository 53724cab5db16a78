/** `0|0` and a tab as a little-endian word, and `0/0` and a tab: alleles 0 and 1 differ from them in one bit each. */
const PHASED = 0x09307c30;
const UNPHASED = 0x09302f30;
const ALLELE_BITS = 0x00010001;
const TAB = 9;
const LITTLE_ENDIAN = new Uint8Array(Uint32Array.of(1).buffer)[0] === 1;

/**
 * The common case, in which all genotypes are three bytes wide: `0|0`, `0/1`, `./.`. Four of them, read as words, make one byte of codes at once:
 * about a nanosecond a genotype.
 */
export class DiploidLines {
  readonly #n: number;
  readonly #bytes: Uint8Array;
  readonly #words: Uint32Array;
  /** Of the last line. */
  called = 0;
  phased = 0;

  constructor(nSamples: number) {
    this.#n = nSamples;
    // Whole groups of four; those past the last sample read as 0|0.
    const words = (nSamples + 3) & ~3;
    this.#bytes = new Uint8Array(4 * words);
    this.#words = new Uint32Array(this.#bytes.buffer);
  }

  /**
   * Writes the codes of bytes `from` … `to` of a line to `codes`, from `at` on. False: there is something else in the line, and what was written
   * is worth nothing.
   */
  read(line: Uint8Array, from: number, to: number, codes: Uint8Array, at: number): boolean {
    const n = this.#n;
    if (to - from !== 4 * n - 1 || !LITTLE_ENDIAN) return false;
    const words = this.#words;
    this.#bytes.set(line.subarray(from, to));
    this.#bytes[4 * n - 1] = TAB;
    const phased = this.#bytes[1] === 124;
    const pattern = phased ? PHASED : UNPHASED;
    words.fill(pattern, n);
    let others = 0;
    this.called = n;
    for (let k = 0; k < words.length; k += 4) {
      const a = words[k]! ^ pattern;
      const b = words[k + 1]! ^ pattern;
      const c = words[k + 2]! ^ pattern;
      const d = words[k + 3]! ^ pattern;
      if (((a | b | c | d) & ~ALLELE_BITS) === 0) {
        // Fields of two bits hold 0, 1 or 2, so that nothing carries over when both halves are added.
        const pairs = a | (b << 2) | (c << 4) | (d << 6);
        codes[at++] = (pairs & 255) + (pairs >>> 16);
        continue;
      }
      let byte = 0;
      for (let q = 0; q < 4; q++) {
        const code = codeOf(words[k + q]!);
        if (code < 0) return false;
        byte |= code << (2 * q);
        if (code === 3) this.called--;
        else if ((words[k + q]! & 0xff00) !== (pattern & 0xff00)) others++;
      }
      codes[at++] = byte;
    }
    this.phased = phased ? this.called - others : others;
    return true;
  }
}

/** The code of one field of three bytes and its tab; −1: it is something else. */
function codeOf(word: number): number {
  const separator = (word >>> 8) & 255;
  if (word >>> 24 !== TAB || (separator !== 124 && separator !== 47)) return -1;
  const [a, b] = [word & 255, (word >>> 16) & 255];
  if (a === 46 && b === 46) return 3;
  const [first, second] = [a - 48, b - 48];
  return first >>> 1 === 0 && second >>> 1 === 0 ? first + second : -1;
}
