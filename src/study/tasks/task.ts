import { canonicalJson, sha256 } from '../../base/hash.ts';
import { fromTypedJson, toTypedJson } from '../../base/typed-json.ts';
import type { RunFolder } from '../run/run-folder.ts';

/** Changes when the meaning of a task's result does: results of an older build are then computed anew. */
const FORMAT = 6;

/** What tasks compute, in the order in which a run comes to them. */
export const TASK_KINDS = [
  'prepare',
  'target',
  'fold',
  'clusters',
  'score',
  'choice',
  'shuffled',
  'distance',
  'permutation',
  'learning-curve',
  'leaky',
  'explain',
  'differing-sets',
  'driving-sets',
  'signature',
  'motifs',
  'final',
] as const;
export type TaskKind = (typeof TASK_KINDS)[number];

/** What the result of a task depends on, hashes of data included. */
export type TaskInputs = Readonly<Record<string, string | number>> & { readonly lock: string };

/**
 * One step of a run. Its id is a hash of everything its result depends on, so that a finished result is found again by what it is,
 * not by when it was made. The lock settles which learner will be chosen, so that the id of a task of the chosen learner is known before its name is.
 */
export interface Task {
  readonly id: string;
  readonly kind: TaskKind;
  readonly label: string;
  readonly inputs: TaskInputs;
  /** The kinds of tasks whose results it reads. */
  readonly needs: readonly TaskKind[];
}

export async function makeTask(
  kind: TaskKind,
  label: string,
  inputs: TaskInputs,
  needs: readonly TaskKind[] = [],
): Promise<Task> {
  const hash = await sha256(canonicalJson({ FORMAT, kind, inputs }));
  return { id: `${kind}-${hash.slice(0, 16)}`, kind, label, inputs, needs };
}

/** Where the result of a task is kept. */
export const resultFile = ({ id }: Pick<Task, 'id'>) => `tasks/${id}.json`;

/**
 * The result of a task as text, when it is finished. A result that does not match its own hash is as good as none.
 * @returns typed JSON, see `fromTypedJson`.
 */
export async function readResult(folder: RunFolder, task: Pick<Task, 'id'>): Promise<string | undefined> {
  const stored = await folder.read(resultFile(task));
  if (!stored) return undefined;
  try {
    const told = JSON.parse(new TextDecoder().decode(stored)) as { task: string; sha256: string; result: string };
    return told.task === task.id && (await sha256(told.result)) === told.sha256 ? told.result : undefined;
  } catch {
    return undefined;
  }
}

/** Writes a result, all or nothing. Results are JSON with typed arrays; numbers survive to the bit. */
export async function writeResult<T>(folder: RunFolder, task: Pick<Task, 'id'>, result: T): Promise<T> {
  const text = toTypedJson(result);
  await folder.write(resultFile(task), JSON.stringify({ task: task.id, sha256: await sha256(text), result: text }));
  // Even when it was just computed it is read back from its text: a run and its continuation then see the same values.
  return fromTypedJson<T>(text);
}
