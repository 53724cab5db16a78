import { appendFile, mkdir, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { threadId } from 'node:worker_threads';
import { UnsupportedError } from '../../base/errors.ts';
import { holdFolder } from './conductor-lock.node.ts';
import type { RunFolder } from './run-folder.ts';

/**
 * A run folder on disk, made when missing.
 * @throws {UnsupportedError} (exit 4) when it cannot be written.
 */
export async function diskFolder(path: string): Promise<RunFolder> {
  const refuse = (cause: unknown): never => {
    throw new UnsupportedError({
      where: path,
      problem: `the output folder cannot be written (${(cause as NodeJS.ErrnoException).code ?? cause})`,
      hint: 'choose another with --out',
      cause,
    });
  };
  await makeFolder(path).catch(refuse);
  let serial = 0;
  const write = async (name: string, content: Uint8Array | string) => {
    const to = join(path, name);
    const aside = join(path, `${name}.${process.pid}-${threadId}-${serial++}.part`);
    try {
      await makeFolder(dirname(to));
      const file = await open(aside, 'w');
      try {
        await file.writeFile(content);
        await file.sync();
      } finally {
        await file.close();
      }
      await rename(aside, to);
    } catch (cause) {
      await rm(aside, { force: true }).catch(() => {});
      refuse(cause);
    }
  };
  // Found out now, not after an hour of computing.
  await write('.writable', '');
  await rm(join(path, '.writable'), { force: true });
  return {
    path,
    read: (name) =>
      readFile(join(path, name)).catch((cause: NodeJS.ErrnoException) => {
        if (cause.code === 'ENOENT') return undefined;
        throw cause;
      }),
    write,
    remove: (name) => rm(join(path, name), { recursive: true, force: true }).catch(refuse),
    hold: () => holdFolder(path),
    list: (name) =>
      readdir(join(path, name)).then(
        (names) => names.map((one) => `${name}/${one}`),
        (cause: NodeJS.ErrnoException) => {
          if (cause.code === 'ENOENT') return [];
          throw cause;
        },
      ),
    append: (name, line) => appendFile(join(path, name), `${line}\n`).catch(refuse),
  };
}

/** A folder and those above it. Not `mkdir` with `recursive`, which never returns under /proc (Node 20): it is told ENOENT there for ever. */
async function makeFolder(path: string): Promise<void> {
  const make = () =>
    mkdir(path).catch(async (cause: NodeJS.ErrnoException) => {
      if (cause.code !== 'EEXIST' || !(await stat(path)).isDirectory()) throw cause;
    });
  await make().catch(async (cause: NodeJS.ErrnoException) => {
    if (cause.code !== 'ENOENT' || dirname(path) === path) throw cause;
    await makeFolder(dirname(path));
    await make();
  });
}
