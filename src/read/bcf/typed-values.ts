/** A typed value of BCF2: how many elements, of which type, and where they begin. Source: BCF2 specification, §6.3.3. */
export interface TypedHead {
  readonly type: number;
  readonly count: number;
  /** First byte of the elements. */
  readonly at: number;
}

export const INT8 = 1;
export const INT16 = 2;
export const INT32 = 3;
export const FLOAT = 5;
export const CHAR = 7;
const BYTES: Readonly<Record<number, number>> = { 0: 0, [INT8]: 1, [INT16]: 2, [INT32]: 4, [FLOAT]: 4, [CHAR]: 1 };
/** Of integers the least value is missing, the next one says that the vector of the sample is shorter. */
const LEAST: Readonly<Record<number, number>> = { [INT8]: -128, [INT16]: -32768, [INT32]: -2147483648 };
/** Of floats the bits of two values that are no number. */
const FLOAT_MISSING = 0x7f800001;
const FLOAT_END = 0x7f800002;

/** There is no element here: the vector of the sample is shorter. */
export const END = Number.NEGATIVE_INFINITY;

export const bytesOfType = (type: number): number | undefined => BYTES[type];

/** Reads within bounds; `Broken` where a value would leave them. */
export class TypedReader {
  readonly #view: DataView;
  readonly #bytes: Uint8Array;
  at: number;
  readonly end: number;

  constructor(bytes: Uint8Array, from: number, end: number) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    this.at = from;
    this.end = end;
  }

  need(bytes: number): void {
    if (!(this.at + bytes <= this.end)) throw new Broken('a value runs over its end');
  }

  int32(): number {
    this.need(4);
    this.at += 4;
    return this.#view.getInt32(this.at - 4, true);
  }

  /** The descriptor of a value; the reader then stands at its elements. */
  head(): TypedHead {
    this.need(1);
    const byte = this.#bytes[this.at++]!;
    const type = byte & 15;
    if (bytesOfType(type) === undefined) throw new Broken(`a type of ${type}`);
    let count = byte >> 4;
    if (count === 15) {
      count = this.integer();
      if (count < 0) throw new Broken(`a vector of ${count} elements`);
    }
    return { type, count, at: this.at };
  }

  /** One typed integer. */
  integer(): number {
    const { type, count } = this.head();
    if (count !== 1 || LEAST[type] === undefined) throw new Broken('a number expected');
    this.need(bytesOfType(type)!);
    const value = this.element(type, this.at);
    this.at += bytesOfType(type)!;
    return value;
  }

  /** One typed text; missing is empty. */
  text(): string {
    const { type, count } = this.head();
    if (count > 0 && type !== CHAR) throw new Broken('a text expected');
    this.need(count);
    this.at += count;
    const part = this.#bytes.subarray(this.at - count, this.at);
    return count === 1 ? String.fromCharCode(part[0]!) : new TextDecoder().decode(part).replace(/\0+$/, '');
  }

  /** An element that is a number: NaN is missing, `END` none. */
  element(type: number, at: number): number {
    if (type === FLOAT) {
      const bits = this.#view.getUint32(at, true);
      if (bits === FLOAT_MISSING) return Number.NaN;
      return bits === FLOAT_END ? END : this.#view.getFloat32(at, true);
    }
    const value =
      type === INT8
        ? this.#view.getInt8(at)
        : type === INT16
          ? this.#view.getInt16(at, true)
          : this.#view.getInt32(at, true);
    const least = LEAST[type]!;
    return value === least ? Number.NaN : value === least + 1 ? END : value;
  }
}

/** What is wrong within a record; the reader adds the place. */
export class Broken extends Error {}
