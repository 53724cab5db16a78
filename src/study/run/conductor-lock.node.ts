import { constants, copyFile, link, open, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { UnsupportedError } from '../../base/errors.ts';

const NAME = 'conductor.lock';
const BEAT_MS = 10_000;
/** A conductor on another host that has not shown itself for so long is dead. */
const SILENT_MS = 90_000;
/** A lock that others take over at the same moment is looked at anew, this often. */
const TRIES = 5;

interface Owner {
  readonly host: string;
  readonly pid: number;
  /** When the process started, as its system counts: a number that was given out again is told by it. Null where the system does not say. */
  readonly started: string | null;
}

/**
 * Lets one conductor at a time into a run folder. The lock survives a crash: that of a process of this host that is gone, and that of another host
 * that has been silent for 90 seconds, by the clock of the file system, are taken over.
 * @returns what lets go. @throws {UnsupportedError} (exit 4) another conductor is at work.
 */
export async function holdFolder(path: string): Promise<() => Promise<void>> {
  const file = join(path, NAME);
  const own = JSON.stringify({
    host: hostname(),
    pid: process.pid,
    started: await startOf(process.pid),
  } satisfies Owner);
  const aside = join(path, `.${NAME}.${process.pid}-${serial++}`);
  await writeFile(aside, own);
  try {
    for (let tries = 0; !(await linked(aside, file)); tries++) {
      const held = await readFile(file, 'utf8').catch(() => undefined);
      if (held === undefined) continue; // let go in between
      if (tries === TRIES || (await isAlive(held, file, aside))) refuse(held, path);
      await removeStale(file, held, `${aside}.stale`);
    }
  } finally {
    await rm(aside, { force: true });
  }
  const beat = setInterval(() => void showAlive(file, own).catch(() => undefined), BEAT_MS).unref();
  return async () => {
    clearInterval(beat);
    if ((await readFile(file, 'utf8').catch(() => undefined)) === own) await rm(file, { force: true });
  };
}

let serial = 0;

/** Written over with the same bytes, not touched: the time is then that of the file system, and a reader never sees a part. */
async function showAlive(file: string, own: string): Promise<void> {
  if ((await readFile(file, 'utf8')) !== own) return; // taken over while this process was suspended
  const handle = await open(file, 'r+');
  await handle.write(own, 0).finally(() => handle.close());
}

/** Whole or not at all, and never over another: what a name in a folder can be relied on for. */
async function linked(aside: string, file: string): Promise<boolean> {
  return link(aside, file).then(
    () => true,
    (cause: NodeJS.ErrnoException) => {
      if (cause.code === 'EEXIST') return false;
      // A file system without hard links.
      return copyFile(aside, file, constants.COPYFILE_EXCL).then(
        () => true,
        (other: NodeJS.ErrnoException) => {
          if (other.code === 'EEXIST') return false;
          throw other;
        },
      );
    },
  );
}

function refuse(held: string, path: string): never {
  const { host, pid } = ownerOf(held) ?? { host: 'unknown', pid: 0 };
  throw new UnsupportedError({
    where: path,
    problem: `another process is at work on this run: ${pid} on ${host}`,
    hint: `wait for it, or end it; if it is gone, remove ${join(path, NAME)}`,
  });
}

async function isAlive(held: string, file: string, aside: string): Promise<boolean> {
  const owner = ownerOf(held);
  if (owner?.host === hostname()) {
    if (!exists(owner.pid)) return false;
    return owner.started === null || (await startOf(owner.pid)) === owner.started;
  }
  // Both times are those of the file system: the clocks of two hosts need not agree.
  await writeFile(`${aside}.now`, '');
  const [seen, shown] = [await stat(`${aside}.now`), await stat(file).catch(() => undefined)];
  await rm(`${aside}.now`, { force: true });
  return shown !== undefined && seen.mtimeMs - shown.mtimeMs < SILENT_MS;
}

/** Takes away the lock that was judged, not one that has come since. */
async function removeStale(file: string, held: string, to: string): Promise<void> {
  await rename(file, to).catch(() => undefined);
  const taken = await readFile(to, 'utf8').catch(() => undefined);
  if (taken !== undefined && taken !== held) await linked(to, file);
  await rm(to, { force: true });
}

function ownerOf(text: string): Owner | undefined {
  try {
    return JSON.parse(text) as Owner;
  } catch {
    return undefined;
  }
}

function exists(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (cause) {
    return (cause as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** Clock ticks since the system started; null where there is no /proc. */
async function startOf(pid: number): Promise<string | null> {
  const text = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => undefined);
  // The name of the program, in parentheses, may hold spaces.
  return text?.slice(text.lastIndexOf(')') + 2).split(' ')[19] ?? null;
}
