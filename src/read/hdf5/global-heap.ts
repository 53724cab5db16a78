import { broken } from './broken.ts';
import { Cursor } from './cursor.ts';
import type { FileBytes } from './file-bytes.ts';

/** Texts of one column lie in a few collections, one after another. */
const KEPT = 8;
const MOST_BYTES = 1 << 28;

type Collection = ReadonlyMap<number, Uint8Array>;

/** Where values of varying length are kept. Source: HDF5 File Format Specification 3.0, §III.E. */
export class GlobalHeap {
  readonly #file: FileBytes;
  readonly #kept = new Map<number, Collection>();

  constructor(file: FileBytes) {
    this.#file = file;
  }

  /** As `object`, of a collection that is at hand: a promise for each text would be most of the time. */
  kept(address: number, index: number): Uint8Array | undefined {
    return this.#kept.get(address)?.get(index);
  }

  /** @param address of the collection. @param index of the object in it. @throws {FormatError} there is none. */
  async object(address: number, index: number): Promise<Uint8Array> {
    const collection = this.#kept.get(address) ?? (await this.#open(address));
    const found = collection.get(index);
    if (!found) throw broken(`${this.#file.name}: heap`, `object ${index} at ${address} expected, got none`);
    return found;
  }

  async #open(address: number): Promise<Collection> {
    const head = await this.#file.cursor(address, 16, 'texts');
    head.signature('GCOL');
    head.skip(4);
    const size = head.u64();
    if (size < 16 || size > MOST_BYTES) throw broken(head.where, `texts of 16 bytes to 256 MiB expected, got ${size}`);
    const bytes = (await this.#file.at(address, size, 'texts')).slice();
    const cursor = new Cursor(bytes, head.where, 16);
    const objects = new Map<number, Uint8Array>();
    while (cursor.left >= 16) {
      const index = cursor.u16();
      cursor.skip(6);
      const length = cursor.u64();
      if (index === 0) break;
      objects.set(index, cursor.take(length));
      cursor.skip(Math.min(cursor.left, (8 - (length % 8)) % 8));
    }
    if (this.#kept.size >= KEPT) this.#kept.delete(this.#kept.keys().next().value!);
    this.#kept.set(address, objects);
    return objects;
  }
}
