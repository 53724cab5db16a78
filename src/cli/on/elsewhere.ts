import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { throwIfCancelled } from '../../base/errors.ts';
import { holdFolder } from '../../study/conductor-lock.node.ts';
import { groupTasks, type Job } from '../../study/jobs/group-tasks.ts';
import { jobFiles, jobScript } from '../../study/jobs/job-files.ts';
import type { Plan } from '../../study/plan-study.ts';
import { MAIN } from '../program-files.ts';
import type { Watched } from '../session.ts';
import type { Engine } from './engine.ts';
import { failedJobs } from './failed-jobs.ts';

export interface Elsewhere {
  readonly engine: Engine;
  /** Seconds that a job is to last at least. */
  readonly grainSeconds: number;
  /** Jobs that may run at the same time, as far as is known. */
  readonly slots: number;
  /** Threads of a job. */
  readonly threads: number;
}

const POLL_MS = 1000;
/** A job that is lost has cost no more than this. */
const LONGEST_SECONDS = 600;

/**
 * Has the tasks of a plan done by other processes, on this machine or others, all those that are not finished. They run this very program, from the same
 * path, and see the same files. @throws {UnsupportedError} (exit 4) another conductor is at work, or
 * the engine is not there; a task failed, which is named with its log: then by the exit code of its job.
 */
export async function doElsewhere(plan: Plan, how: Elsewhere, watched: Watched): Promise<void> {
  const pending = plan.tasks.filter(({ done }) => !done);
  if (pending.length === 0) return;
  const grain = { from: how.grainSeconds, to: Math.max(how.grainSeconds, LONGEST_SECONDS), slots: how.slots };
  const jobs = groupTasks(
    pending.map((task) => ({ ...task, threads: Math.min(task.threads, how.threads) })),
    grain,
  );
  const letGo = await holdFolder(plan.folder);
  try {
    const batch = { jobs, folder: await writeJobs(plan.folder, jobs), lock: plan.lock.slice(0, 8) };
    watched.say(`· ${pending.length} tasks in ${jobs.length} jobs, logs in ${batch.folder}`);
    const stop = showProgress(plan, watched);
    await how.engine(batch, watched).finally(stop);
    throwIfCancelled(watched.signal, 'cistron run');
    const failed = await failedJobs(plan, batch);
    if (failed) throw failed;
  } finally {
    await letGo();
  }
}

async function writeJobs(runFolder: string, jobs: readonly Job[]): Promise<string> {
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
const THIS_PROGRAM = [process.execPath, MAIN];

/** One bar over all tasks, each weighed by the time that it is expected to take. */
function showProgress({ folder, tasks }: Plan, { progress }: Watched): () => void {
  const total = tasks.reduce((sum, { seconds }) => sum + seconds, 0);
  const look = async () => {
    const there = new Set(await readdir(join(folder, 'tasks')).catch((): string[] => []));
    const done = tasks.filter(({ id }) => there.has(`${id}.json`));
    const share = done.reduce((sum, { seconds }) => sum + seconds, 0) / Math.max(total, 1e-9);
    progress(0.03 + 0.94 * share, `${done.length} of ${tasks.length} tasks`);
  };
  const timer = setInterval(() => void look().catch(() => {}), POLL_MS);
  return () => clearInterval(timer);
}
