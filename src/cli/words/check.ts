import type { Command } from 'commander';
import { addStudyOptions, type StudyFlags } from './study-options.ts';

export interface CheckFlags extends StudyFlags {
  readonly json?: boolean;
}

export function registerCheck(program: Command): void {
  const command = program
    .command('check')
    .description('the audit alone: leaks, groups, confounders, with what to do; exit 7 when a run would be refused')
    .argument('[study]', 'study file (YAML or JSON)');
  addStudyOptions(command)
    .option('--json', 'print the findings as JSON')
    .action(async (study: string | undefined, flags: CheckFlags) =>
      (await import('../commands/check.ts')).check(study, flags),
    );
}
