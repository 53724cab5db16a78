import { createHash } from 'node:crypto';
import { type FileHandle, open, readdir, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { pipeline, Readable } from 'node:stream';
import { promisify } from 'node:util';
import { createGunzip, inflate, type ZlibOptions } from 'node:zlib';
import { CistronError, NotFoundError, throwIfCancelled, UnsupportedError } from '../base/errors.ts';
import { nearest } from '../base/nearest.ts';
import { inflateBgzf } from './bgzf-inflate.node.ts';
import { BLOCK_HEADER_BYTES, blockBytes } from './genotypes/bgzf.ts';
import { gzipError } from './inflate.ts';
import type { ByteSource } from './source.ts';

/** Large enough that the cost of a call does not show, small enough to stay in the processor's cache. */
const CHUNK_BYTES = 1 << 18;
/** A handle that ranges were read through is kept open so long. */
const IDLE_MS = 100;
const inflateOnce = promisify<Uint8Array, ZlibOptions, Uint8Array>(inflate);

/**
 * A file on disk, or a folder. Two buffers take turns: one is being filled while the other is being read.
 * @throws {NotFoundError} no such file, with the nearest name in its folder. @throws {UnsupportedError} it cannot be read.
 */
export async function fileSource(path: string): Promise<ByteSource> {
  if (await isFolder(path)) return folderSource(path);
  const size = await withFile(path, async (file) => (await file.stat()).size);
  let digest: string | undefined;
  async function* chunks(signal?: AbortSignal): AsyncGenerator<Uint8Array> {
    const hash = createHash('sha256');
    const file = await openFile(path);
    const buffers = [new Uint8Array(CHUNK_BYTES), new Uint8Array(CHUNK_BYTES)] as const;
    let turn = 0;
    let pending = file.read(buffers[0], 0, CHUNK_BYTES, null);
    try {
      for (;;) {
        const { bytesRead, buffer } = await pending;
        if (bytesRead === 0) break;
        if (signal) throwIfCancelled(signal, path);
        turn = 1 - turn;
        pending = file.read(buffers[turn]!, 0, CHUNK_BYTES, null);
        const chunk = buffer.subarray(0, bytesRead);
        hash.update(chunk);
        yield chunk;
      }
      digest = hash.digest('hex');
    } finally {
      await pending.catch(() => undefined);
      await file.close();
    }
  }
  return {
    name: path,
    size,
    chunks,
    inflate: (raw) => inflateAny(raw, path),
    unzlib: (bytes, most) => inflateOnce(bytes, { maxOutputLength: most, chunkSize: Math.max(64, most) }),
    range: rangesOf(path, size),
    beside: (name) => fileIn(dirname(path), name),
    async hash() {
      if (digest === undefined) for await (const _ of chunks());
      return digest!;
    },
  };
}

/** A folder whose files are one thing together: the three of a 10x matrix, one picture a file. Files of folders in it are `folder/name`. */
async function folderSource(path: string): Promise<ByteSource> {
  const files: string[] = [];
  for (const entry of await readdir(path, { withFileTypes: true })) {
    if (entry.isFile()) files.push(entry.name);
    else if (entry.isDirectory() && !entry.name.startsWith('.')) {
      const inside = await readdir(join(path, entry.name), { withFileTypes: true }).catch(() => []);
      files.push(...inside.filter((file) => file.isFile()).map((file) => `${entry.name}/${file.name}`));
    }
  }
  files.sort();
  const refuse = (): never => {
    throw new NotFoundError({ where: path, problem: 'a file expected, got a folder' });
  };
  return {
    ...{ name: path, files },
    // biome-ignore lint/correctness/useYield: it has no bytes to give
    async *chunks() {
      refuse();
    },
    range: async () => refuse(),
    beside(name) {
      const [inside, file, ...more] = name.split('/');
      if (file === undefined) return fileIn(path, name);
      return more.length === 0 && isPlain(inside!) ? fileIn(join(path, inside!), file) : Promise.resolve(undefined);
    },
    async hash() {
      const hash = createHash('sha256');
      for (const name of files) hash.update(`${name} ${await (await fileSource(join(path, name))).hash()}\n`);
      return hash.digest('hex');
    },
  };
}

/** @param name of a file, not of a path: what a file says of its companions leads nowhere else. */
async function fileIn(folder: string, name: string): Promise<ByteSource | undefined> {
  if (!isPlain(name)) return undefined;
  const path = join(folder, name);
  const found = await stat(path).catch(() => undefined);
  return found?.isFile() ? fileSource(path) : undefined;
}

const isPlain = (name: string) => name === basename(name) && !['..', '.', ''].includes(name);

const isFolder = async (path: string) => (await stat(path).catch(() => undefined))?.isDirectory() ?? false;

/** Ranges of a file, through one handle that is closed when nobody has asked for a moment: opening takes longer than reading. */
function rangesOf(path: string, size: number): ByteSource['range'] {
  let handle: Promise<FileHandle> | undefined;
  let reading = 0;
  let idle: NodeJS.Timeout | undefined;
  const close = () => {
    const closing = handle;
    handle = undefined;
    closing?.then((file) => file.close()).catch(() => undefined);
  };
  return async (start0, end0) => {
    clearTimeout(idle);
    reading++;
    handle ??= openFile(path);
    try {
      return await readRange(await handle, start0, Math.min(end0, size));
    } catch (error) {
      handle = undefined;
      throw error;
    } finally {
      reading--;
      if (reading === 0) idle = setTimeout(close, IDLE_MS).unref();
    }
  };
}

async function readRange(file: FileHandle, start0: number, end0: number): Promise<Uint8Array> {
  const bytes = new Uint8Array(Math.max(0, end0 - start0));
  let filled = 0;
  while (filled < bytes.length) {
    const { bytesRead } = await file.read(bytes, filled, bytes.length - filled, start0 + filled);
    if (bytesRead === 0) break;
    filled += bytesRead;
  }
  return bytes.subarray(0, filled);
}

/** bgzip on several threads, else gzip; of bgzip also what follows its last whole block, so that a broken end is heard. */
async function* inflateAny(raw: AsyncIterable<Uint8Array>, path: string): AsyncGenerator<Uint8Array> {
  const chunks = raw[Symbol.asyncIterator]();
  let head: Uint8Array = new Uint8Array(0);
  try {
    for (let next = await chunks.next(); !next.done; next = await chunks.next()) {
      head = Buffer.concat([head, next.value]);
      if (head.length >= BLOCK_HEADER_BYTES) break;
    }
    async function* whole() {
      yield head;
      yield* { [Symbol.asyncIterator]: () => chunks };
    }
    if (blockBytes(head, 0) > 0) head = yield* inflateBgzf(whole(), path);
    if (head.length > 0) yield* gunzip(whole(), path);
  } finally {
    await chunks.return?.();
  }
}

async function* gunzip(raw: AsyncIterable<Uint8Array>, path: string): AsyncGenerator<Uint8Array> {
  // The stream reads ahead, so it gets copies: the buffers of the file take turns.
  async function* copies() {
    for await (const chunk of raw) yield chunk.slice();
  }
  const inflating = createGunzip({ chunkSize: CHUNK_BYTES });
  // The callback is where a failure would be heard; the loop below hears it too.
  pipeline(Readable.from(copies()), inflating, () => undefined);
  try {
    yield* inflating as AsyncIterable<Uint8Array>;
  } catch (cause) {
    throw cause instanceof CistronError ? cause : gzipError(path, (cause as Error).message, cause);
  }
}

async function withFile<T>(path: string, use: (file: FileHandle) => Promise<T>): Promise<T> {
  const file = await openFile(path);
  try {
    return await use(file);
  } finally {
    await file.close();
  }
}

async function openFile(path: string): Promise<FileHandle> {
  try {
    const file = await open(path);
    if (!(await file.stat()).isDirectory()) return file;
    await file.close();
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') throw await notFound(path);
    throw new UnsupportedError({
      where: path,
      problem: `cannot be read (${code})`,
      hint: 'check its permissions',
      cause,
    });
  }
  throw new NotFoundError({ where: path, problem: 'a file expected, got a folder' });
}

async function notFound(path: string): Promise<NotFoundError> {
  const folder = dirname(path);
  const names = await readdir(folder).catch(() => undefined);
  if (!names) return new NotFoundError({ where: path, problem: `no such file: there is no folder '${folder}'` });
  const near = nearest(basename(path), names);
  return new NotFoundError({
    where: path,
    problem: 'no such file',
    hint: near
      ? `did you mean '${join(folder, near)}'?`
      : `check the path; '${folder}' holds ${names.length} other names`,
  });
}
