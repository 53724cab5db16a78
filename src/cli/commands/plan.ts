import { writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { nextflow } from '../../study/jobs/nextflow.ts';
import { jobsJson } from '../../study/jobs/snakefile.ts';
import { type Plan, planStudy } from '../../study/run/plan-study.ts';
import { CLUSTER_JOBS, pendingJobs, THIS_PROGRAM, writeJobs } from '../on/pending-jobs.ts';
import { planText } from '../plan-text.ts';
import { runOptions } from '../run-options.ts';
import { withSession } from '../session.ts';
import { studyFrom } from '../study-flags.ts';
import type { PlanFlags } from '../words/plan.ts';

export async function plan(path: string | undefined, flags: PlanFlags): Promise<void> {
  const given = await studyFrom(path, flags, 'plan');
  const made = await withSession(flags.workers, async (session) => {
    const planned = await planStudy(given.study, await runOptions(session, given, flags.out));
    if (flags.nextflow) session.say(`· nextflow run ${await writeNextflow(planned)}`);
    return planned;
  });
  process.stdout.write(flags.json ? planJson(made) : `${planText(made)}\n`);
}

/** @returns the file, absolute. */
async function writeNextflow(plan: Plan): Promise<string> {
  const jobs = pendingJobs(plan, CLUSTER_JOBS);
  const folder = await writeJobs(plan.folder, jobs);
  const file = join(folder, 'main.nf');
  await writeFile(join(folder, 'jobs.json'), jobsJson(jobs));
  await writeFile(file, nextflow(jobs, THIS_PROGRAM, resolve(plan.folder)));
  return file;
}

/** One task a line, so that a plan of 100,000 tasks can be read by line too. */
function planJson({ tasks, ...head }: Plan): string {
  const lines = tasks.map((task) => `    ${JSON.stringify(task)}`).join(',\n');
  return `${JSON.stringify(head, null, 2).replace(/\n\}$/, '')},\n  "tasks": [\n${lines}\n  ]\n}\n`;
}
