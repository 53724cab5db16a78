import { type Command, Option } from 'commander';
import { addStudyOptions, type StudyFlags } from './study-options.ts';

/** Where `run --on` can have tasks done. */
export const PLACES = ['local', 'snakemake', 'slurm-array'] as const;

export interface ElsewhereFlags {
  readonly on?: string;
  readonly profile?: string;
  readonly grain?: string;
  readonly latencyWait?: string;
  readonly workers?: string;
}

export interface RunFlags extends StudyFlags, Omit<ElsewhereFlags, keyof StudyFlags> {
  readonly out?: string;
  readonly json?: boolean;
}

export function registerRun(program: Command): void {
  const command = program
    .command('run')
    .description('validate learners on a study, choose, fit the choice on all samples, write report and model')
    .argument('[study]', 'study file (YAML or JSON), or a run folder: goes on with that run');
  addStudyOptions(command)
    .option('--out <folder>', 'run folder (default: runs/<title>-<hash>)')
    .addOption(new Option('--on <where>', 'who does the tasks').choices(PLACES).default('local'))
    .option(
      '--profile <profile>',
      'of Snakemake: a folder, a name of yours, or slurm (default: the cores of this machine)',
    )
    .option('--grain <seconds>', 'what a job of --on snakemake or slurm-array is to last at least (default: 60)')
    .option('--latency-wait <seconds>', 'how late files of a node may be seen here (default: 60)')
    .option('--leaky', 'make the usual mistakes too, and show their score beside the honest one')
    .option('--json', 'print run.json instead of the table')
    .action(async (study: string | undefined, flags: RunFlags) =>
      (await import('../commands/run.ts')).run(study, flags),
    );
}
