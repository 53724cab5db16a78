const text = new TextEncoder();

/** Field types of the protocol buffer wire format. */
const VARINT = 0;
const BYTES = 2;
const FIXED32 = 5;

/**
 * Writes protocol buffer messages: fields of a number, a length-delimited run of bytes, or four bytes. All that ONNX needs of the format; a
 * library would bring a schema compiler. Source: Protocol Buffers, Encoding. Checked against ONNX's own checker.
 */
export class WireWriter {
  private bytes = new Uint8Array(256);
  private length = 0;

  /** An integer field; negative ones as 64-bit two's complement. @param value within ±2⁵³, or any 64-bit bigint. */
  integer(field: number, value: number | bigint): this {
    this.varint((field << 3) | VARINT);
    if (typeof value === 'number' && value >= 0) this.varint(value);
    else this.big(BigInt.asUintN(64, BigInt(value)));
    return this;
  }

  float(field: number, value: number): this {
    this.varint((field << 3) | FIXED32);
    this.grow(4);
    new DataView(this.bytes.buffer).setFloat32(this.length, value, true);
    this.length += 4;
    return this;
  }

  run(field: number, run: Uint8Array): this {
    this.varint((field << 3) | BYTES);
    this.varint(run.length);
    this.grow(run.length);
    this.bytes.set(run, this.length);
    this.length += run.length;
    return this;
  }

  string(field: number, value: string): this {
    return this.run(field, text.encode(value));
  }

  message(field: number, message: WireWriter): this {
    return this.run(field, message.finish());
  }

  /** Integers packed into one run, as proto3 writes repeated numbers. */
  packed(field: number, values: readonly number[]): this {
    const inner = new WireWriter();
    for (const value of values) {
      if (value >= 0) inner.varint(value);
      else inner.big(BigInt.asUintN(64, BigInt(value)));
    }
    return this.run(field, inner.finish());
  }

  /** The bytes so far, as a view. */
  finish(): Uint8Array {
    return this.bytes.subarray(0, this.length);
  }

  /** @param value a whole number of at most 53 bits: divided, not shifted, which would cut it at 32. */
  private varint(value: number): void {
    this.grow(10);
    while (value > 127) {
      this.bytes[this.length++] = (value % 128) | 128;
      value = Math.floor(value / 128);
    }
    this.bytes[this.length++] = value;
  }

  private big(value: bigint): void {
    this.grow(10);
    while (value > 127n) {
      this.bytes[this.length++] = Number(value & 127n) | 128;
      value >>= 7n;
    }
    this.bytes[this.length++] = Number(value);
  }

  private grow(by: number): void {
    if (this.length + by <= this.bytes.length) return;
    const larger = new Uint8Array(Math.max(2 * this.bytes.length, this.length + by));
    larger.set(this.bytes.subarray(0, this.length));
    this.bytes = larger;
  }
}
