import type { Command } from 'commander';
import { type Plan, planStudy } from '../../study/plan-study.ts';
import { planText } from '../plan-text.ts';
import { runOptions } from '../run-options.ts';
import { withSession } from '../session.ts';
import { addStudyOptions, type StudyFlags, studyFrom } from '../study-flags.ts';

interface PlanFlags extends StudyFlags {
  readonly out?: string;
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
    .option('--json', 'print every task as JSON')
    .action(plan);
}

async function plan(path: string | undefined, flags: PlanFlags): Promise<void> {
  const given = await studyFrom(path, flags, 'plan');
  const made = await withSession(flags.workers, async (session) =>
    planStudy(given.study, await runOptions(session, given, flags.out)),
  );
  process.stdout.write(flags.json ? planJson(made) : `${planText(made)}\n`);
}

/** One task a line, so that a plan of 100,000 tasks can be read by line too. */
function planJson({ tasks, ...head }: Plan): string {
  const lines = tasks.map((task) => `    ${JSON.stringify(task)}`).join(',\n');
  return `${JSON.stringify(head, null, 2).replace(/\n\}$/, '')},\n  "tasks": [\n${lines}\n  ]\n}\n`;
}
