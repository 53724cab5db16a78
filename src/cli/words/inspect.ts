import type { Command } from 'commander';
import { addReadingOptions, type ReadingFlags } from './reading-options.ts';

export interface InspectFlags extends ReadingFlags {
  readonly json?: boolean;
}

export function registerInspect(program: Command): void {
  const command = program
    .command('inspect')
    .description('what a file is: format, shape, types, missing values, first rows, problems')
    .argument('<file>', 'of any format that is read, or a folder such as that of a 10x matrix');
  addReadingOptions(command)
    .option('--json', 'print the facts as JSON')
    .action(async (file: string, flags: InspectFlags) => (await import('../commands/inspect.ts')).inspect(file, flags));
}
