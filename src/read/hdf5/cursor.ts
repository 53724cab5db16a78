import { broken } from './broken.ts';

/** An address that stands for none: all bits set. */
export const UNDEFINED = -1;

/** Little-endian numbers one after another out of a piece of a file; past its end the file is broken. */
export class Cursor {
  readonly bytes: Uint8Array;
  readonly where: string;
  at: number;
  readonly #view: DataView;

  constructor(bytes: Uint8Array, where: string, at = 0) {
    this.bytes = bytes;
    this.where = where;
    this.at = at;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  get left(): number {
    return this.bytes.length - this.at;
  }

  skip(count: number): void {
    this.#need(count);
    this.at += count;
  }

  u8(): number {
    this.#need(1);
    return this.#view.getUint8(this.at++);
  }

  u16(): number {
    this.#need(2);
    this.at += 2;
    return this.#view.getUint16(this.at - 2, true);
  }

  u32(): number {
    this.#need(4);
    this.at += 4;
    return this.#view.getUint32(this.at - 4, true);
  }

  /** A length or a number of 8 bytes. @throws {FormatError} beyond 2⁵³, which no file holds. */
  u64(): number {
    return this.uint(8);
  }

  /** An address; all bits set are none. */
  address(size: number): number {
    this.#need(size);
    if (this.bytes.subarray(this.at, this.at + size).every((byte) => byte === 255)) {
      this.at += size;
      return UNDEFINED;
    }
    return this.uint(size);
  }

  uint(size: number): number {
    this.#need(size);
    let value = 0;
    for (let k = size - 1; k >= 0; k--) value = value * 256 + this.bytes[this.at + k]!;
    this.at += size;
    if (value > Number.MAX_SAFE_INTEGER) throw broken(this.where, `a number below 2^53 expected, got ${value}`);
    return value;
  }

  take(count: number): Uint8Array {
    this.#need(count);
    this.at += count;
    return this.bytes.subarray(this.at - count, this.at);
  }

  /** Text that ends with a zero byte. @param pad the whole takes a multiple of so many bytes. */
  text0(pad = 1): string {
    const end = this.bytes.indexOf(0, this.at);
    if (end < 0) throw broken(this.where, 'a name that ends expected, got one that does not');
    const text = decodeText(this.bytes.subarray(this.at, end));
    const length = end + 1 - this.at;
    this.skip(Math.ceil(length / pad) * pad);
    return text;
  }

  text(count: number): string {
    const bytes = this.take(count);
    const end = bytes.indexOf(0);
    return decodeText(end < 0 ? bytes : bytes.subarray(0, end));
  }

  /** @throws {FormatError} other letters. */
  signature(letters: string): void {
    const got = this.take(letters.length);
    for (let k = 0; k < letters.length; k++) {
      if (got[k] === letters.charCodeAt(k)) continue;
      throw broken(this.where, `the mark ${letters} expected, got the bytes ${[...got].join(' ')}`);
    }
  }

  #need(count: number): void {
    if (this.at + count <= this.bytes.length) return;
    throw broken(this.where, `${count} more bytes expected, got ${Math.max(0, this.left)}`);
  }
}

const DECODER = new TextDecoder();

export function decodeText(bytes: Uint8Array): string {
  return DECODER.decode(bytes);
}
