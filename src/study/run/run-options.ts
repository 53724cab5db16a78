import type { Executor } from '../../base/context.ts';
import type { NetworkEngine } from '../../base/network-engine.ts';
import type { ByteSource } from '../../read/source.ts';
import type { HoldoutLedger } from '../audit/end-audit.ts';
import type { StudyLock } from './lock.ts';
import type { RunFolder } from './run-folder.ts';
import type { ThreadOffer } from './task-threads.ts';

/** The folder of a run, and its lock as it stands there. */
export interface PlannedRun {
  readonly folder: RunFolder;
  readonly lock: StudyLock;
}

export interface RunOptions {
  readonly open: (path: string) => Promise<ByteSource>;
  /** The folder of the run, chosen once the lock is known: its name may carry the hash. */
  readonly folder: (lock: StudyLock) => Promise<RunFolder>;
  /** Files that are to stand in that folder beside the lock, name → text: the study, and where its files are. @param files those that were read. */
  readonly beside?: (folder: RunFolder, files: readonly string[]) => Readonly<Record<string, string>>;
  /** A run that has been planned: the cohort that it keeps for those who do its tasks is used where the files of the study are what they were. */
  readonly planned?: PlannedRun;
  readonly executor: Executor;
  /** Runs neural networks; absent: learners that are networks refuse. */
  readonly networks?: NetworkEngine;
  /** Threads that do tasks side by side where a run is worth them; absent: tasks are done where the run is conducted, kernels alone on threads. */
  readonly taskThreads?: ThreadOffer;
  readonly signal: AbortSignal;
  /** Share of the whole run done, 0 … 1, and what is being done. */
  readonly progress: (done: number, label: string) => void;
  /** What was inferred from the files: to be shown at once. */
  readonly state: (sentence: string) => void;
  /** A clock in milliseconds; only ever used to report how long things took. */
  readonly now: () => number;
  /** Name → version for the report: Node, the operating system. */
  readonly versions?: Readonly<Record<string, string>>;
  /** SHA-256 of the program's own files; absent: not recorded. */
  readonly build?: string;
  /** Where it is noted which studies looked at which hold-out; absent: nowhere. */
  readonly holdouts?: (folder: RunFolder) => HoldoutLedger;
}
