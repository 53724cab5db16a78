import { broken, unread } from './broken.ts';
import { btree2Records, widthOf } from './btree2.ts';
import type { Cursor } from './cursor.ts';
import type { FileBytes } from './file-bytes.ts';
import { checkSum } from './object-header.ts';

/** The objects that a tree of version 2 points to in a fractal heap: links of a large group, attributes of an object with many. */
export async function heapObjects(file: FileBytes, heap: number, tree: number, idAt: number): Promise<Uint8Array[]> {
  const records = await btree2Records(file, tree);
  if (records.length === 0) return [];
  const opened = await openHeap(file, heap);
  const objects: Uint8Array[] = [];
  for (const record of records) {
    record.skip(idAt);
    objects.push(await opened.object(record));
  }
  return objects;
}

/** Source: HDF5 File Format Specification 3.0, §III.G. Managed objects only, unfiltered: groups and attributes have no others below 64 KiB. */
async function openHeap(file: FileBytes, address: number) {
  const head = await file.cursor(address, 146, 'a heap');
  checkSum(head.bytes, head.where);
  head.signature('FRHP');
  head.skip(3);
  if (head.u16() > 0) throw unread(head.where, 'compressed heaps are not read');
  head.skip(1);
  const mostManaged = head.u32();
  head.skip(12 * 8);
  const width = head.u16();
  const startBytes = head.u64();
  const mostDirect = head.u64();
  const offsetBytes = Math.ceil(head.u16() / 8);
  head.skip(2);
  const root = head.address(8);
  const rootRows = head.u16();
  const lengthBytes = Math.min(widthOf(mostDirect), widthOf(mostManaged));
  const sane = [startBytes, mostDirect].every((size) => size > 0 && Number.isInteger(Math.log2(size)));
  if (!sane || width === 0 || offsetBytes > 8 || offsetBytes === 0)
    throw broken(head.where, 'blocks of powers of two bytes expected');
  const directRows = Math.log2(mostDirect) - Math.log2(startBytes) + 2;
  const sizeOfRow = (row: number) => (row === 0 ? startBytes : startBytes * 2 ** (row - 1));
  const blockHead = 5 + 8 + offsetBytes;

  /** Address of a byte by its offset in the heap. */
  async function addressOf(offset: number, length: number): Promise<number> {
    let block = root;
    let rows = rootRows;
    let from = offset;
    for (let depth = 0; rows > 0; depth++) {
      if (depth > 32 || rows > 64) throw broken(head.where, 'a heap of some depth expected, got a circle');
      let row = 0;
      let rowStart = 0;
      while (row < rows && from >= rowStart + width * sizeOfRow(row)) rowStart += width * sizeOfRow(row++);
      if (row === rows) throw broken(head.where, `an object inside expected, got one at ${offset}`);
      const column = Math.floor((from - rowStart) / sizeOfRow(row));
      from -= rowStart + column * sizeOfRow(row);
      const node = await file.cursor(block, blockHead + rows * width * 8, 'a block of a heap');
      node.signature('FHIB');
      node.skip(blockHead - 4 + (row * width + column) * 8);
      block = node.address(8);
      if (row < directRows) {
        if (from + length > sizeOfRow(row)) throw broken(head.where, 'an object within one block expected');
        break;
      }
      rows = Math.log2(sizeOfRow(row)) - Math.log2(startBytes * width) + 1;
    }
    (await file.cursor(block, 4, 'a block of a heap')).signature('FHDB');
    return block + from;
  }

  return {
    async object(id: Cursor): Promise<Uint8Array> {
      const kind = (id.u8() >> 4) & 3;
      if (kind !== 0) throw unread(head.where, 'only managed objects of a heap are read, got a huge or tiny one');
      const offset = id.uint(offsetBytes);
      const length = id.uint(lengthBytes);
      return file.at(await addressOf(offset, length), length, 'an object of a heap');
    },
  };
}
