import { FormatError } from '../../base/errors.ts';

/** One field of a message: its number, and what it holds. */
export interface WireField {
  readonly field: number;
  /** Of integers. */
  readonly integer?: bigint;
  /** Of messages, texts and packed runs; a view. Of fixed-size numbers: their 4 or 8 bytes. */
  readonly run?: Uint8Array;
}

/**
 * The fields of a protocol buffer message in the order of the file. @throws {FormatError} bytes that end within a field, or a field type that ONNX
 * has not. Source: Protocol Buffers, Encoding.
 */
export function* wireFields(bytes: Uint8Array, where: string): Generator<WireField> {
  let at = 0;
  const cut = (problem: string) =>
    new FormatError({
      where,
      problem: `${problem} at byte ${at} of ${bytes.length}`,
      hint: 'the file is damaged or no ONNX',
    });
  const varint = (): bigint => {
    let value = 0n;
    for (let shift = 0n; shift < 70n; shift += 7n) {
      const byte = bytes[at++];
      if (byte === undefined) throw cut('a number must end, got the end of the file');
      value |= BigInt(byte & 127) << shift;
      if (byte < 128) return BigInt.asUintN(64, value);
    }
    throw cut('a number must have at most 10 bytes');
  };
  const take = (length: number): Uint8Array => {
    if (at + length > bytes.length) throw cut(`a field of ${length} bytes must fit`);
    at += length;
    return bytes.subarray(at - length, at);
  };
  while (at < bytes.length) {
    const tag = Number(varint());
    const field = Math.floor(tag / 8);
    const type = tag % 8;
    if (field < 1 || field > 536_870_911) throw cut(`a field number must be from 1 to 536870911, got ${field}`);
    if (type === 0) yield { field, integer: varint() };
    else if (type === 1) yield { field, run: take(8) };
    else if (type === 2) {
      const length = varint();
      if (length > BigInt(bytes.length)) throw cut(`a field of ${length} bytes must fit`);
      yield { field, run: take(Number(length)) };
    } else if (type === 5) yield { field, run: take(4) };
    else throw cut(`a field type must be 0, 1, 2 or 5, got ${type}`);
  }
}

/** Integers of a repeated field, packed or one by one, as signed numbers. */
export function integersOf({ integer, run }: WireField, where: string): bigint[] {
  if (integer !== undefined) return [BigInt.asIntN(64, integer)];
  const out: bigint[] = [];
  let value = 0n;
  let shift = 0n;
  for (const byte of run!) {
    value |= BigInt(byte & 127) << shift;
    shift += 7n;
    if (byte >= 128) continue;
    out.push(BigInt.asIntN(64, value));
    value = 0n;
    shift = 0n;
  }
  if (shift > 0n)
    throw new FormatError({ where, problem: 'a list of numbers must end with one', hint: 'the file is damaged' });
  return out;
}

const decoder = new TextDecoder();
export const textOf = ({ run }: WireField): string => decoder.decode(run ?? new Uint8Array());
