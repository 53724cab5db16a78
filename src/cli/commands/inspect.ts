import type { Command } from 'commander';
import { fileSource } from '../../read/index.node.ts';
import { inspectFile } from '../../read/index.ts';
import { inspectionText } from '../inspection-text.ts';

export function registerInspect(program: Command): void {
  program
    .command('inspect')
    .description('what a file is: format, shape, types, missing values, first rows, problems')
    .argument('<file>')
    .option('--json', 'print the facts as JSON')
    .action(async (path: string, flags: { json?: boolean }) => {
      const facts = await inspectFile(await fileSource(path));
      process.stdout.write(flags.json ? `${JSON.stringify(facts, null, 2)}\n` : inspectionText(facts));
    });
}
