import { fromTypedJson } from '../../base/typed-json.ts';
import type { Study } from '../file/study.ts';
import { readResult } from '../tasks/task.ts';
import { firstDifference } from './first-difference.ts';
import { lockDifference, type StudyLock } from './lock.ts';
import { memoryFolder, type RunFolder, readJson } from './run-folder.ts';
import type { RunOptions } from './run-options.ts';
import { runStudy } from './run-study.ts';

/** What a replay has found. */
export interface Replay {
  /** Of an input, a task, or a file at the end, in words; absent: the run came out the same. */
  readonly difference?: string;
  /** Results of tasks that were compared. */
  readonly compared: number;
  /** The folder holds a finished run; of another, only the tasks that are there are compared. */
  readonly finished: boolean;
  /** What the run was made with that is different here: Node, the processor. */
  readonly versions: readonly string[];
}

const NEWLINE = 10;
/** How long something took is no result. */
const PASSED_OVER = new Set(['seconds']);

/**
 * Runs a study again in memory and names the first difference to what a run folder holds: an input, the version or the build of the program, a setting
 * of the study; a task with the number in its result; the predictions, a model, the record. Nothing is written. How long things took is passed over, and so is what the
 * ledger of hold-outs says of other studies.
 * @param given the study as it is now, of `parseStudy` or `openRun`. Not modified. @param kept the lock that the folder holds. @param folder finished or not.
 * @param options as of `runStudy`; its `folder` is not asked for.
 * @throws {DataError} and the like where an input can no longer be read. @throws {LeakageError} it is refused now. @throws {CancelledError}.
 * A difference is no error. Cost: that of the run, and its results twice in memory; where an input differs, reading alone.
 */
export async function replayRun(
  given: Study,
  kept: StudyLock,
  folder: RunFolder,
  options: RunOptions,
): Promise<Replay> {
  const scratch = memoryFolder(folder.path);
  let now = kept;
  let difference: string | undefined;
  const open = async (lock: StudyLock) => {
    now = lock;
    difference = lockDifference(kept, now);
    if (difference) throw new Differs();
    return scratch;
  };
  const finished = (await folder.read('run.json')) !== undefined;
  const versions = await otherVersions(folder, options.versions ?? {});
  const { holdouts: _, ...quiet } = options;
  try {
    await runStudy(given, { ...quiet, folder: open, beside: () => ({}) });
  } catch (error) {
    if (!(error instanceof Differs)) throw error;
    return { difference: difference!, compared: 0, finished, versions };
  }
  const labels = labelsOf((await scratch.read('events.jsonl'))!);
  let compared = 0;
  for (const name of scratch.files.keys()) {
    const id = /^tasks\/(.*)\.json$/.exec(name)?.[1];
    if (id === undefined || !(await folder.read(name))) continue;
    compared++;
    const found = await taskDifference(folder, scratch, id);
    const called = labels.has(id) ? `${id} (${labels.get(id)!})` : id;
    if (found) return { difference: `task ${called}: ${found}`, compared, finished, versions };
  }
  const ending = finished ? await endDifference(folder, scratch) : undefined;
  return { ...(ending ? { difference: ending } : {}), compared, finished, versions };
}

/** Id → label of the tasks that a run has told of. */
function labelsOf(events: Uint8Array): ReadonlyMap<string, string> {
  const lines = new TextDecoder().decode(events).trimEnd().split('\n');
  const told = lines.map((line) => JSON.parse(line) as { readonly id?: string; readonly label?: string });
  return new Map(told.flatMap(({ id, label }) => (id && label ? [[id, label]] : [])));
}

/** Ends a replay whose inputs differ: what would come of it is known to. */
class Differs extends Error {}

async function taskDifference(then: RunFolder, now: RunFolder, id: string): Promise<string | undefined> {
  const [old, fresh] = [await readResult(then, { id }), await readResult(now, { id })];
  if (old === undefined) return 'its stored result is damaged';
  const found = firstDifference(fromTypedJson(old), fromTypedJson(fresh!), PASSED_OVER);
  return found && `${found.path || 'its result'} was ${shown(found.before)}, now ${shown(found.after)}`;
}

/** Of the files that a finished run ends with. */
async function endDifference(then: RunFolder, now: ReturnType<typeof memoryFolder>): Promise<string | undefined> {
  for (const name of now.files.keys()) {
    if (!/^(predictions|targets)\.tsv$|\.cistron$/.test(name)) continue;
    const [old, fresh] = [await then.read(name), now.files.get(name)!];
    if (!old) return `${name}: it is gone from the folder`;
    const at = fresh.findIndex((byte, k) => byte !== old[k]);
    if (at < 0 && old.length === fresh.length) continue;
    const line = fresh.subarray(0, Math.max(0, at)).filter((byte) => byte === NEWLINE).length + 1;
    return name.endsWith('.tsv') ? `${name}:${line}: the line differs` : `${name}: its bytes differ`;
  }
  const [old, fresh] = [await readJson(then, 'run.json'), await readJson(now, 'run.json')];
  // Whether a test part was looked at by other studies is no part of a run.
  const found = firstDifference(withoutLedger(old), withoutLedger(fresh), PASSED_OVER);
  return found && `run.json: ${found.path} was ${shown(found.before)}, now ${shown(found.after)}`;
}

function withoutLedger(record: unknown): unknown {
  const { audit, ...rest } = record as { readonly audit: readonly { readonly rule: string }[] };
  return { ...rest, audit: audit.filter(({ rule }) => rule !== 'holdout-reused') };
}

async function otherVersions(folder: RunFolder, now: Readonly<Record<string, string>>): Promise<string[]> {
  const report = await readJson<{ reproduce?: { versions?: Record<string, string> } }>(folder, 'report.json');
  const then = report?.reproduce?.versions ?? {};
  return Object.keys(then).flatMap((name) =>
    then[name] === now[name] ? [] : [`${name} was ${then[name]!}, now ${now[name] ?? 'unknown'}`],
  );
}

function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? 'absent';
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}
