import { readFile, stat } from 'node:fs/promises';
import { basename, dirname, isAbsolute, join, relative, resolve } from 'node:path';
import { ConfigError, NotFoundError } from '../base/errors.ts';
import { parseStudy } from '../study/file/parse-study.ts';
import { MISTAKES, type Study, targetName } from '../study/file/study.ts';
import { studyFromTable, type TableStudy } from '../study/file/study-from-table.ts';
import { type KeptRun, openRun } from '../study/run/kept-run.node.ts';
import { wholeNumber } from './session.ts';
import type { StudyFlags, TABLE_TASKS } from './words/study-options.ts';

/** The study of a command line. @param textFrom its text with paths relative to a folder; absent: it came from a file of its own. */
export interface GivenStudy {
  readonly study: Study;
  readonly textFrom?: (folder: string) => string;
  /** The run whose folder was named in place of a study. */
  readonly kept?: KeptRun;
}

/** @param command its name, for messages. @throws {ConfigError} neither or both ways to name a study; what `parseStudy` refuses. */
export async function studyFrom(path: string | undefined, flags: StudyFlags, command: string): Promise<GivenStudy> {
  const seed = flags.seed === undefined ? undefined : wholeNumber('--seed', flags.seed, 0, Number.MAX_SAFE_INTEGER);
  if (path !== undefined && (await isFolder(path))) return fromRun(path, flags);
  const { text, name, resolve } = path === undefined ? fromFlags(flags, seed, command) : await fromFile(path, flags);
  const study = parseStudy(text, name, {
    resolve,
    ...(flags.quick ? { quick: true } : {}),
    ...(flags.leaky ? { leaky: true } : {}),
    ...(seed === undefined ? {} : { seed }),
  });
  if (path !== undefined) return { study };
  return { study, textFrom: (folder) => fromFlags(flags, seed, command, folder).text };
}

/** A study as text, and how the relative paths in it become paths from here. */
interface StudyText {
  readonly text: string;
  readonly name: string;
  readonly resolve: (path: string) => string;
}

const isFolder = async (path: string) => (await stat(path).catch(() => undefined))?.isDirectory() ?? false;

/** @throws {ConfigError} options that would make another study of it. */
async function fromRun(path: string, flags: StudyFlags): Promise<GivenStudy> {
  refuseFlags(
    [...TABLE_FLAGS, 'seed', 'quick', 'leaky'],
    flags,
    'goes with a study, not with a run folder, whose study is settled',
  );
  const kept = await openRun(path);
  return { study: kept.study, kept };
}

const TABLE_FLAGS = ['table', 'samples', 'target', 'time', 'event', 'task', 'id', 'group'] as const;

function refuseFlags(names: readonly (keyof StudyFlags)[], flags: StudyFlags, problem: string): void {
  const extra = names.find((name) => flags[name] !== undefined);
  if (extra) throw new ConfigError({ where: `--${extra}`, problem, hint: 'change the study file instead' });
}

async function fromFile(path: string, flags: StudyFlags): Promise<StudyText> {
  refuseFlags(TABLE_FLAGS, flags, 'goes with --table, not with a study file');
  const text = await readFile(path, 'utf8').catch((cause: NodeJS.ErrnoException) => {
    throw new NotFoundError({ where: path, problem: `the study file cannot be read (${cause.code})`, cause });
  });
  return { text, name: path, resolve: (file) => (isAbsolute(file) ? file : join(dirname(path), file)) };
}

/** @param from the folder that paths are written relative to; default: as given. */
function fromFlags(flags: StudyFlags, seed: number | undefined, command: string, from?: string): StudyText {
  const { table } = flags;
  const outcome = outcomeOf(flags);
  if (table === undefined || outcome === undefined) {
    throw new ConfigError({
      where: `cistron ${command}`,
      problem:
        table === undefined
          ? 'needs a study file, or --table with --target'
          : '--table needs --target, the column to predict, or --time with --event, or --task clustering',
      hint: `cistron ${command} study.yaml, or cistron ${command} --table table.tsv --target column`,
    });
  }
  const place = (path: string) => (from === undefined ? path : relative(resolve(from), resolve(path)));
  const text = studyFromTable({
    table: place(table),
    ...outcome,
    ...(flags.samples === undefined ? {} : { samples: place(flags.samples) }),
    ...(flags.id === undefined ? {} : { id: flags.id }),
    ...(flags.group === undefined ? {} : { group: flags.group }),
    ...(seed === undefined ? {} : { seed }),
    ...(flags.leaky ? { leaky: MISTAKES } : {}),
    title: `${targetName(outcome)} from ${basename(table).replace(/\.(tsv|csv|txt)?(\.gz)?$/i, '')}`,
  });
  return { text, name: 'study.yaml', resolve: (file) => file };
}

/** What the flags say is to be predicted; nothing when they do not say. @throws {ConfigError} they contradict each other. */
function outcomeOf({
  target,
  time,
  event,
  task,
}: StudyFlags): Pick<TableStudy, 'target' | 'survival' | 'task'> | undefined {
  if (task === 'clustering' && target === undefined && time === undefined && event === undefined) return { task };
  const declared = task === undefined ? {} : { task: task as (typeof TABLE_TASKS)[number] };
  if (time === undefined && event === undefined) return target === undefined ? undefined : { target, ...declared };
  if (target !== undefined || time === undefined || event === undefined) {
    throw new ConfigError({
      where: target === undefined ? '--time, --event' : '--target',
      problem: target === undefined ? 'go together' : 'excludes --time and --event',
      hint: 'survival: --time COLUMN --event COLUMN',
    });
  }
  return { survival: { time, event }, ...declared };
}
