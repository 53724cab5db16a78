import { throwIfCancelled } from '../../base/errors.ts';
import type { ByteSource } from '../source.ts';
import { broken } from './broken.ts';
import { Cursor } from './cursor.ts';

const PAGE_BYTES = 1 << 18;
/** Together 6 MiB: headers, indices and heaps lie close together, and so do chunks. */
const MOST_PAGES = 24;

/** A file that is read here and there: small reads by pages that are kept, large ones straight. */
export class FileBytes {
  readonly name: string;
  readonly size: number;
  /** Added to every address: where the superblock begins. */
  base0 = 0;
  readonly #source: ByteSource;
  readonly #signal: AbortSignal | undefined;
  /** Promises, so that what is asked for several times at once is read once. */
  readonly #pages = new Map<number, Promise<Uint8Array>>();

  constructor(source: ByteSource, size: number, signal?: AbortSignal) {
    this.#source = source;
    this.name = source.name;
    this.size = size;
    this.#signal = signal;
  }

  /** Undoes zlib where the platform has something faster than our own. */
  get unzlib(): ByteSource['unzlib'] {
    return this.#source.unzlib;
  }

  /** Bytes from an address on, to read only. @param what errors call it. @throws {FormatError} they are not all in the file. */
  async at(address: number, count: number, what: string): Promise<Uint8Array> {
    if (this.#signal) throwIfCancelled(this.#signal, this.name);
    const start0 = address + this.base0;
    if (address < 0 || start0 + count > this.size) {
      const problem = `${what} expected in bytes ${start0} to ${start0 + count}, got a file of ${this.size} bytes`;
      throw broken(this.name, address < 0 ? `${what} expected, got no place of it` : problem);
    }
    if (count > PAGE_BYTES) return this.#read(start0, start0 + count);
    const first = Math.floor(start0 / PAGE_BYTES);
    const from = start0 - first * PAGE_BYTES;
    const page = await this.#page(first);
    if (from + count <= page.length) return page.subarray(from, from + count);
    const out = new Uint8Array(count);
    out.set(page.subarray(from));
    out.set((await this.#page(first + 1)).subarray(0, from + count - page.length), page.length - from);
    return out;
  }

  /** As `at`, but what is there to the end of the file where that comes first. */
  atMost(address: number, count: number, what: string): Promise<Uint8Array> {
    return this.at(address, Math.min(count, Math.max(1, this.size - this.base0 - address)), what);
  }

  async cursor(address: number, count: number, what: string): Promise<Cursor> {
    return new Cursor(await this.at(address, count, what), `${this.name}: ${what}`);
  }

  #page(index: number): Promise<Uint8Array> {
    let page = this.#pages.get(index);
    if (page) {
      // The youngest stands last.
      this.#pages.delete(index);
    } else {
      page = this.#read(index * PAGE_BYTES, Math.min(this.size, (index + 1) * PAGE_BYTES));
      if (this.#pages.size >= MOST_PAGES) this.#pages.delete(this.#pages.keys().next().value!);
    }
    this.#pages.set(index, page);
    return page;
  }

  async #read(start0: number, end0: number): Promise<Uint8Array> {
    const bytes = await this.#source.range(start0, end0);
    if (bytes.length === end0 - start0) return bytes;
    throw broken(this.name, `${end0 - start0} bytes from ${start0} on expected, got ${bytes.length}`);
  }
}
