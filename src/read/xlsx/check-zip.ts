import { DataError, FormatError } from '../../base/errors.ts';

/** All parts of a workbook together, unpacked. */
const MOST_BYTES = 2 ** 30;

/**
 * Refuses a zip file whose directory promises more than can be unpacked, or a part whose size it does not say: the library unpacks up to what is
 * promised. @throws {FormatError} no whole zip file. @throws {DataError} more than 1 GiB. Source: PKWARE APPNOTE 6.3, §4.3.12, §4.3.16.
 */
export function checkZip(bytes: Uint8Array, name: string): void {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  let end = bytes.length - 22;
  // The end record has a comment of up to 64 KiB after it.
  const last = Math.max(0, end - 0xffff);
  while (end >= last && view.getUint32(end, true) !== 0x06054b50) end--;
  if (end < last) throw cut(name);
  const count = view.getUint16(end + 10, true);
  let at = view.getUint32(end + 16, true);
  let total = 0;
  for (let k = 0; k < count; k++) {
    if (at + 46 > bytes.length || view.getUint32(at, true) !== 0x02014b50) throw cut(name);
    const [packed, size] = [view.getUint32(at + 20, true), view.getUint32(at + 24, true)];
    total += size;
    if (total > MOST_BYTES || (size === 0 && packed > 2)) {
      throw new DataError({
        where: name,
        problem: `a workbook of at most 1 GiB unpacked expected, got ${size === 0 ? 'a part that does not say its size' : `more from ${bytes.length} bytes`}`,
        hint: 'save the sheet as .tsv',
      });
    }
    at += 46 + view.getUint16(at + 28, true) + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
  }
}

function cut(name: string): FormatError {
  return new FormatError({
    where: name,
    problem: 'a whole workbook (a zip file) expected, but its directory is missing or damaged',
    hint: 'the file is cut short or damaged: get it again',
  });
}
