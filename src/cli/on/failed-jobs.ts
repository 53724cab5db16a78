import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import {
  type CistronError,
  DataError,
  type ErrorDetail,
  IntegrityError,
  NumericError,
  UnsupportedError,
} from '../../base/errors.ts';
import { jobFiles, RETRIES } from '../../study/jobs/job-files.ts';
import type { Plan } from '../../study/run/plan-study.ts';
import { type Batch, textOf } from './engine.ts';

/**
 * What to tell of jobs that left tasks undone: the first task, the last line of its log, and how many others. Of the earliest stage only, since the
 * later ones could not begin. @returns an error of the job's own exit code, or undefined where every task is finished.
 */
export async function failedJobs(plan: Plan, { jobs, folder }: Batch): Promise<CistronError | undefined> {
  const there = new Set(await readdir(join(plan.folder, 'tasks')));
  const undone = jobs
    .map((job) => ({ ...job, left: job.tasks.filter((id) => !there.has(`${id}.json`)) }))
    .filter(({ left }) => left.length > 0);
  const stage = Math.min(...undone.map((job) => job.stage));
  const [first, ...others] = undone.filter((job) => job.stage === stage);
  if (!first) return undefined;
  const files = jobFiles(first.name);
  const code = Number((await textOf(join(folder, files.exit)))?.trim() ?? Number.NaN);
  const last = ((await textOf(join(folder, files.log))) ?? '').trim().split('\n').at(-1);
  const task = plan.tasks.find(({ id }) => id === first.left[0])!;
  const end = Number.isNaN(code)
    ? `was killed ${RETRIES + 1} times, the last time with ${2 ** RETRIES} times the memory and time that were expected`
    : `ended with exit code ${code}`;
  const rest = others.length > 0 ? `, and ${others.length} more of this stage` : '';
  return errorOf(code, {
    where: `task ${task.id} (${task.label})`,
    problem: `job ${first.name} ${end}${last ? `: ${last}` : ''}${rest}`,
    hint: `its log is ${join(folder, files.log)}; the same command goes on with what is not finished`,
  });
}

function errorOf(code: number, detail: ErrorDetail): CistronError {
  if (code === 3) return new DataError(detail);
  if (code === 5) return new NumericError(detail);
  if (code === 6) return new IntegrityError(detail);
  return new UnsupportedError(detail);
}
