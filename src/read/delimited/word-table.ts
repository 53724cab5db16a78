/**
 * The distinct fields of a column, numbered in order of appearance: a hash table of bytes, so that a field that was seen before costs no
 * string. Open addressing with linear probing, at most half full; hash FNV-1a (Fowler, Noll, Vo; RFC 9923), 32 bits.
 */
export class WordTable {
  size = 0;
  /** All words, one after another; word k is #bytes[#ends[k] … #ends[k + 1]). */
  #bytes = new Uint8Array(256);
  #ends = new Uint32Array(16);
  /** Index of a word plus one; zero is free. */
  #slots = new Int32Array(16);

  /** The index of the word bytes[from … to), or −1 when it has not been added. */
  find(bytes: Uint8Array, from: number, to: number): number {
    const mask = this.#slots.length - 1;
    for (let slot = hash(bytes, from, to) & mask; ; slot = (slot + 1) & mask) {
      const k = this.#slots[slot]! - 1;
      if (k < 0 || this.#equals(k, bytes, from, to)) return k;
    }
  }

  /** Adds a word that is not there yet and returns its index. */
  add(bytes: Uint8Array, from: number, to: number): number {
    const k = this.size++;
    const start = this.#ends[k]!;
    const end = start + to - from;
    if (end > this.#bytes.length) this.#bytes = grown(this.#bytes, end);
    this.#bytes.set(bytes.subarray(from, to), start);
    if (k + 1 === this.#ends.length) this.#ends = grown(this.#ends, k + 2);
    this.#ends[k + 1] = end;
    if (this.size * 2 > this.#slots.length) this.#rehash();
    else this.#place(k);
    return k;
  }

  /** All words in order. */
  words(): string[] {
    const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
    return Array.from({ length: this.size }, (_, k) =>
      decoder.decode(this.#bytes.subarray(this.#ends[k], this.#ends[k + 1])),
    );
  }

  #equals(k: number, bytes: Uint8Array, from: number, to: number): boolean {
    const start = this.#ends[k]!;
    const length = to - from;
    if (this.#ends[k + 1]! - start !== length) return false;
    for (let i = 0; i < length; i++) if (this.#bytes[start + i] !== bytes[from + i]) return false;
    return true;
  }

  #place(k: number): void {
    const mask = this.#slots.length - 1;
    let slot = hash(this.#bytes, this.#ends[k]!, this.#ends[k + 1]!) & mask;
    while (this.#slots[slot] !== 0) slot = (slot + 1) & mask;
    this.#slots[slot] = k + 1;
  }

  #rehash(): void {
    this.#slots = new Int32Array(this.#slots.length * 4);
    for (let k = 0; k < this.size; k++) this.#place(k);
  }
}

function hash(bytes: Uint8Array, from: number, to: number): number {
  let h = 0x811c9dc5;
  for (let i = from; i < to; i++) h = Math.imul(h ^ bytes[i]!, 0x01000193);
  // The low bits choose the slot; mix the high ones in.
  return (h ^ (h >>> 15)) >>> 0;
}

/** A copy with room for `needed` values or twice as many as before. */
function grown<T extends Uint8Array | Uint32Array>(array: T, needed: number): T {
  const larger = new (array.constructor as new (length: number) => T)(Math.max(needed, 2 * array.length));
  larger.set(array);
  return larger;
}
