import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { throwIfCancelled } from '../../base/errors.ts';
import { holdFolder } from '../../study/run/conductor-lock.node.ts';
import type { Plan } from '../../study/run/plan-study.ts';
import type { Watched } from '../session.ts';
import type { Engine } from './engine.ts';
import { failedJobs } from './failed-jobs.ts';
import { type JobSize, pendingJobs, writeJobs } from './pending-jobs.ts';

export interface Elsewhere extends JobSize {
  readonly engine: Engine;
}

const POLL_MS = 1000;

/**
 * Has the tasks of a plan done by other processes, on this machine or others, all those that are not finished. They run this very program, from the same
 * path, and see the same files. @throws {UnsupportedError} (exit 4) another conductor is at work, or
 * the engine is not there; a task failed, which is named with its log: then by the exit code of its job.
 */
export async function doElsewhere(plan: Plan, how: Elsewhere, watched: Watched): Promise<void> {
  const jobs = pendingJobs(plan, how);
  if (jobs.length === 0) return;
  const letGo = await holdFolder(plan.folder);
  try {
    const batch = { jobs, folder: await writeJobs(plan.folder, jobs), lock: plan.lock.slice(0, 8) };
    const count = jobs.reduce((sum, { tasks }) => sum + tasks.length, 0);
    watched.say(`· ${count} tasks in ${jobs.length} jobs, logs in ${batch.folder}`);
    const stop = showProgress(plan, watched);
    await how.engine(batch, watched).finally(stop);
    throwIfCancelled(watched.signal, 'cistron run');
    const failed = await failedJobs(plan, batch);
    if (failed) throw failed;
  } finally {
    await letGo();
  }
}

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
