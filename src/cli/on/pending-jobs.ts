import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { groupTasks, type Job } from '../../study/jobs/group-tasks.ts';
import { jobFiles, jobScript } from '../../study/jobs/job-files.ts';
import type { Plan } from '../../study/run/plan-study.ts';
import { MAIN } from '../program-files.ts';

export interface JobSize {
  /** Seconds that a job is to last at least. */
  readonly grainSeconds: number;
  /** Jobs that may run at the same time, as far as is known. */
  readonly slots: number;
  /** Threads of a job. */
  readonly threads: number;
}

/** What jobs are like on a cluster that says nothing of itself. One thread a job: many side by side waste none. */
export const CLUSTER_JOBS: JobSize = { grainSeconds: 60, slots: 100, threads: 1 };

/** A job that is lost has cost no more than this. */
const LONGEST_SECONDS = 600;

/** The jobs of all tasks that are not finished. */
export function pendingJobs({ tasks }: Plan, { grainSeconds, slots, threads }: JobSize): Job[] {
  const pending = tasks.filter(({ done }) => !done);
  const grain = { from: grainSeconds, to: Math.max(grainSeconds, LONGEST_SECONDS), slots };
  return groupTasks(
    pending.map((task) => ({ ...task, threads: Math.min(task.threads, threads) })),
    grain,
  );
}

/** Writes what every engine needs of jobs, in the next of the folders `jobs/1`, `jobs/2`, … of a run. @returns that folder, absolute. */
export async function writeJobs(runFolder: string, jobs: readonly Job[]): Promise<string> {
  const all = resolve(runFolder, 'jobs');
  await mkdir(all, { recursive: true });
  const before = (await readdir(all)).map(Number).filter(Number.isInteger);
  const folder = join(all, String(Math.max(0, ...before) + 1));
  await mkdir(folder);
  await writeFile(join(folder, 'job.sh'), jobScript(THIS_PROGRAM, resolve(runFolder)));
  for (const { name, tasks } of jobs) await writeFile(join(folder, jobFiles(name).tasks), `${tasks.join('\n')}\n`);
  return folder;
}

/** What starts `cistron` from anywhere. */
export const THIS_PROGRAM = [process.execPath, MAIN];
