import type { Cursor } from '../hdf5/cursor.ts';
import { broken } from './errors.ts';
import { varint, zigzag } from './runs.ts';

/** Numbers, booleans (1, 0) and structs of a struct, by the numbers of its fields. */
export type Struct = ReadonlyMap<number, number | Struct>;

const DEEPEST = 8;

/** A struct of Thrift's compact protocol; texts, lists and floats in it are passed over. Source: Apache Thrift, thrift-compact-protocol.md. */
export function readStruct(cursor: Cursor, depth = 0): Struct {
  const found = new Map<number, number | Struct>();
  if (depth > DEEPEST) throw broken(cursor.where, `structs to a depth of ${DEEPEST} expected, got more`);
  for (let id = 0; ; ) {
    const head = cursor.u8();
    if (head === 0) return found;
    id = head >> 4 ? id + (head >> 4) : zigzag(cursor);
    const value = readField(cursor, head & 15, depth);
    if (value !== undefined) found.set(id, value);
  }
}

function readField(cursor: Cursor, type: number, depth: number): number | Struct | undefined {
  switch (type) {
    case 1:
      return 1;
    case 2:
      return 0;
    case 3:
      cursor.skip(1);
      return undefined;
    case 4:
    case 5:
    case 6:
      return zigzag(cursor);
    case 7:
      cursor.skip(8);
      return undefined;
    case 8:
      cursor.skip(varint(cursor));
      return undefined;
    case 9:
    case 10: {
      const head = cursor.u8();
      const count = head >> 4 === 15 ? varint(cursor) : head >> 4;
      if (count > cursor.left) throw broken(cursor.where, `a list of up to ${cursor.left} expected, got ${count}`);
      // In a list a boolean takes a byte.
      const of = (head & 15) < 3 ? 3 : head & 15;
      for (let k = 0; k < count; k++) readField(cursor, of, depth + 1);
      return undefined;
    }
    case 12:
      return readStruct(cursor, depth + 1);
    default:
      throw broken(cursor.where, `a field of a known type expected, got type ${type}`);
  }
}
