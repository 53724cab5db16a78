import { broken, unread } from './broken.ts';
import type { Cursor } from './cursor.ts';

/** What the values of a dataset are. `size` is that of one value, bytes. */
export type Datatype =
  | { readonly kind: 'integer'; readonly size: number; readonly signed: boolean; readonly bigEndian: boolean }
  | { readonly kind: 'float'; readonly size: number; readonly bigEndian: boolean }
  | { readonly kind: 'string'; readonly size: number; readonly padding: 'zero' | 'blank' }
  /** Text of any length, kept in the global heap. */
  | { readonly kind: 'text'; readonly size: number }
  | { readonly kind: 'list'; readonly size: number; readonly of: Datatype }
  | { readonly kind: 'enum'; readonly size: number; readonly of: Datatype; readonly names: ReadonlyMap<number, string> }
  | { readonly kind: 'record'; readonly size: number; readonly fields: readonly Field[] }
  | { readonly kind: 'array'; readonly size: number; readonly shape: readonly number[]; readonly of: Datatype }
  | { readonly kind: 'reference'; readonly size: number }
  | { readonly kind: 'opaque'; readonly size: number };

export interface Field {
  readonly name: string;
  readonly at: number;
  readonly type: Datatype;
}

const DEEPEST = 8;

/** A datatype message. Source: HDF5 File Format Specification 3.0, §IV.A.2.d. @throws {FormatError} @throws {UnsupportedError} */
export function parseDatatype(cursor: Cursor, depth = 0): Datatype {
  if (depth > DEEPEST) throw broken(cursor.where, `types within types to a depth of ${DEEPEST} expected, got more`);
  const first = cursor.u8();
  const version = first >> 4;
  const bits = cursor.uint(3);
  const size = cursor.u32();
  if (version < 1 || version > 4) throw broken(cursor.where, `version 1 to 4 of a type expected, got ${version}`);
  if (size === 0) throw broken(cursor.where, 'a type of at least one byte expected, got 0');
  const inner = () => parseDatatype(cursor, depth + 1);
  switch (first & 15) {
    case 0: {
      cursor.skip(4);
      if (size > 8) throw unread(cursor.where, `integers of up to 8 bytes are read, got ${size}`);
      return { kind: 'integer', size, signed: (bits & 8) !== 0, bigEndian: (bits & 1) !== 0 };
    }
    case 1: {
      cursor.skip(12);
      if (![2, 4, 8].includes(size) || (bits & 64) !== 0)
        throw unread(cursor.where, `floats of 2, 4 and 8 bytes are read, got ${size}`);
      return { kind: 'float', size, bigEndian: (bits & 1) !== 0 };
    }
    case 3:
      return { kind: 'string', size, padding: (bits & 15) === 2 ? 'blank' : 'zero' };
    case 4: {
      cursor.skip(4);
      if (size > 8) throw unread(cursor.where, `bit fields of up to 8 bytes are read, got ${size}`);
      return { kind: 'integer', size, signed: false, bigEndian: (bits & 1) !== 0 };
    }
    case 5:
      cursor.skip(bits & 255);
      return { kind: 'opaque', size };
    case 6: {
      const fields = Array.from({ length: bits & 0xffff }, () => parseField(cursor, version, size, inner));
      return { kind: 'record', size, fields };
    }
    case 7:
      return { kind: 'reference', size };
    case 8: {
      const of = inner();
      if (of.kind !== 'integer' || of.size !== size) throw broken(cursor.where, 'words of whole numbers expected');
      const count = bits & 0xffff;
      const words = Array.from({ length: count }, () => cursor.text0(version < 3 ? 8 : 1));
      const numbers = Array.from({ length: count }, () => cursor.take(size));
      return { kind: 'enum', size, of, names: new Map(words.map((word, k) => [integerAt(numbers[k]!, of), word])) };
    }
    case 9: {
      const of = inner();
      return (bits & 15) === 1 ? { kind: 'text', size } : { kind: 'list', size, of };
    }
    case 10: {
      const rank = cursor.u8();
      if (version < 3) cursor.skip(3);
      const shape = Array.from({ length: rank }, () => cursor.u32());
      if (version < 3) cursor.skip(4 * rank);
      const of = inner();
      const count = shape.reduce((a, b) => a * b, 1);
      if (count * of.size !== size) throw broken(cursor.where, `arrays of ${size} bytes expected, got ${count} values`);
      return { kind: 'array', size, shape, of };
    }
    default:
      throw unread(cursor.where, `a type of class ${first & 15} is not read`);
  }
}

function parseField(cursor: Cursor, version: number, size: number, inner: () => Datatype): Field {
  const name = cursor.text0(version < 3 ? 8 : 1);
  const offsetBytes = version < 3 ? 4 : size < 256 ? 1 : size < 65536 ? 2 : size < 1 << 24 ? 3 : 4;
  const at = cursor.uint(offsetBytes);
  let shape: number[] = [];
  if (version === 1) {
    const rank = cursor.u8();
    cursor.skip(11);
    const dims = Array.from({ length: 4 }, () => cursor.u32());
    if (rank > 4) throw broken(cursor.where, `up to 4 dimensions of a field expected, got ${rank}`);
    shape = dims.slice(0, rank);
  }
  let type = inner();
  if (shape.length > 0) type = { kind: 'array', size: shape.reduce((a, b) => a * b, type.size), shape, of: type };
  if (at + type.size > size) throw broken(cursor.where, `field '${name}' within ${size} bytes expected, got ${at}`);
  return { name, at, type };
}

function integerAt(bytes: Uint8Array, type: Extract<Datatype, { kind: 'integer' }>): number {
  let value = 0;
  const { size, bigEndian, signed } = type;
  for (let k = 0; k < size; k++) value = value * 256 + bytes[bigEndian ? k : size - 1 - k]!;
  return signed && value >= 2 ** (8 * size - 1) ? value - 2 ** (8 * size) : value;
}

/** As people write it: `int32`, `float32`, `text`. */
export function typeName(type: Datatype): string {
  if (type.kind === 'integer') return `${type.signed ? 'int' : 'uint'}${8 * type.size}`;
  if (type.kind === 'float') return `float${8 * type.size}`;
  return type.kind;
}
