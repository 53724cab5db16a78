/** Where a run keeps its files. Names are relative, with `/`. */
export interface RunFolder {
  /** What messages call it. */
  readonly path: string;
  /** The content, or undefined when there is no such file. */
  read(name: string): Promise<Uint8Array | undefined>;
  /** All or nothing: a reader sees the old content or the new, never a part, whenever the process dies. */
  write(name: string, content: Uint8Array | string): Promise<void>;
  /** Adds a line to a log; may lose its last line when the process dies. */
  append(name: string, line: string): Promise<void>;
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
    append: async (name, line) => {
      const before = new TextDecoder().decode(files.get(name) ?? new Uint8Array());
      files.set(name, bytes(`${before}${line}\n`));
    },
  };
}
