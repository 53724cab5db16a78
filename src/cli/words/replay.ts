import type { Command } from 'commander';

export interface ReplayFlags {
  readonly workers?: string;
  readonly json?: boolean;
}

export function registerReplay(program: Command): void {
  program
    .command('replay')
    .description('run again from the lock of a run folder and name the first difference; exit 6 if there is one')
    .argument('<run-dir>')
    .option('--workers <n>', 'threads (default: all cores); results do not depend on it')
    .option('--json', 'print what was found as JSON')
    .action(async (folder: string, flags: ReplayFlags) =>
      (await import('../commands/replay.ts')).replay(folder, flags),
    );
}
