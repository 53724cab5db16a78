import { type FileHandle, open, readFile, rename, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { UnsupportedError } from '../base/errors.ts';

/** What was known of the file when its beginning was fetched: kept beside it as `<name>.part.json`. */
export interface PartNote {
  /** SHA-256 of the address, which may hold a signature that is not to lie about. */
  readonly address: string;
  /** Strong ones only: a weak one does not say that the bytes are the same (RFC 9110 §8.8.1). */
  readonly etag?: string;
  readonly lastModified?: string;
  /** Bytes of the whole, where the server said. */
  readonly size?: number;
}

/** A download under way: `<name>.part`, and `<name>` once it is whole and right. */
export interface PartFile {
  /** Bytes that are there. */
  size(): Promise<number>;
  note(): Promise<PartNote | undefined>;
  writeNote(note: PartNote): Promise<void>;
  /** Opens it for writing from a byte on; what stood behind that byte is cut off. */
  open(offset: number): Promise<FileHandle>;
  readonly path: string;
  /** Gives it its name. */
  finish(): Promise<void>;
  /** Puts it aside as `<name>.bad`, for people to look at. @returns that path. */
  spoil(): Promise<string>;
  remove(): Promise<void>;
}

export function partFile(to: string): PartFile {
  const path = `${to}.part`;
  const notePath = `${path}.json`;
  const dropNote = () => rm(notePath, { force: true });
  return {
    path,
    size: async () => (await stat(path).catch(() => undefined))?.size ?? 0,
    async note() {
      try {
        const note: unknown = JSON.parse(await readFile(notePath, 'utf8'));
        return note !== null && typeof note === 'object' ? (note as PartNote) : undefined;
      } catch {
        return undefined; // none, or cut off while it was written: the download starts over
      }
    },
    writeNote: (note) => refusing(to, () => writeFile(notePath, JSON.stringify(note))),
    open: (offset) =>
      refusing(to, async () => {
        if (offset === 0) return open(path, 'w');
        await truncate(path, offset);
        return open(path, 'a');
      }),
    finish: () =>
      refusing(to, async () => {
        await rename(path, to);
        await dropNote();
      }),
    spoil: () =>
      refusing(to, async () => {
        await rename(path, `${to}.bad`);
        await dropNote();
        return `${to}.bad`;
      }),
    remove: () =>
      refusing(to, async () => {
        await rm(path, { force: true });
        await dropNote();
      }),
  };
}

/** @throws {UnsupportedError} when the disk refuses: full, not writable. */
export async function refusing<T>(path: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    throw new UnsupportedError({
      where: path,
      problem: code === 'ENOSPC' ? 'the disk is full' : `cannot be written (${code ?? cause})`,
      hint: code === 'ENOSPC' ? 'make room and run the same command again' : 'choose another place with --out',
      cause,
    });
  }
}
