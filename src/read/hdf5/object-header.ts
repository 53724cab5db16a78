import { broken, unread } from './broken.ts';
import { lookup3 } from './checksum.ts';
import { Cursor } from './cursor.ts';
import type { FileBytes } from './file-bytes.ts';

/** One message of an object: a fact of a dataset, a link of a group. */
export interface Message {
  readonly type: number;
  readonly bytes: Uint8Array;
}

/** Types of messages. Source: HDF5 File Format Specification 3.0, §IV.A.2. */
export const MESSAGE = {
  dataspace: 0x01,
  linkInfo: 0x02,
  datatype: 0x03,
  link: 0x06,
  externalFiles: 0x07,
  layout: 0x08,
  filters: 0x0b,
  attribute: 0x0c,
  continuation: 0x10,
  symbolTable: 0x11,
  attributeInfo: 0x15,
} as const;

const MOST_BYTES = 1 << 26;

/** Bytes of messages still to be read. */
interface Part {
  readonly cursor: Cursor;
}

/**
 * All messages of the object whose header stands at `address`, those in continuations included; shared ones are fetched.
 * Source: HDF5 File Format Specification 3.0, §IV.A.1. @throws {FormatError} @throws {UnsupportedError}
 */
export async function readObjectHeader(file: FileBytes, address: number, depth = 0): Promise<Message[]> {
  const head = new Cursor(await file.atMost(address, 64, 'an object header'), `${file.name}: object header`);
  const old = head.bytes[0] === 1;
  const { part, flags } = old ? await oldStart(file, address, head) : await newStart(file, address, head);
  const messages: Message[] = [];
  const parts: Part[] = [part];
  const seen = new Set<number>();
  let total = 0;
  for (let next = parts.shift(); next; next = parts.shift()) {
    const { cursor } = next;
    total += cursor.bytes.length;
    if (total > MOST_BYTES) throw broken(cursor.where, `an object header below ${MOST_BYTES} bytes expected, got more`);
    while (cursor.left >= (old ? 8 : flags & 4 ? 6 : 4)) {
      const type = old ? cursor.u16() : cursor.u8();
      const size = cursor.u16();
      const shared = (cursor.u8() & 2) !== 0;
      if (old) cursor.skip(3);
      else if (flags & 4) cursor.skip(2);
      const bytes = cursor.take(size);
      if (type === MESSAGE.continuation) {
        const to = new Cursor(bytes, cursor.where);
        const at = to.address(8);
        const length = to.u64();
        if (seen.has(at)) throw broken(cursor.where, 'a header that goes on elsewhere expected, got one in a circle');
        seen.add(at);
        parts.push({ cursor: old ? await file.cursor(at, length, 'object header') : await chunk(file, at, length) });
      } else if (type !== 0) {
        messages.push({ type, bytes: shared ? await sharedBytes(file, type, bytes, depth) : bytes });
      }
    }
  }
  return messages;
}

async function oldStart(file: FileBytes, address: number, head: Cursor): Promise<{ part: Part; flags: number }> {
  head.skip(8);
  const size = head.u32();
  return { part: { cursor: await file.cursor(address + 16, size, 'object header') }, flags: 0 };
}

async function newStart(file: FileBytes, address: number, head: Cursor): Promise<{ part: Part; flags: number }> {
  head.signature('OHDR');
  const version = head.u8();
  if (version !== 2) throw broken(head.where, `version 2 expected, got ${version}`);
  const flags = head.u8();
  if (flags & 0x20) head.skip(16);
  if (flags & 0x10) head.skip(4);
  const size = head.uint(1 << (flags & 3));
  const all = await file.at(address, head.at + size + 4, 'object header');
  checkSum(all, head.where);
  return { part: { cursor: new Cursor(all.subarray(0, -4), head.where, head.at) }, flags };
}

/** A continuation of a newer header. */
async function chunk(file: FileBytes, at: number, length: number): Promise<Cursor> {
  const cursor = await file.cursor(at, length, 'object header');
  checkSum(cursor.bytes, cursor.where);
  cursor.signature('OCHK');
  return new Cursor(cursor.bytes.subarray(0, -4), cursor.where, 4);
}

/** The last four bytes are the sum of all before them. @throws {FormatError} they are not. */
export function checkSum(bytes: Uint8Array, where: string): void {
  const end = bytes.length - 4;
  if (end < 0) throw broken(where, `a checksum expected, got ${bytes.length} bytes`);
  const written = new Cursor(bytes, where, end).u32();
  if (lookup3(bytes.subarray(0, end)) !== written) throw broken(where, 'its checksum does not match its content');
}

/** A message that stands with another object: a named type. */
export async function sharedBytes(
  file: FileBytes,
  type: number,
  bytes: Uint8Array,
  depth: number,
): Promise<Uint8Array> {
  const cursor = new Cursor(bytes, `${file.name}: shared message`);
  const version = cursor.u8();
  const kind = cursor.u8();
  if (version === 1) cursor.skip(6);
  if (depth > 4) throw broken(cursor.where, 'a shared message expected, got a circle of them');
  if (version === 3 && kind === 1) throw unread(cursor.where, 'messages in the shared heap are not read');
  const found = (await readObjectHeader(file, cursor.address(8), depth + 1)).find((one) => one.type === type);
  if (!found) throw broken(cursor.where, `a message of type ${type} expected where it is said to be, got none`);
  return found.bytes;
}
