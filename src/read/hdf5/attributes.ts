import { broken } from './broken.ts';
import { Cursor, decodeText, UNDEFINED } from './cursor.ts';
import { parseDataspace } from './dataspace.ts';
import { type Datatype, parseDatatype } from './datatype.ts';
import type { FileBytes } from './file-bytes.ts';
import { heapObjects } from './fractal-heap.ts';
import { MESSAGE, type Message, sharedBytes } from './object-header.ts';

/** An attribute as stored: its values are decoded when they are asked for. */
export interface Attribute {
  readonly type: Datatype;
  /** Null: an empty one. */
  readonly shape: readonly number[] | null;
  readonly bytes: Uint8Array;
}

/** What an object says of itself, by name; of a type that cannot be read: absent. */
export async function readAttributes(file: FileBytes, messages: readonly Message[]): Promise<Map<string, Attribute>> {
  const found = new Map<string, Attribute>();
  for (const { type, bytes } of messages) {
    const cursor = new Cursor(bytes, `${file.name}: attribute`);
    if (type === MESSAGE.attribute) await readAttribute(file, cursor, found);
    else if (type === MESSAGE.attributeInfo) {
      cursor.skip(1);
      if (cursor.u8() & 1) cursor.skip(2);
      const heap = cursor.address(8);
      if (heap === UNDEFINED) continue;
      // Records of names begin with the id in the heap.
      for (const one of await heapObjects(file, heap, cursor.address(8), 0))
        await readAttribute(file, new Cursor(one, cursor.where), found);
    }
  }
  return found;
}

/** Source: HDF5 File Format Specification 3.0, §IV.A.2.m. */
async function readAttribute(file: FileBytes, cursor: Cursor, found: Map<string, Attribute>): Promise<void> {
  const version = cursor.u8();
  if (version < 1 || version > 3) throw broken(cursor.where, `version 1 to 3 of an attribute expected, got ${version}`);
  const flags = cursor.u8();
  const [nameBytes, typeBytes, spaceBytes] = [cursor.u16(), cursor.u16(), cursor.u16()];
  if (version === 3) cursor.skip(1);
  const padded = (count: number) => (version === 1 ? Math.ceil(count / 8) * 8 : count);
  const name = decodeText(cursor.take(padded(nameBytes)).subarray(0, Math.max(0, nameBytes - 1)));
  const stored = cursor.take(padded(typeBytes));
  const typeMessage = version > 1 && flags & 1 ? await sharedBytes(file, MESSAGE.datatype, stored, 0) : stored;
  const space = cursor.take(padded(spaceBytes));
  const where = `${cursor.where} '${name}'`;
  const type = parseDatatype(new Cursor(typeMessage, where));
  const shape = parseDataspace(space, where);
  const count = shape ? shape.reduce((a, b) => a * b, 1) : 0;
  if (count * type.size > cursor.left) throw broken(where, `${count} values expected, got ${cursor.left} bytes`);
  found.set(name, { type, shape, bytes: cursor.take(count * type.size) });
}
