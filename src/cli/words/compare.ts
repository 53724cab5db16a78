import type { Command } from 'commander';

export function registerCompare(program: Command): void {
  program
    .command('compare')
    .description('finished runs side by side: scores with intervals, and what differs in settings and data')
    .argument('<run-dir...>', 'two or more run folders')
    .option('--json', 'print everything as JSON')
    .action(async (folders: string[], flags: { json?: boolean }) =>
      (await import('../commands/compare.ts')).compare(folders, flags),
    );
}
