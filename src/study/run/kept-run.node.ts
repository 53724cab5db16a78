import { access } from 'node:fs/promises';
import { isAbsolute, join, relative, resolve } from 'node:path';
import { CistronError, IntegrityError, NotFoundError } from '../../base/errors.ts';
import { toTypedJson } from '../../base/typed-json.ts';
import { fileSource } from '../../read/file-source.node.ts';
import type { ByteSource } from '../../read/source.ts';
import { BESIDE } from '../cohort/study-files.ts';
import type { Study } from '../file/study.ts';
import { isIntact, readLock, type StudyLock } from './lock.ts';
import { diskFolder } from './run-folder.node.ts';
import { type RunFolder, readJson } from './run-folder.ts';

/** What a run folder has of its study. */
export const STUDY_FILE = 'study.json';

interface StudyRecord {
  /** Its files called as when it was first run. */
  readonly study: Study;
  /** File as called there → its path from the run folder. */
  readonly places: Readonly<Record<string, string>>;
}

/** A run that a folder holds: enough to go on with it where nothing else of the study is known. */
export interface KeptRun {
  readonly study: Study;
  readonly lock: StudyLock;
  readonly folder: RunFolder;
  /** A file of the study, called as when the run began, wherever folder and data now stand. */
  readonly open: (path: string) => Promise<ByteSource>;
}

/** The text of `study.json`: the study with its defaults, and where its files are from the folder. */
export function studyRecord(study: Study, folder: string, files: readonly string[]): string {
  const own = files.filter((file) => !file.includes(BESIDE));
  const places = Object.fromEntries(own.map((file) => [file, relative(resolve(folder), resolve(file))]));
  return `${toTypedJson({ study, places } satisfies StudyRecord)}\n`;
}

/**
 * The run of a folder. Its files are looked for from the folder first, so that a folder that was moved with its data still works, then where they were.
 * @throws {NotFoundError} (exit 3) no run is there. @throws {IntegrityError} (exit 6) its lock was altered.
 */
export async function openRun(path: string): Promise<KeptRun> {
  const none = (cause?: unknown): never => {
    throw new NotFoundError({
      where: path,
      problem: 'no run here that can be gone on with (study.json and study.lock.json)',
      hint: 'cistron plan study.yaml, or cistron run, makes a run folder',
      cause,
    });
  };
  await access(join(path, 'study.lock.json')).catch(none);
  const folder = await diskFolder(path);
  const record = await readJson<StudyRecord>(folder, STUDY_FILE);
  const lock = await readLock(folder);
  if (!record || !lock) return none();
  if (!(await isIntact(lock))) {
    const seeds = [lock.seed, (lock.study as Study).validate.seed];
    throw new IntegrityError({
      where: `${path}/study.lock.json`,
      problem: seeds.every((seed) => seed === record.study.validate.seed)
        ? 'the lock was altered since it was written: its content does not have its hash'
        : `the lock was altered since it was written: its seed is ${seeds.find((seed) => seed !== record.study.validate.seed)}, that of study.json ${record.study.validate.seed}`,
      hint: 'bring back the file, or run the study anew in another folder',
    });
  }
  const open = async (file: string): Promise<ByteSource> => {
    const place = record.places[file];
    const here = place === undefined || isAbsolute(place) ? file : join(path, place);
    const found = await access(here).then(
      () => here,
      () => file,
    );
    return { ...(await fileSource(found)), name: file };
  };
  return { study: record.study, lock, folder, open };
}

/**
 * What a file of a run has become that could not be used: changed, or the error that it gave. @param error of reading it.
 * @throws {IntegrityError} a file differs from the lock. @throws what was given otherwise.
 */
export async function blameFiles({ lock, open, folder }: KeptRun, error: unknown): Promise<never> {
  if (!(error instanceof CistronError) || error instanceof IntegrityError) throw error;
  for (const [file, hash] of Object.entries(lock.data)) {
    if (file.includes(BESIDE)) continue;
    const now = await open(file).then(
      (source) => source.hash(),
      () => hash,
    );
    if (now !== hash) {
      throw new IntegrityError({
        where: `${folder.path}/study.lock.json`,
        problem: `the file ${file} has changed: SHA-256 ${hash} when the run was locked, now ${now}`,
        hint: 'bring back the file, or run the study anew in another folder',
        cause: error,
      });
    }
  }
  throw error;
}
