import { broken } from './broken.ts';
import { Cursor, UNDEFINED } from './cursor.ts';
import type { FileBytes } from './file-bytes.ts';

export interface Entry {
  /** The key before the child. */
  readonly key: Cursor;
  readonly child: number;
}

/**
 * The entries of all leaves of a B-tree of version 1, in order. Each node is looked at once, whatever a broken file says.
 * Source: HDF5 File Format Specification 3.0, §III.A.1. @param type 0 a group's, 1 of chunks. @param keyBytes of one key.
 */
export async function btree1Entries(file: FileBytes, root: number, type: 0 | 1, keyBytes: number): Promise<Entry[]> {
  const entries: Entry[] = [];
  if (root === UNDEFINED) return entries;
  const seen = new Set<number>();
  const visit = async (address: number, levelAbove: number): Promise<void> => {
    if (seen.has(address)) throw broken(file.name, 'a tree expected, got one that leads back to itself');
    seen.add(address);
    const head = await file.cursor(address, 24, 'a node of a tree');
    head.signature('TREE');
    const got = head.u8();
    const level = head.u8();
    const count = head.u16();
    if (got !== type) throw broken(head.where, `a tree of type ${type} expected, got ${got}`);
    if (level >= levelAbove) throw broken(head.where, `a level below ${levelAbove} expected, got ${level}`);
    const body = await file.at(address + 24, count * (keyBytes + 8), 'a node of a tree');
    for (let k = 0; k < count; k++) {
      const from = k * (keyBytes + 8);
      const key = new Cursor(body.subarray(from, from + keyBytes), head.where);
      const child = new Cursor(body, head.where, from + keyBytes).address(8);
      if (level === 0) entries.push({ key, child });
      else await visit(child, level);
    }
  };
  await visit(root, 256);
  return entries;
}
