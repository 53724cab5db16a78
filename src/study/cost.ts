import type { LoadedCohort } from './load-cohort.ts';
import type { Study } from './study.ts';
import type { Task } from './task.ts';

/** What a task is expected to take. */
export interface Expected {
  /** On one machine of two cores. */
  readonly seconds: number;
  readonly memoryMiB: number;
  /** More than these do not make it faster. */
  readonly threads: number;
}

export function expectedCost(_study: Study, _loaded: LoadedCohort): (task: Task) => Expected {
  return () => ({ seconds: 1, memoryMiB: 500, threads: 2 });
}
