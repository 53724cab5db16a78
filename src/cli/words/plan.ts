import type { Command } from 'commander';
import { addStudyOptions, type StudyFlags } from './study-options.ts';

export interface PlanFlags extends StudyFlags {
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
    .action(async (study: string | undefined, flags: PlanFlags) =>
      (await import('../commands/plan.ts')).plan(study, flags),
    );
}
