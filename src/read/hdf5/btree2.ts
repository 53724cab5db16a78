import { broken } from './broken.ts';
import { Cursor, UNDEFINED } from './cursor.ts';
import type { FileBytes } from './file-bytes.ts';
import { checkSum } from './object-header.ts';

/** Bytes before the records of a node: mark, version, type; and the sum behind them. */
const NODE_BYTES = 10;

/**
 * All records of a B-tree of version 2, in order. Source: HDF5 File Format Specification 3.0, §III.A.2.
 * @throws {FormatError} a sum that does not match, a circle.
 */
export async function btree2Records(file: FileBytes, address: number): Promise<Cursor[]> {
  const records: Cursor[] = [];
  if (address === UNDEFINED) return records;
  const head = await file.cursor(address, 38, 'a tree');
  checkSum(head.bytes, head.where);
  head.signature('BTHD');
  head.skip(2);
  const nodeBytes = head.u32();
  const recordBytes = head.u16();
  const depth = head.u16();
  head.skip(2);
  const root = head.address(8);
  const rootCount = head.u16();
  if (recordBytes === 0 || nodeBytes <= NODE_BYTES)
    throw broken(head.where, 'records of some bytes expected, got none');
  // How many records a node of each level holds at most, which says how wide the counts in pointers are.
  const mostOf = [Math.floor((nodeBytes - NODE_BYTES) / recordBytes)];
  const totals = [mostOf[0]!];
  const countBytes = widthOf(mostOf[0]!);
  for (let level = 1; level <= depth; level++) {
    const pointer = 8 + countBytes + (level > 1 ? widthOf(totals[level - 1]!) : 0);
    mostOf.push(Math.floor((nodeBytes - NODE_BYTES - pointer) / (recordBytes + pointer)));
    totals.push((mostOf[level]! + 1) * totals[level - 1]! + mostOf[level]!);
    if (totals[level]! > Number.MAX_SAFE_INTEGER) throw broken(head.where, `a depth that fits expected, got ${depth}`);
  }
  const seen = new Set<number>();
  const visit = async (at: number, count: number, level: number): Promise<void> => {
    if (seen.has(at)) throw broken(head.where, 'a tree expected, got one that leads back to itself');
    seen.add(at);
    const pointer = level === 0 ? 0 : 8 + countBytes + (level > 1 ? widthOf(totals[level - 1]!) : 0);
    const used = 6 + count * recordBytes + (level === 0 ? 0 : (count + 1) * pointer) + 4;
    const node = await file.cursor(at, used, 'a node of a tree');
    checkSum(node.bytes, node.where);
    node.signature(level === 0 ? 'BTLF' : 'BTIN');
    node.skip(2);
    const own = Array.from({ length: count }, () => new Cursor(node.take(recordBytes), node.where));
    if (level === 0) {
      records.push(...own);
      return;
    }
    for (let k = 0; k <= count; k++) {
      const child = node.address(8);
      const childCount = node.uint(countBytes);
      if (level > 1) node.skip(widthOf(totals[level - 1]!));
      await visit(child, childCount, level - 1);
      if (k < count) records.push(own[k]!);
    }
  };
  if (root !== UNDEFINED) await visit(root, rootCount, depth);
  return records;
}

/** Bytes that a number up to `most` takes. */
export function widthOf(most: number): number {
  return Math.floor(Math.log2(Math.max(1, most)) / 8) + 1;
}
