import type { Command } from 'commander';

export function registerReport(program: Command): void {
  program
    .command('report')
    .description('rebuild the report from a finished run folder')
    .argument('<run-dir>')
    .action(async (folder: string) => (await import('../commands/report.ts')).report(folder));
}
