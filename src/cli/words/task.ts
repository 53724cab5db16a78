import type { Command } from 'commander';

export interface TaskFlags {
  readonly ids?: string;
  readonly from?: string;
  readonly workers?: string;
  readonly json?: boolean;
}

export function registerTask(program: Command): void {
  program
    .command('task')
    .description(
      'compute single tasks of a planned run; finished ones are left as they are (what a cluster node calls)',
    )
    .argument('<run-dir>', 'folder that cistron plan or run has made')
    .argument('[ids...]', 'of cistron plan')
    .option('--ids <list>', 'the same, separated by commas')
    .option('--from <file>', 'the same, one a line')
    .option('--workers <n>', 'threads (default: all cores); results do not depend on it')
    .option('--json', 'print what became of each task as JSON')
    .action(async (folder: string, ids: string[], flags: TaskFlags) =>
      (await import('../commands/task.ts')).task(folder, ids, flags),
    );
}
