import { canonicalJson, sha256 } from '../base/hash.ts';
import { fromTypedJson, toTypedJson } from '../base/typed-json.ts';
import type { RunFolder } from './run-folder.ts';

/** Changes when the meaning of a task's result does: results of an older build are then computed anew. */
const FORMAT = 3;

/**
 * One step of a run. Its id is a hash of everything its result depends on, so that a finished result is found again by what it is,
 * not by when it was made.
 */
export interface Task {
  readonly id: string;
  readonly label: string;
}

/** @param kind what it computes. @param inputs everything the result depends on, hashes of data included. */
export async function makeTask(kind: string, label: string, inputs: Readonly<Record<string, unknown>>): Promise<Task> {
  const hash = await sha256(canonicalJson({ FORMAT, kind, inputs }));
  return { id: `${kind}-${hash.slice(0, 16)}`, label };
}

/**
 * The result of a task: read when it is finished, computed and written (all or nothing) when not. A result that does not match its own
 * hash is as good as none. Results are JSON with typed arrays; finite numbers survive to the bit.
 * @param stands whether a stored result still stands; for a task that writes a file of its own beside its result.
 */
export async function runTask<T>(
  folder: RunFolder,
  task: Task,
  compute: () => Promise<T>,
  stands: (result: T) => Promise<boolean> = async () => true,
): Promise<T> {
  const name = `tasks/${task.id}.json`;
  const stored = await folder.read(name);
  if (stored) {
    const result = await readResult<T>(stored, task.id);
    if (result && (await stands(result.value))) return result.value;
  }
  const text = toTypedJson(await compute());
  await folder.write(name, JSON.stringify({ task: task.id, sha256: await sha256(text), result: text }));
  // Even when it was just computed it is read back from its text: a run and its continuation then see the same values.
  return fromTypedJson<T>(text);
}

async function readResult<T>(stored: Uint8Array, id: string): Promise<{ value: T } | undefined> {
  try {
    const {
      task,
      sha256: hash,
      result,
    } = JSON.parse(new TextDecoder().decode(stored)) as { task: string; sha256: string; result: string };
    return task === id && (await sha256(result)) === hash ? { value: fromTypedJson<T>(result) } : undefined;
  } catch {
    return undefined;
  }
}
