import { broken, unread } from './broken.ts';
import { Cursor, decodeText } from './cursor.ts';
import { type Datatype, typeName } from './datatype.ts';
import type { GlobalHeap } from './global-heap.ts';

export type NumberArray =
  | Float32Array
  | Float64Array
  | Int8Array
  | Uint8Array
  | Int16Array
  | Uint16Array
  | Int32Array
  | Uint32Array;

/** Decoded values in row-major order. */
export type Values =
  | {
      readonly kind: 'numbers';
      readonly values: NumberArray;
      /** Of an enum: the words of its numbers. */
      readonly names?: ReadonlyMap<number, string>;
      /** Of whole numbers beyond 2⁵³: how many were rounded. */
      readonly rounded?: number;
    }
  | { readonly kind: 'texts'; readonly values: string[] }
  | { readonly kind: 'records'; readonly count: number; readonly fields: readonly FieldValues[] };

export interface FieldValues {
  readonly name: string;
  /** Values of one record: 1, or those of an array. */
  readonly width: number;
  readonly values: Values;
}

/** Numbers of any width; a view of the bytes where the machine can read them as they are. @throws {FormatError} they are no numbers. */
export function numbersOf(type: Datatype, bytes: Uint8Array, where: string): NumberArray {
  const number = type.kind === 'enum' ? type.of : type;
  if (number.kind !== 'integer' && number.kind !== 'float')
    throw broken(where, `numbers expected, got ${typeName(type)}`);
  const { size, bigEndian } = number;
  if (bytes.length % size !== 0) throw broken(where, `values of ${size} bytes expected, got ${bytes.length} bytes`);
  const plain = !bigEndian && size <= (number.kind === 'float' ? 8 : 4) && !(number.kind === 'float' && size === 2);
  if (plain && [1, 2, 4, 8].includes(size)) {
    const own = bytes.byteOffset % size === 0 ? bytes : bytes.slice();
    const at = [own.buffer, own.byteOffset, own.length / size] as const;
    if (number.kind === 'float') return size === 4 ? new Float32Array(...at) : new Float64Array(...at);
    if (size === 1) return number.signed ? new Int8Array(...at) : new Uint8Array(...at);
    if (size === 2) return number.signed ? new Int16Array(...at) : new Uint16Array(...at);
    return number.signed ? new Int32Array(...at) : new Uint32Array(...at);
  }
  return slowNumbers(number, bytes);
}

/** Big-endian numbers, half floats and integers of 8 bytes as float64. */
function slowNumbers(type: Extract<Datatype, { kind: 'integer' | 'float' }>, bytes: Uint8Array): Float64Array {
  const { size, bigEndian } = type;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const out = new Float64Array(bytes.length / size);
  for (let i = 0, at = 0; i < out.length; i++, at += size) {
    if (type.kind === 'float') {
      if (size === 8) out[i] = view.getFloat64(at, !bigEndian);
      else if (size === 4) out[i] = view.getFloat32(at, !bigEndian);
      else out[i] = halfFloat(view.getUint16(at, !bigEndian));
    } else if (size === 8) {
      const low = view.getUint32(bigEndian ? at + 4 : at, !bigEndian);
      const high = bigEndian ? at : at + 4;
      out[i] = low + 2 ** 32 * (type.signed ? view.getInt32(high, !bigEndian) : view.getUint32(high, !bigEndian));
    } else {
      let value = 0;
      for (let k = 0; k < size; k++) value = value * 256 + bytes[bigEndian ? at + k : at + size - 1 - k]!;
      out[i] = type.signed && value >= 2 ** (8 * size - 1) ? value - 2 ** (8 * size) : value;
    }
  }
  return out;
}

/** Source: IEEE 754-2008, binary16. */
function halfFloat(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 31;
  const fraction = bits & 1023;
  if (exponent === 31) return fraction ? Number.NaN : sign * Number.POSITIVE_INFINITY;
  return sign * (exponent === 0 ? fraction * 2 ** -24 : (1 + fraction / 1024) * 2 ** (exponent - 15));
}

/** @param count of values. @throws {FormatError} @throws {UnsupportedError} lists, references, opaque values. */
export async function decodeValues(
  type: Datatype,
  bytes: Uint8Array,
  count: number,
  heap: GlobalHeap,
  where: string,
): Promise<Values> {
  switch (type.kind) {
    case 'integer':
    case 'float':
    case 'enum': {
      const values = numbersOf(type, bytes, where);
      let rounded = 0;
      if (values instanceof Float64Array && type.kind !== 'float')
        for (const value of values) if (!Number.isSafeInteger(value)) rounded++;
      return {
        ...{ kind: 'numbers', values },
        ...(type.kind === 'enum' ? { names: type.names } : {}),
        ...(rounded > 0 ? { rounded } : {}),
      };
    }
    case 'string':
      return { kind: 'texts', values: Array.from({ length: count }, (_, i) => fixedText(type, bytes, i)) };
    case 'text':
      return { kind: 'texts', values: await heapTexts(bytes, count, heap, where) };
    case 'record': {
      const fields: FieldValues[] = [];
      for (const { name, at, type: of } of type.fields) {
        const own = new Uint8Array(count * of.size);
        for (let i = 0; i < count; i++) {
          const from = i * type.size + at;
          own.set(bytes.subarray(from, from + of.size), i * of.size);
        }
        const width = of.kind === 'array' ? of.shape.reduce((a, b) => a * b, 1) : 1;
        const inner = of.kind === 'array' ? of.of : of;
        fields.push({ name, width, values: await decodeValues(inner, own, count * width, heap, `${where}/${name}`) });
      }
      return { kind: 'records', count, fields };
    }
    default:
      throw unread(where, `numbers, text and records of them are read, got ${typeName(type)}`, 'leave it out');
  }
}

function fixedText(type: Extract<Datatype, { kind: 'string' }>, bytes: Uint8Array, i: number): string {
  const own = bytes.subarray(i * type.size, (i + 1) * type.size);
  const end = own.indexOf(0);
  const text = decodeText(end < 0 ? own : own.subarray(0, end));
  return type.padding === 'blank' ? text.trimEnd() : text;
}

/** Of each text: its length, the address of its collection, its number there. An address of 0 is the empty text. */
async function heapTexts(bytes: Uint8Array, count: number, heap: GlobalHeap, where: string): Promise<string[]> {
  const cursor = new Cursor(bytes, where);
  const out: string[] = [];
  for (let i = 0; i < count; i++) {
    const length = cursor.u32();
    const address = cursor.address(8);
    const index = cursor.u32();
    if (length === 0 || address === 0) {
      out.push('');
      continue;
    }
    const object = heap.kept(address, index) ?? (await heap.object(address, index));
    if (object.length < length) throw broken(where, `a text of ${length} bytes expected, got ${object.length}`);
    const text = object.subarray(0, length);
    const end = text.indexOf(0);
    out.push(decodeText(end < 0 ? text : text.subarray(0, end)));
  }
  return out;
}
