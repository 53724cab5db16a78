/** The mark of HDF5 at one of the places where it may stand. */
export const HDF5_MARK = [0x89, 0x48, 0x44, 0x46, 0x0d, 0x0a, 0x1a, 0x0a] as const;

/** Where a superblock may begin: 0, 512, 1024, 2048 … @returns undefined: nowhere in these bytes. */
export function findHdf5(bytes: Uint8Array): number | undefined {
  for (let at = 0; at + 8 <= bytes.length; at = at === 0 ? 512 : at * 2)
    if (HDF5_MARK.every((byte, k) => bytes[at + k] === byte)) return at;
  return undefined;
}

export const isHdf5 = (bytes: Uint8Array): boolean => findHdf5(bytes) !== undefined;

/**
 * Whether the name of a link stands among the first bytes of a file: between zeros in groups of the older form, after the byte of its length in
 * those of the newer.
 */
export function says(bytes: Uint8Array, name: string): boolean {
  const letters = [...name].map((letter) => letter.charCodeAt(0));
  for (let at = bytes.indexOf(letters[0]!, 1); at >= 0; at = bytes.indexOf(letters[0]!, at + 1)) {
    if (!letters.every((letter, k) => bytes[at + k] === letter)) continue;
    const before = bytes[at - 1];
    if ((before === 0 && bytes[at + letters.length] === 0) || before === letters.length) return true;
  }
  return false;
}
