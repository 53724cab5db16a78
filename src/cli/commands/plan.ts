import { writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Command } from 'commander';
import { nextflow } from '../../study/jobs/nextflow.ts';
import { jobsJson } from '../../study/jobs/snakefile.ts';
import { type Plan, planStudy } from '../../study/plan-study.ts';
import { CLUSTER_JOBS, pendingJobs, thisProgram, writeJobs } from '../on/pending-jobs.ts';
import { planText } from '../plan-text.ts';
import { runOptions } from '../run-options.ts';
import { withSession } from '../session.ts';
import { addStudyOptions, type StudyFlags, studyFrom } from '../study-flags.ts';

interface PlanFlags extends StudyFlags {
  readonly out?: string;
  readonly nextflow?: boolean;
  readonly json?: boolean;
}

export function registerPlan(program: Command): void {
  const command = program
    .command('plan')
    .description(
      'the tasks of a study and what they need; reads and audits the data, opens the run folder, learns nothing',
    )
    .argument('[study]', 'study file (YAML or JSON), or a run folder');
  addStudyOptions(command)
    .option('--out <folder>', 'run folder (default: runs/<title>-<hash>)')
    .option('--leaky', 'plan the usual mistakes too')
    .option('--nextflow', 'write what is not finished as a Nextflow file too (its form is checked; it was never run)')
    .option('--json', 'print every task as JSON')
    .action(plan);
}

async function plan(path: string | undefined, flags: PlanFlags): Promise<void> {
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
  await writeFile(file, nextflow(jobs, thisProgram(), resolve(plan.folder)));
  return file;
}

/** One task a line, so that a plan of 100,000 tasks can be read by line too. */
function planJson({ tasks, ...head }: Plan): string {
  const lines = tasks.map((task) => `    ${JSON.stringify(task)}`).join(',\n');
  return `${JSON.stringify(head, null, 2).replace(/\n\}$/, '')},\n  "tasks": [\n${lines}\n  ]\n}\n`;
}
