import { IntegrityError } from '../../base/errors.ts';
import { fromTypedJson } from '../../base/typed-json.ts';

/** Where a run keeps its files. Names are relative, with `/`. */
export interface RunFolder {
  /** What messages call it. */
  readonly path: string;
  /** The content, or undefined when there is no such file. */
  read(name: string): Promise<Uint8Array | undefined>;
  /** All or nothing: a reader sees the old content or the new, never a part, whenever the process dies. */
  write(name: string, content: Uint8Array | string): Promise<void>;
  /** Removes a file, or a folder with all that is in it; none of that name is as good. */
  remove(name: string): Promise<void>;
  /** Names of the files in a folder of it, `tasks/a.json`; none when there is no such folder. */
  list(folder: string): Promise<readonly string[]>;
  /** Keeps other conductors out until it is let go of. @throws {UnsupportedError} (exit 4) one is at work. */
  hold(): Promise<() => Promise<void>>;
  /** Adds a line to a log; may lose its last line when the process dies. */
  append(name: string, line: string): Promise<void>;
}

/**
 * A JSON file of the folder; undefined when there is no such file.
 * @throws {IntegrityError} (exit 6) it is not JSON: this program writes it whole or not at all.
 */
export async function readJson<T>(folder: RunFolder, name: string): Promise<T | undefined> {
  const bytes = await folder.read(name);
  if (!bytes) return undefined;
  try {
    return fromTypedJson<T>(new TextDecoder().decode(bytes));
  } catch (cause) {
    throw new IntegrityError({
      where: `${folder.path}/${name}`,
      problem: 'the file is damaged: it is not JSON',
      hint: 'remove the folder, or this file, and run again',
      cause,
    });
  }
}

/** A run folder in memory: for tests and for the browser. */
export function memoryFolder(path = 'memory'): RunFolder & { readonly files: Map<string, Uint8Array> } {
  const files = new Map<string, Uint8Array>();
  const bytes = (content: Uint8Array | string) =>
    typeof content === 'string' ? new TextEncoder().encode(content) : content;
  return {
    path,
    files,
    read: async (name) => files.get(name),
    write: async (name, content) => {
      files.set(name, bytes(content));
    },
    remove: async (name) => {
      for (const one of [...files.keys()]) if (one === name || one.startsWith(`${name}/`)) files.delete(one);
    },
    hold: async () => async () => {},
    list: async (folder) => [...files.keys()].filter((name) => name.startsWith(`${folder}/`)),
    append: async (name, line) => {
      const before = new TextDecoder().decode(files.get(name) ?? new Uint8Array());
      files.set(name, bytes(`${before}${line}\n`));
    },
  };
}
