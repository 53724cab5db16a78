import { DataError, FormatError, throwIfCancelled } from '../base/errors.ts';
import type { ByteSource } from './source.ts';
import { zipDirectory } from './zip/zip-directory.ts';
import { ZipFiles } from './zip/zip-files.ts';

/** A file of many: in a folder, in a zip archive, or alone. */
export interface ListedFile {
  /** Inside the folder or archive. */
  readonly path: string;
  /** What errors call it. */
  readonly where: string;
  /** The whole content. @throws {FormatError} @throws {CancelledError} */
  read(signal?: AbortSignal): Promise<Uint8Array>;
}

/**
 * The files that a source stands for, in the order in which they are read quickest: those of a folder, those of a zip archive, or itself.
 * Hidden files (`.DS_Store`, `__MACOSX/`) are left out. @param maxUnpackedGb of an archive, all files together.
 * @throws {FormatError} a broken archive. @throws {DataError} it would unpack to more. Nothing but the directory of an archive is read.
 */
export async function listFiles(source: ByteSource, maxUnpackedGb: number): Promise<readonly ListedFile[]> {
  const { name, files } = source;
  if (files) return files.filter(isVisible).map((path) => inFolder(source, path));
  const head = await source.range(0, 4);
  const isZip = head[0] === 0x50 && head[1] === 0x4b;
  if (!isZip) return [{ path: lastName(name), where: name, read: (signal) => readAll(source, signal) }];
  const entries = (await zipDirectory(source)).filter((entry) => isVisible(entry.name));
  const bytes = entries.reduce((sum, entry) => sum + entry.bytes, 0);
  if (bytes > maxUnpackedGb * 1e9)
    throw new DataError({
      where: name,
      problem: `its files unpack to ${(bytes / 1e9).toPrecision(3)} GB, at most ${maxUnpackedGb} GB are allowed`,
      hint: 'if you trust the archive, allow more with max-unpacked',
    });
  const archive = new ZipFiles(source);
  return [...entries]
    .sort((a, b) => a.start0 - b.start0)
    .map((entry) => ({
      path: entry.name,
      where: `${name} › ${entry.name}`,
      read: (signal) => archive.read(entry, signal),
    }));
}

const isVisible = (path: string) => !path.split('/').some((part) => part.startsWith('.') || part === '__MACOSX');

export const lastName = (path: string) => path.split(/[\\/]/).at(-1)!;

function inFolder(folder: ByteSource, path: string): ListedFile {
  const where = `${folder.name} › ${path}`;
  return {
    path,
    where,
    async read(signal) {
      const file = await folder.beside?.(path);
      if (!file) throw new FormatError({ where, problem: 'it was there when the folder was listed and is no more' });
      return readAll(file, signal);
    },
  };
}

/** All bytes as stored. */
async function readAll(source: ByteSource, signal?: AbortSignal): Promise<Uint8Array> {
  if (signal) throwIfCancelled(signal, source.name);
  return source.range(0, source.size ?? Number.MAX_SAFE_INTEGER);
}
