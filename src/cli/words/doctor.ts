import type { Command } from 'commander';

export function registerDoctor(program: Command): void {
  program
    .command('doctor')
    .description('what works on this machine: Node, kernels, threads, memory')
    .option('--json', 'print the findings as JSON')
    .action(async (flags: { json?: boolean }) => (await import('../commands/doctor.ts')).doctor(flags));
}
