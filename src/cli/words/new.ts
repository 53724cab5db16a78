import type { Command } from 'commander';

export function registerNew(program: Command): void {
  program
    .command('new')
    .description('copy a ready study to start from')
    .argument('[name]', 'the study; without it the ready studies are listed')
    .option('--out <folder>', 'where to put it (default: a folder of its name)')
    .action(async (name: string | undefined, flags: { out?: string }) =>
      (await import('../commands/new.ts')).newStudy(name, flags),
    );
}
