import type { ByteSource } from '../../read/source.ts';

/** What reading the files of a study needs besides the study. */
export interface LoadOptions {
  readonly open: (path: string) => Promise<ByteSource>;
  readonly signal: AbortSignal;
  readonly progress: (done: number, label: string) => void;
}
