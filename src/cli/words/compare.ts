import type { Command } from 'commander';

export interface CompareFlags {
  readonly json?: boolean;
  readonly html?: string;
}

export function registerCompare(program: Command): void {
  program
    .command('compare')
    .description('finished runs side by side: scores with intervals, and what differs in settings and data')
    .argument('<run-dir...>', 'two or more run folders')
    .option('--json', 'print everything as JSON')
    .option('--html <file>', 'write a page to read: scores of all runs with intervals, and what differs')
    .action(async (folders: string[], flags: CompareFlags) =>
      (await import('../commands/compare.ts')).compare(folders, flags),
    );
}
