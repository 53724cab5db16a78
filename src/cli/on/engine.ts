import { readFile } from 'node:fs/promises';
import { UnsupportedError } from '../../base/errors.ts';
import type { Job } from '../../study/jobs/group-tasks.ts';
import type { Watched } from '../session.ts';

/** Jobs with their files, ready to be handed to an engine. */
export interface Batch {
  readonly jobs: readonly Job[];
  /** Absolute; `jobs/1`, `jobs/2`, … in the run folder: what an earlier conductor left running cannot get in the way of this one. */
  readonly folder: string;
  /** Of the run, in eight characters. */
  readonly lock: string;
}

/**
 * Has jobs done, those of a stage when the stages before are finished, and a job that was killed again with more memory. Returns when all are over,
 * failed ones too, whose stages to come it leaves out. @throws {UnsupportedError} the engine is not there or does not work. @throws {CancelledError}
 */
export type Engine = (batch: Batch, watched: Watched) => Promise<void>;

/** The text of a file; undefined where there is none. */
export const textOf = (path: string): Promise<string | undefined> => readFile(path, 'utf8').catch(() => undefined);

/** What to do where Slurm refuses jobs. */
export const WHERE_JOBS_GO = 'SBATCH_PARTITION and SBATCH_ACCOUNT name where they go';

/** @throws {UnsupportedError} always. */
export function refuse(program: string, problem: string, hint: string, cause?: unknown): never {
  throw new UnsupportedError({ where: program, problem, hint, cause });
}
