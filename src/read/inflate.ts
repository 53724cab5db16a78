import { Gunzip } from 'fflate';
import { FormatError } from '../base/errors.ts';
import { crc32 } from './crc32.ts';

/** A member's header can be 64 KiB and more (its extra field); its predecessor's trailer is looked up when it ends. */
const KEPT_BYTES = 1 << 17;
const TRAILER_BYTES = 8;

/**
 * Undoes gzip as a stream, members one after another included (bgzip, `cat a.gz b.gz`). The browser's DecompressionStream
 * refuses several members, and fflate checks no sums; so fflate inflates and the CRC-32 and length of each member are checked here.
 * Anything after the last member makes its sums disagree and is refused. Source: RFC 1952.
 * @throws {FormatError} truncated or corrupt.
 */
export async function* inflate(raw: AsyncIterable<Uint8Array>, name: string): AsyncGenerator<Uint8Array> {
  const recent = new RecentBytes();
  let output: Uint8Array[] = [];
  let crc = 0;
  let length = 0;
  const checkMember = (end: number) => {
    const trailer = recent.view(end - TRAILER_BYTES);
    if (trailer.getUint32(0, true) !== crc) throw gzipError(name, 'its checksum does not match its content');
    if (trailer.getUint32(4, true) !== length) throw gzipError(name, 'its length does not match its content');
    crc = 0;
    length = 0;
  };
  const gunzip = new Gunzip((bytes) => {
    crc = crc32(bytes, crc);
    length = (length + bytes.length) >>> 0;
    if (bytes.length > 0) output.push(bytes);
  });
  gunzip.onmember = checkMember;
  const push = (bytes: Uint8Array, final: boolean) => {
    try {
      gunzip.push(bytes, final);
    } catch (cause) {
      throw cause instanceof FormatError ? cause : gzipError(name, (cause as Error).message, cause);
    }
  };
  for await (const chunk of raw) {
    const own = chunk.slice();
    recent.add(own);
    push(own, false);
    yield* output;
    output = [];
  }
  push(new Uint8Array(0), true);
  yield* output;
  checkMember(recent.end);
}

/** What both ways of inflating say of a broken file. */
export function gzipError(name: string, problem: string, cause?: unknown): FormatError {
  return new FormatError({
    where: name,
    problem: `a complete gzip file expected, but it is truncated or corrupt (${problem})`,
    hint: 'download or copy it again; `gzip -t` tells when it is whole',
    cause,
  });
}

/** The last raw bytes, addressed by their offset in the file. */
class RecentBytes {
  end = 0;
  readonly #chunks: Uint8Array[] = [];
  #start = 0;

  add(chunk: Uint8Array): void {
    this.#chunks.push(chunk);
    this.end += chunk.length;
    while (this.end - this.#start - this.#chunks[0]!.length > KEPT_BYTES) this.#start += this.#chunks.shift()!.length;
  }

  /** The 8 bytes from `offset`; zeros where there are none. */
  view(offset: number): DataView {
    const bytes = new Uint8Array(TRAILER_BYTES);
    let at = this.#start;
    for (const chunk of this.#chunks) {
      for (let i = 0; i < TRAILER_BYTES; i++) {
        const k = offset + i - at;
        if (k >= 0 && k < chunk.length) bytes[i] = chunk[k]!;
      }
      at += chunk.length;
    }
    return new DataView(bytes.buffer);
  }
}
