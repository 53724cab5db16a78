import { canonicalJson, sha256 } from '../../base/hash.ts';
import { VERSION } from '../../base/version.ts';
import type { LoadedCohort } from '../cohort/load-cohort.ts';
import { renameFiles, renameLearnerFiles } from '../cohort/named-files.ts';
import { BESIDE } from '../cohort/study-files.ts';
import type { Study } from '../file/study.ts';
import { firstDifference } from './first-difference.ts';
import { type RunFolder, readJson } from './run-folder.ts';

/** `study.lock.json`: everything that the numbers of a run follow from. */
export interface StudyLock {
  /** SHA-256 of the rest; two runs with one lock have the same results. */
  readonly lock: string;
  readonly cistron: string;
  /** The study with every default filled in; files by the hash of their content, not by their place. */
  readonly study: unknown;
  /** File as named in the study → SHA-256. */
  readonly data: Readonly<Record<string, string>>;
  /** The steps of each block, defaults decided by the data. */
  readonly prepare: unknown;
  readonly seed: number;
  /** SHA-256 of the program's own files, its kernels among them; no part of `lock`: an equal version should give equal results. */
  readonly build?: string;
}

/** @param build hash of the program's own files, where it is known. */
export async function lockStudy(study: Study, loaded: LoadedCohort, build?: string): Promise<StudyLock> {
  const content = (path: string) => loaded.hashes[path] ?? path;
  const named = {
    ...study,
    samples: {
      ...study.samples,
      file: content(study.samples.file),
      annotations: study.samples.annotations.map(content),
    },
    blocks: Object.fromEntries(
      Object.entries(study.blocks).map(([name, block]) => [
        name,
        {
          ...block,
          ...(block.file ? { file: content(block.file) } : {}),
          ...(block.files
            ? { files: Object.fromEntries(Object.entries(block.files).map(([one, path]) => [one, content(path)])) }
            : {}),
          ...(block.prepare ? { prepare: block.prepare.map((step) => renameFiles(step, content)) } : {}),
        },
      ]),
    ),
    report: {
      ...study.report,
      ...(study.report.geneSets === undefined ? {} : { geneSets: content(study.report.geneSets) }),
      ...(study.report.motifs?.file === undefined ? {} : { motifs: { file: content(study.report.motifs.file) } }),
      ...(study.report.network
        ? { network: { ...study.report.network, file: content(study.report.network.file) } }
        : {}),
    },
    learners: study.learners.map((spec) => renameLearnerFiles(spec, content)),
  };
  const prepare = Object.fromEntries(
    loaded.blocks.map((block, b) => [block.name, loaded.steps[b]!.map((step) => renameFiles(step, content))]),
  );
  // Files that others brought along: the .bim of a .bed. The study does not name them.
  const beside = Object.entries(loaded.hashes).flatMap(([path, hash]) => (path.includes(BESIDE) ? [hash] : []));
  const companions = beside.length > 0 ? { companions: beside.sort() } : {};
  const body = { cistron: VERSION, study: named, prepare, seed: study.validate.seed, ...companions };
  return {
    lock: await sha256(canonicalJson(body)),
    ...body,
    data: loaded.hashes,
    ...(build === undefined ? {} : { build }),
  };
}

/** The lock that a run folder holds; undefined: it holds no run yet. @throws {IntegrityError} (exit 6) the file is damaged. */
export const readLock = (folder: RunFolder): Promise<StudyLock | undefined> =>
  readJson<StudyLock>(folder, 'study.lock.json');

/** Whether a lock that was read is still what it was when it was made. */
export async function isIntact({ lock, data: _, build: __, ...body }: StudyLock): Promise<boolean> {
  return (await sha256(canonicalJson(body))) === lock;
}

/** The first thing that is not as it was when a run was locked, in words; nothing when all is. */
export function lockDifference(kept: StudyLock, now: StudyLock): string | undefined {
  for (const [file, hash] of Object.entries(kept.data)) {
    const found = now.data[file];
    if (found !== hash)
      return `the file ${file} has changed: SHA-256 ${hash} when the run was locked, now ${found ?? 'not read'}`;
  }
  if (kept.cistron !== now.cistron) return `the run was locked by version ${kept.cistron}, this is ${now.cistron}`;
  if (kept.build !== undefined && now.build !== undefined && kept.build !== now.build) {
    return `the run was locked by another build of the program: ${kept.build.slice(0, 16)}, this is ${now.build.slice(0, 16)}`;
  }
  if (kept.seed !== now.seed) return `the seed was ${kept.seed} when the run was locked, now ${now.seed}`;
  if (kept.lock === now.lock) return undefined;
  const { data: _, build: __, lock: ___, ...rest } = JSON.parse(JSON.stringify(now)) as StudyLock;
  const found = firstDifference(kept, { ...kept, ...rest });
  return `${found?.path ?? 'the study'} was ${JSON.stringify(found?.before)} when the run was locked, now ${JSON.stringify(found?.after)}`;
}
