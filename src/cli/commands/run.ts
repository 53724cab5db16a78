import { readFile } from 'node:fs/promises';
import { basename, dirname, isAbsolute, join, relative, resolve } from 'node:path';
import { type Command, Option } from 'commander';
import { ConfigError, NotFoundError, UnsupportedError } from '../../base/errors.ts';
import { fileSource } from '../../read/index.node.ts';
import { renderSummaryText } from '../../report/render-summary-text.ts';
import { parseStudy } from '../../study/parse-study.ts';
import { diskFolder } from '../../study/run-folder.node.ts';
import { type RunOutcome, runStudy } from '../../study/run-study.ts';
import { targetName } from '../../study/study.ts';
import { studyFromTable, type TableStudy } from '../../study/study-from-table.ts';
import { versions, wholeNumber, withSession } from '../session.ts';

interface RunFlags {
  readonly table?: string;
  readonly samples?: string;
  readonly target?: string;
  readonly time?: string;
  readonly event?: string;
  readonly task?: string;
  readonly id?: string;
  readonly group?: string[];
  readonly out?: string;
  readonly seed?: string;
  readonly workers?: string;
  readonly on?: string;
  readonly quick?: boolean;
  readonly json?: boolean;
}

export function registerRun(program: Command): void {
  program
    .command('run')
    .description('validate learners on a study, choose, fit the choice on all samples, write report and model')
    .argument('[study]', 'study file (YAML or JSON)')
    .option('--table <file>', 'expression table, instead of a study file')
    .option('--samples <file>', 'sample sheet that holds the target, when the table does not')
    .option('--target <column>', 'column to predict: classes, or numbers')
    .option('--time <column>', 'with --event instead of --target: time to the event or to the end of observation')
    .option('--event <column>', '1 where the event was seen, 0 where the sample was censored')
    .addOption(new Option('--task <task>', 'overrules what is inferred from the target').choices(TABLE_TASKS))
    .option('--id <column>', 'column of sample ids (default: the first whose values are unique text)')
    .option('--group <columns...>', 'columns whose equal values stay on one side of every fold (patient, family, site)')
    .option('--out <folder>', 'run folder (default: runs/<title>-<hash>)')
    .option('--seed <n>', 'seed of folds and learners')
    .option('--workers <n>', 'threads (default: all cores); results do not depend on it')
    .option('--on <where>', 'local', 'local')
    .option('--quick', "apply the study's quick overrides")
    .option('--json', 'print run.json instead of the table')
    .action(run);
}

/** A study as text, and how the relative paths in it become paths from here. */
interface StudyText {
  readonly text: string;
  readonly name: string;
  readonly resolve: (path: string) => string;
}

async function run(studyPath: string | undefined, flags: RunFlags): Promise<void> {
  if (flags.on !== 'local')
    throw new UnsupportedError({ where: '--on', problem: `only 'local' is built yet, got '${flags.on}'` });
  const seed = flags.seed === undefined ? undefined : wholeNumber('--seed', flags.seed, 0, Number.MAX_SAFE_INTEGER);
  const { text, name, resolve } = studyPath === undefined ? fromFlags(flags, seed) : await fromFile(studyPath, flags);
  const study = parseStudy(text, name, {
    resolve,
    ...(flags.quick ? { quick: true } : {}),
    ...(seed === undefined ? {} : { seed }),
  });
  const outcome = await withSession(flags.workers, (session) =>
    runStudy(study, {
      open: (path) => fileSource(path),
      executor: session.executor,
      signal: session.signal,
      progress: session.progress,
      state: (sentence) => session.say(`· ${sentence}`),
      now: () => Date.now(),
      versions: versions(),
      folder: (lock) => diskFolder(flags.out ?? join('runs', `${slug(study.title)}-${lock.lock.slice(0, 8)}`)),
      // Written with paths from its own folder, so that `cistron run DIR/study.yaml` is the same study.
      ...(studyPath === undefined ? { studyText: ({ path }) => fromFlags(flags, seed, path).text } : {}),
    }),
  );
  print(outcome, flags);
}

async function fromFile(path: string, flags: RunFlags): Promise<StudyText> {
  const extra = (['table', 'samples', 'target', 'time', 'event', 'task', 'id', 'group'] as const).find(
    (name) => flags[name] !== undefined,
  );
  if (extra)
    throw new ConfigError({
      where: `--${extra}`,
      problem: 'goes with --table, not with a study file',
      hint: 'change the study file instead',
    });
  const text = await readFile(path, 'utf8').catch((cause: NodeJS.ErrnoException) => {
    throw new NotFoundError({ where: path, problem: `the study file cannot be read (${cause.code})`, cause });
  });
  return { text, name: path, resolve: (file) => (isAbsolute(file) ? file : join(dirname(path), file)) };
}

/** @param from the folder that paths are written relative to; default: as given. */
function fromFlags(flags: RunFlags, seed: number | undefined, from?: string): StudyText {
  const { table } = flags;
  const outcome = outcomeOf(flags);
  if (table === undefined || outcome === undefined) {
    throw new ConfigError({
      where: 'cistron run',
      problem:
        table === undefined
          ? 'needs a study file, or --table with --target'
          : '--table needs --target, the column to predict, or --time with --event, or --task clustering',
      hint: 'cistron run study.yaml, or cistron run --table table.tsv --target column',
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
    title: `${targetName(outcome)} from ${basename(table).replace(/\.(tsv|csv|txt)?(\.gz)?$/i, '')}`,
  });
  return { text, name: 'study.yaml', resolve: (file) => file };
}

const TABLE_TASKS = ['classification', 'regression', 'survival', 'clustering'] as const;

/** What the flags say is to be predicted; nothing when they do not say. @throws {ConfigError} they contradict each other. */
function outcomeOf({
  target,
  time,
  event,
  task,
}: RunFlags): Pick<TableStudy, 'target' | 'survival' | 'task'> | undefined {
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

/** Letters and digits joined by dashes. */
function slug(title: string): string {
  return (
    title
      .toLowerCase()
      .replace(/[^\p{L}\p{N}]+/gu, '-')
      .replace(/^-|-$/g, '')
      .slice(0, 60) || 'study'
  );
}

function print({ record, folder, found }: RunOutcome, flags: RunFlags): void {
  if (flags.json) {
    process.stdout.write(`${JSON.stringify(record, null, 2)}\n`);
    return;
  }
  const { isTTY = false, columns } = process.stdout;
  const text = renderSummaryText(record, {
    colour: isTTY && !process.env.NO_COLOR,
    ...(columns ? { width: columns } : {}),
  });
  process.stdout.write(`\n${text}\n\n`);
  if (found) process.stdout.write('This run was finished before: shown, not computed again.\n');
  process.stdout.write(`report  ${join(folder.path, 'report.html')}\nmodel   ${join(folder.path, 'model.cistron')}\n`);
}
