import { inflateSync } from 'fflate';
import { throwIfCancelled } from '../../base/errors.ts';
import { crc32 } from '../crc32.ts';
import type { ByteSource } from '../source.ts';
import { broken, viewOf, type ZipEntry } from './zip-directory.ts';

const LOCAL_BYTES = 30;
/** What is read at once: small files that lie one after another are one reading. */
const WINDOW_BYTES = 1 << 22;

/** Reads files of one archive; quickest in the order in which they lie in it. Keeps one window of 4 MiB, or one file. */
export class ZipFiles {
  readonly #source: ByteSource;
  #window = new Uint8Array(0);
  #start0 = 0;

  constructor(source: ByteSource) {
    this.#source = source;
  }

  /** The content, inflated, its checksum checked. @throws {FormatError} it is broken. @throws {CancelledError} */
  async read(entry: ZipEntry, signal?: AbortSignal): Promise<Uint8Array> {
    const where = `${this.#source.name} › ${entry.name}`;
    if (signal) throwIfCancelled(signal, where);
    const header = viewOf(await this.#range(entry.start0, entry.start0 + LOCAL_BYTES));
    if (header.byteLength < LOCAL_BYTES || header.getUint32(0, true) !== 0x04034b50)
      throw broken(where, 'its local header is missing');
    const start0 = entry.start0 + LOCAL_BYTES + header.getUint16(26, true) + header.getUint16(28, true);
    const packed = await this.#range(start0, start0 + entry.packedBytes);
    if (packed.length < entry.packedBytes) throw broken(where, 'it ends before its data');
    const content = entry.method === 0 ? packed.slice() : inflated(packed, entry.bytes, where);
    if (content.length !== entry.bytes) throw broken(where, `${entry.bytes} bytes expected, got ${content.length}`);
    if (crc32(content) !== entry.crc) throw broken(where, 'its checksum does not match its content');
    return content;
  }

  async #range(start0: number, end0: number): Promise<Uint8Array> {
    if (start0 < this.#start0 || end0 > this.#start0 + this.#window.length) {
      this.#window = new Uint8Array(await this.#source.range(start0, Math.max(end0, start0 + WINDOW_BYTES)));
      this.#start0 = start0;
    }
    return this.#window.subarray(start0 - this.#start0, end0 - this.#start0);
  }
}

function inflated(packed: Uint8Array, bytes: number, where: string): Uint8Array {
  try {
    // One byte more than there should be tells a file that is longer than it says.
    return inflateSync(packed, { out: new Uint8Array(bytes + 1) });
  } catch (cause) {
    throw broken(where, (cause as Error).message, cause);
  }
}
