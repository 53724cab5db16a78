import { broken } from './broken.ts';
import { btree1Entries } from './btree1.ts';
import { Cursor, decodeText, UNDEFINED } from './cursor.ts';
import type { FileBytes } from './file-bytes.ts';
import { heapObjects } from './fractal-heap.ts';
import { MESSAGE, type Message } from './object-header.ts';

const SYMBOL_BYTES = 40;

/** The hard links of a group: name → address of the object's header. Soft and external links are left out. */
export async function readLinks(file: FileBytes, messages: readonly Message[]): Promise<Map<string, number>> {
  const links = new Map<string, number>();
  for (const { type, bytes } of messages) {
    const cursor = new Cursor(bytes, `${file.name}: group`);
    if (type === MESSAGE.symbolTable) await readSymbols(file, cursor.address(8), cursor.address(8), links);
    else if (type === MESSAGE.link) readLink(cursor, links);
    else if (type === MESSAGE.linkInfo) {
      cursor.skip(1);
      if (cursor.u8() & 1) cursor.skip(8);
      const heap = cursor.address(8);
      if (heap === UNDEFINED) continue;
      // Records of names: a hash of 4 bytes, then the id in the heap.
      for (const one of await heapObjects(file, heap, cursor.address(8), 4))
        readLink(new Cursor(one, cursor.where), links);
    }
  }
  return links;
}

/** Source: HDF5 File Format Specification 3.0, §IV.A.2.g. */
function readLink(cursor: Cursor, links: Map<string, number>): void {
  const version = cursor.u8();
  if (version !== 1) throw broken(cursor.where, `version 1 of a link expected, got ${version}`);
  const flags = cursor.u8();
  const kind = flags & 8 ? cursor.u8() : 0;
  if (flags & 4) cursor.skip(8);
  if (flags & 16) cursor.skip(1);
  const name = decodeText(cursor.take(cursor.uint(1 << (flags & 3))));
  if (kind === 0) links.set(name, cursor.address(8));
}

/** A group of the older form. Source: HDF5 File Format Specification 3.0, §III.B to D. */
async function readSymbols(file: FileBytes, tree: number, heap: number, links: Map<string, number>): Promise<void> {
  const head = await file.cursor(heap, 32, 'the names of a group');
  head.signature('HEAP');
  head.skip(4);
  const nameBytes = head.u64();
  head.skip(8);
  const names = await file.at(head.address(8), nameBytes, 'the names of a group');
  for (const { child } of await btree1Entries(file, tree, 0, 8)) {
    const node = await file.cursor(child, 8, 'a group');
    node.signature('SNOD');
    node.skip(2);
    const count = node.u16();
    const symbols = await file.cursor(child + 8, count * SYMBOL_BYTES, 'a group');
    for (let k = 0; k < count; k++) {
      symbols.at = k * SYMBOL_BYTES;
      const nameAt = symbols.address(8);
      const address = symbols.address(8);
      if (symbols.u32() === 2) continue;
      if (nameAt < 0 || nameAt >= names.length)
        throw broken(symbols.where, `a name within ${names.length} bytes expected, got ${nameAt}`);
      links.set(new Cursor(names, symbols.where, nameAt).text0(), address);
    }
  }
}
