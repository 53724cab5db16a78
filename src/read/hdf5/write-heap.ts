import { u16, u32, u64 } from './write-types.ts';

/** A collection is closed when it has so many bytes, or as many texts as its numbers of 16 bits allow. */
const CLOSED_AT = 1 << 20;
const MOST_OBJECTS = 65_535;
/** The library makes none smaller. */
const LEAST_BYTES = 4096;
const HEAD_BYTES = 16;
const eights = (bytes: number) => 8 * Math.ceil(bytes / 8);

/** Global heap collections, one behind the other, in which texts of any length are kept. Source: HDF5 File Format Specification 3.0, §III.E. */
export class HeapWriter {
  readonly #encoder = new TextEncoder();
  readonly #closed: Uint8Array[] = [];
  #address: number;
  #objects: Uint8Array[] = [];
  #bytes = HEAD_BYTES;

  /** @param address of the first collection in the file. */
  constructor(address: number) {
    this.#address = address;
  }

  /** Keeps texts. @returns their places, 16 bytes each, as they are stored in a dataset or attribute. */
  keep(texts: readonly string[]): Uint8Array {
    const places = new Uint8Array(16 * texts.length);
    texts.forEach((text, i) => {
      const bytes = this.#encoder.encode(text);
      // An empty text has no place.
      if (bytes.length === 0) return;
      const taken = HEAD_BYTES + eights(bytes.length);
      const isFull = this.#bytes + taken > CLOSED_AT || this.#objects.length === MOST_OBJECTS;
      if (isFull && this.#objects.length > 0) this.#close();
      this.#objects.push(bytes);
      this.#bytes += taken;
      places.set([...u32(bytes.length), ...u64(this.#address), ...u32(this.#objects.length)], 16 * i);
    });
    return places;
  }

  /** The collections, to stand at the address that was said; nothing may be kept after. */
  finish(): readonly Uint8Array[] {
    if (this.#objects.length > 0) this.#close();
    return this.#closed;
  }

  #close(): void {
    const size = Math.max(LEAST_BYTES, this.#bytes);
    const out = new Uint8Array(size);
    out.set([0x47, 0x43, 0x4f, 0x4c, 1, 0, 0, 0, ...u64(size)]);
    let at = HEAD_BYTES;
    this.#objects.forEach((bytes, k) => {
      out.set([...u16(k + 1), 0, 0, 0, 0, 0, 0, ...u64(bytes.length)], at);
      out.set(bytes, at + HEAD_BYTES);
      at += HEAD_BYTES + eights(bytes.length);
    });
    // What is left is an object of its own, number 0.
    if (size - at >= HEAD_BYTES) out.set(u64(size - at), at + 8);
    this.#closed.push(out);
    this.#address += size;
    this.#objects = [];
    this.#bytes = HEAD_BYTES;
  }
}
