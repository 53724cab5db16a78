import type { Warning } from '../../base/warning.ts';
import type { FileContent } from '../../read/reader.ts';
import type { ByteSource } from '../../read/source.ts';
import type { LoadOptions } from './load-options.ts';
import { type Reading, readSource, watched } from './read-source.ts';

/** The files of a study, each opened by its path and remembered for its hash. */
export interface StudyFiles extends LoadOptions {
  /**
   * What a file holds. Its problems are warnings.
   * @param text columns of a table that are text, whatever stands in them. @param exact as in `ReadOptions`.
   */
  content(path: string, reading: Reading, text?: readonly string[], exact?: readonly string[]): Promise<FileContent>;
  /** Path → SHA-256 of every file opened so far, and of those opened beside one. */
  hashes(): Promise<Readonly<Record<string, string>>>;
}

export function studyFiles(options: LoadOptions, warn: (warning: Warning) => void): StudyFiles {
  const sources = new Map<string, ByteSource>();
  const open = async (path: string) => {
    const source = await options.open(path);
    sources.set(path, source);
    return watched(source, (name, companion) => sources.set(companionOf(path, name), companion));
  };
  return {
    ...options,
    open,
    async content(path, reading, text = [], exact = []) {
      const { signal, progress } = options;
      return readSource(await open(path), reading, { text, exact, signal, progress, warn });
    },
    async hashes() {
      const hashes: Record<string, string> = {};
      for (const [path, source] of sources) hashes[path] = await source.hash();
      return hashes;
    },
  };
}

/** What a file that was opened beside another is called among the hashes. */
const companionOf = (path: string, name: string) => `${path}${BESIDE}${name}`;
export const BESIDE = ' › ';
